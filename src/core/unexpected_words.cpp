#include "core/unexpected_words.hpp"

#include <algorithm>

namespace mtm {

namespace {

bool option(const std::string& word) {
  return word.size() > 2 && word.starts_with("--") &&
         std::all_of(word.begin(), word.end(), [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
}

}  // namespace

std::string unexpected_words(const std::vector<std::string>& words) {
  std::string options;
  for (const auto& word : words)
    if (option(word)) options += ' ' + word;
  if (options.empty()) return "There are more words than this command takes. --help tells which it takes.\n";
  return "This command has no option" + options + ". --help tells which it has.\n";
}

}  // namespace mtm
