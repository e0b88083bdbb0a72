#pragma once
#include <string>
#include <vector>

namespace mtm {

/// What to say of words on a command line that the program does not take. Options are named; other words are not shown,
/// because a secret with a space in it that was not quoted is two words.
std::string unexpected_words(const std::vector<std::string>& words);

}  // namespace mtm
