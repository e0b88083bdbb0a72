#include "music/trigrams.hpp"

#include <unicode/utf8.h>

#include <algorithm>

namespace mtm::music {

namespace {

constexpr std::size_t kSlots = 1 << 12;

void sort_each_once(std::vector<std::uint64_t>& trigrams) {
  std::sort(trigrams.begin(), trigrams.end());
  trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
}

/// How many are in both; both are in order.
std::size_t in_common(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j])
      ++common, ++i, ++j;
    else if (a[i] < b[j])
      ++i;
    else
      ++j;
  }
  return common;
}

}  // namespace

Likeness::Likeness(std::string_view word) : may_have_(kSlots) {
  read(word, trigrams_);
  sort_each_once(trigrams_);
  for (auto trigram : trigrams_) may_have_[slot(trigram)] = true;
}

/// With two spaces before the word and one after it. A word without letters or digits has none.
void Likeness::read(std::string_view word, std::vector<Trigram>& trigrams) {
  constexpr Trigram kCharacters = (Trigram{1} << 63) - 1;
  trigrams.clear();
  bool signs = true;
  Trigram trigram = Trigram{' '} << 21 | ' ';
  auto take = [&](UChar32 letter) {
    trigram = (trigram << 21 | static_cast<Trigram>(letter)) & kCharacters;
    trigrams.push_back(trigram);
  };
  auto size = static_cast<std::int32_t>(word.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 letter;
    U8_NEXT_OR_FFFD(word.data(), at, size, letter);
    signs = signs && letter < 0x80 && !(letter >= 'a' && letter <= 'z') && !(letter >= '0' && letter <= '9');
    take(letter);
  }
  take(' ');
  if (signs) trigrams.clear();
}

double Likeness::with(std::string_view other) {
  read(other, others_);
  auto may_be_common = std::count_if(others_.begin(), others_.end(), [&](Trigram t) { return may_have_[slot(t)]; });
  // However few the other has: most words are dismissed here.
  if (static_cast<double>(may_be_common) < kLeastLikeness * static_cast<double>(trigrams_.size())) return 0;
  if (may_be_common == 0) return 0;
  sort_each_once(others_);
  auto common = in_common(trigrams_, others_);
  auto likeness = static_cast<double>(common) / static_cast<double>(trigrams_.size() + others_.size() - common);
  return likeness < kLeastLikeness ? 0 : likeness;
}

}  // namespace mtm::music
