// Which tracks of a library have which word, for searches.
//
// Words stand in the order of their bytes, so that those that begin alike are neighbours. The tracks of each word stand
// in five groups by the best of the fields where the word stands, in each group in the order of their numbers.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mtm::history {

struct Tracks;

/// Where words stand in a track, best first.
enum class Standing { whole_title, title, whole_artist, artist, album };
inline constexpr std::size_t kStandings = 5;

/// The number of a word.
using WordNo = std::uint32_t;

/// Words from `begin` up to `end`.
struct WordRange {
  WordNo begin = 0, end = 0;
  bool empty() const { return begin == end; }
};

class WordIndex {
 public:
  /// Reads the folded names. Takes about 80 ms for 100,000 tracks.
  explicit WordIndex(const Tracks& tracks);

  WordNo size() const { return static_cast<WordNo>(letter_begins_.size() - 1); }
  std::string_view word(WordNo word) const {
    return {letters_.data() + letter_begins_[word], letter_begins_[word + 1] - letter_begins_[word]};
  }

  /// The one word, if any track has it.
  WordRange exactly(std::string_view word) const;
  /// The word itself, which comes first, and all that begin with it.
  WordRange beginning_with(std::string_view word) const;

  WordRange find(std::string_view word, bool may_go_on) const {
    return may_go_on ? beginning_with(word) : exactly(word);
  }

  /// Numbers of the tracks where the word stands nowhere better. No track has a word twice.
  std::span<const std::uint32_t> tracks(WordNo word, Standing standing) const;
  /// As many as the tracks of each of the words together.
  std::size_t count(WordRange words) const { return all_tracks(words).size(); }
  /// The tracks of each of the words, wherever they stand.
  std::span<const std::uint32_t> all_tracks(WordRange words) const;

  std::size_t bytes() const;

 private:
  WordNo first_not_before(std::string_view word) const;

  std::string letters_;                       // of all words, in their order
  std::vector<std::uint32_t> letter_begins_;  // of each word, and the end
  std::vector<std::uint32_t> track_begins_;   // of each word and standing, and the end
  std::vector<std::uint32_t> tracks_;
};

/// The index of tracks that never change, made when a search asks first. For any thread.
class LazyWordIndex {
 public:
  /// Who asks while it is made waits. Always for the same tracks.
  const WordIndex& of(const Tracks& tracks);

 private:
  std::mutex mutex_;
  std::unique_ptr<const WordIndex> index_;
};

/// About the memory that the index of these tracks takes, or will take when it is made.
std::size_t word_index_bytes(const Tracks& tracks);

}  // namespace mtm::history
