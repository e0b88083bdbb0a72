// How alike two words are: the share of their trigrams that both have, as PostgreSQL's pg_trgm counts it.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace mtm::music {

/// Words that have less in common are not taken for one another: "nirvna" is nirvana, "nigth" night, "zebra" not zen.
inline constexpr double kLeastLikeness = 0.3;

/// One word that is compared with many.
class Likeness {
 public:
  explicit Likeness(std::string_view word);

  /// From kLeastLikeness to 1, or 0 when it is less.
  double with(std::string_view other);

 private:
  using Trigram = std::uint64_t;  // three characters of 21 bits

  static void read(std::string_view word, std::vector<Trigram>& trigrams);
  static std::size_t slot(Trigram trigram) { return (trigram * 0x9e3779b97f4a7c15) >> 52; }

  std::vector<Trigram> trigrams_, others_;  // those of a word each once, in order
  std::vector<bool> may_have_;              // by slot: whether a trigram of that slot is among trigrams_
};

}  // namespace mtm::music
