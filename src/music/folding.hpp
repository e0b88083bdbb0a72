// How names are compared: without case, accents and punctuation, in all scripts (ICU).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mtm::music {

/// Raised when folded() gives something else for the same name, because tracks without a Spotify id are named by a hash
/// of their folded names, which must not change unnoticed.
inline constexpr int kFoldingVersion = 1;

/// ' the who ': each word with a space on either side.
///   - Case, width and accents are gone, but neither vowel signs nor the voicing marks of Japanese.
///   - An apostrophe joins ("dont"), other punctuation parts; "&" is the word "and"; initials are one word ("R.E.M." is
///     "rem").
///   - Where a script puts no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), each character is a
///     word, and so is each symbol ("♥"), so that any part of a run is found as a phrase.
///   - A name of nothing but signs ("!!!") is made of them.
std::string folded(std::string_view name);

/// The words of a folded name.
std::vector<std::string_view> words_of(std::string_view folded);

/// Made of signs alone, such as "!!!".
bool is_signs(std::string_view folded);

/// A stretch of a text, in Unicode characters: what JavaScript, Python and people count.
struct Stretch {
  int begin, end;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// Where each word of folded(name) stands in the name as it is written. Two words may come from one character
/// ("½" is "1 2").
std::vector<Stretch> written_words(std::string_view name);

}  // namespace mtm::music
