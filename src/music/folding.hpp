// How names are compared: without case, accents and punctuation, in all alphabets (ICU).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mtm::music {

/// ' the who ': each word with a space on either side. A name of nothing but signs ("!!!") is made of them.
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

/// Where the words of a name stand in it, as it is written. When they are as many as the folded words, each is the one
/// of that number; where folding makes two of one ("½" becomes "1 2") they differ.
std::vector<Stretch> written_words(std::string_view name);

}  // namespace mtm::music
