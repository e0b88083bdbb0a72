#include "history/words.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <unordered_map>

#include "history/history.hpp"

namespace mtm::history {

namespace {

/// The words of texts by number, in the order in which they were met first.
class Vocabulary {
 public:
  /// The numbers of a folded text's words, as often as they stand in it.
  void read(std::string_view folded, std::vector<WordNo>& numbers) {
    for (std::size_t at = 0; at < folded.size();) {
      auto end = std::min(folded.find(' ', at), folded.size());
      if (end > at) numbers.push_back(number(folded.substr(at, end - at)));
      at = end + 1;
    }
  }

  const std::vector<std::string_view>& words() const { return words_; }

 private:
  WordNo number(std::string_view word) {
    auto [found, fresh] = numbers_.try_emplace(word, static_cast<WordNo>(words_.size()));
    if (fresh) words_.push_back(word);
    return found->second;
  }

  std::unordered_map<std::string_view, WordNo> numbers_;
  std::vector<std::string_view> words_;
};

/// The words of many texts, one after the other.
struct Readings {
  std::vector<WordNo> words;
  std::vector<std::uint32_t> begins{0};  // of each text, and the end

  std::span<const WordNo> of(std::size_t text) const {
    return {words.data() + begins[text], begins[text + 1] - begins[text]};
  }
};

Readings read_all(const Tracks& tracks, const std::vector<Text>& texts, Vocabulary& vocabulary) {
  Readings readings;
  readings.begins.reserve(texts.size() + 1);
  for (auto text : texts) {
    vocabulary.read(tracks.text(text), readings.words);
    readings.begins.push_back(static_cast<std::uint32_t>(readings.words.size()));
  }
  return readings;
}

/// A word of a track.
struct Entry {
  std::uint32_t place;  // word * kStandings + standing
  TrackNo track;
};

/// Each word of each track once, with the best of the fields where it stands.
std::vector<Entry> entries_of(const Tracks& tracks, Vocabulary& vocabulary) {
  auto titles = read_all(tracks, tracks.folded_names, vocabulary);
  auto artists = read_all(tracks, tracks.folded_artist_names, vocabulary);
  auto albums = read_all(tracks, tracks.folded_album_names, vocabulary);
  std::vector<Entry> entries;
  entries.reserve(titles.words.size() * 3);
  std::vector<TrackNo> last_tracks(vocabulary.words().size(), kNoTrack);  // in which each word was met last
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    auto add = [&](std::span<const WordNo> words, Standing standing) {
      for (auto word : words) {
        if (last_tracks[word] == track) continue;
        last_tracks[word] = track;
        entries.push_back({static_cast<std::uint32_t>(word * kStandings + static_cast<std::size_t>(standing)), track});
      }
    };
    auto title = titles.of(track), artist = artists.of(tracks.artists[track]);
    add(title, title.size() == 1 ? Standing::whole_title : Standing::title);
    add(artist, artist.size() == 1 ? Standing::whole_artist : Standing::artist);
    if (tracks.albums[track] != kNone) add(albums.of(tracks.albums[track]), Standing::album);
  }
  return entries;
}

/// The first eight bytes, so that most words are compared without looking at them.
std::uint64_t front_of(std::string_view word) {
  std::uint64_t front = 0;
  for (std::size_t i = 0; i < 8; ++i) front = front << 8 | (i < word.size() ? static_cast<unsigned char>(word[i]) : 0);
  return front;
}

/// The numbers of words in the order of the words' bytes.
std::vector<WordNo> in_order(const std::vector<std::string_view>& words) {
  struct Place {
    std::uint64_t front;
    WordNo word;
  };
  std::vector<Place> places;
  places.reserve(words.size());
  for (WordNo word = 0; word < words.size(); ++word) places.push_back({front_of(words[word]), word});
  std::sort(places.begin(), places.end(), [&](const Place& a, const Place& b) {
    return a.front != b.front ? a.front < b.front : words[a.word] < words[b.word];
  });
  std::vector<WordNo> order;
  order.reserve(words.size());
  for (auto place : places) order.push_back(place.word);
  return order;
}

}  // namespace

WordIndex::WordIndex(const Tracks& tracks) {
  Vocabulary vocabulary;
  auto entries = entries_of(tracks, vocabulary);
  const auto& words = vocabulary.words();
  if (entries.size() > std::numeric_limits<std::uint32_t>::max() ||
      words.size() > std::numeric_limits<std::uint32_t>::max() / kStandings)
    throw std::length_error("the words of a library are more than 4 billion");

  std::vector<std::uint32_t> counts(words.size() * kStandings);
  for (auto entry : entries) ++counts[entry.place];
  std::vector<std::uint32_t> next(words.size() * kStandings);  // where the next entry of a place goes
  letter_begins_.reserve(words.size() + 1);
  track_begins_.reserve(words.size() * kStandings + 1);
  std::uint32_t end = 0;
  for (auto word : in_order(words)) {
    letter_begins_.push_back(static_cast<std::uint32_t>(letters_.size()));
    letters_ += words[word];
    for (auto place = word * kStandings; place < (word + 1) * kStandings; ++place) {
      track_begins_.push_back(end);
      next[place] = end;
      end += counts[place];
    }
  }
  letter_begins_.push_back(static_cast<std::uint32_t>(letters_.size()));
  track_begins_.push_back(end);
  letters_.shrink_to_fit();
  tracks_.resize(entries.size());
  for (auto entry : entries) tracks_[next[entry.place]++] = entry.track;
}

WordNo WordIndex::first_not_before(std::string_view wanted) const {
  WordNo begin = 0, end = size();
  while (begin < end) {
    auto middle = begin + (end - begin) / 2;
    if (word(middle) < wanted)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin;
}

WordRange WordIndex::exactly(std::string_view wanted) const {
  auto begin = first_not_before(wanted);
  bool there = begin < size() && word(begin) == wanted;
  return {begin, begin + (there ? 1 : 0)};
}

WordRange WordIndex::beginning_with(std::string_view wanted) const {
  std::string after(wanted);
  after += '\xff';  // no byte of UTF-8
  return {first_not_before(wanted), first_not_before(after)};
}

std::span<const TrackNo> WordIndex::tracks(WordNo word, Standing standing) const {
  auto place = word * kStandings + static_cast<std::size_t>(standing);
  return {tracks_.data() + track_begins_[place], track_begins_[place + 1] - track_begins_[place]};
}

std::span<const TrackNo> WordIndex::all_tracks(WordRange words) const {
  auto begin = track_begins_[words.begin * kStandings], end = track_begins_[words.end * kStandings];
  return {tracks_.data() + begin, end - begin};
}

std::size_t WordIndex::bytes() const {
  return letters_.capacity() +
         sizeof(std::uint32_t) * (letter_begins_.capacity() + track_begins_.capacity() + tracks_.capacity());
}

const WordIndex& LazyWordIndex::of(const Tracks& tracks) {
  std::lock_guard lock(mutex_);
  if (!index_) index_ = std::make_unique<const WordIndex>(tracks);
  return *index_;
}

std::size_t word_index_bytes(const Tracks& tracks) {
  // An entry of four bytes takes a word and its space in a text: six bytes in Latin script, four in Chinese. Words of
  // their own are about one for every track, each with five numbers and its letters.
  std::size_t letters = 0;
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    letters += tracks.folded_names[track].size + tracks.folded_artist_names[tracks.artists[track]].size;
    if (tracks.albums[track] != kNone) letters += tracks.folded_album_names[tracks.albums[track]].size;
  }
  return letters + 32 * tracks.size();
}

}  // namespace mtm::history
