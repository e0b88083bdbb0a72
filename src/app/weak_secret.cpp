#include "app/weak_secret.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>

namespace mtm::app {

namespace {

/// What placeholders of manuals, frameworks and this repository are made of. None can be a part of a hexadecimal
/// number, and in base64 a chance hit takes a few of many characters away.
constexpr std::string_view kWords[] = {
    // This repository's own, for tests and for trying it out.
    "for-trying-it-out-only",
    "known-to-everybody",
    "of-the-tests-with-more",
    "nothing-that-this-key-seals",
    "development",
    "placeholder",
    "characters",
    "insecure",
    "generate",
    "password",
    "qwertyuiop",
    "production",
    "something",
    "asdfghjkl",
    "zxcvbnm",
    "default",
    "example",
    "minimum",
    "openssl",
    "replace",
    "session",
    "string",
    "secret",
    "change",
    "please",
    "random",
    "sample",
    "secure",
    "django",
    "base64",
    "bytes",
    "cookie",
    "dummy",
    "flask",
    "least",
    "super",
    "token",
    "value",
    "insert",
    "test",
    "this",
    "that",
    "with",
    "your",
    "long",
    "here",
    "must",
    "rand",
    "todo",
    "very",
    "safe",
    "some",
    "key",
    "dev",
    "not",
    "for",
    "the",
    "use",
    "put"};

/// So many characters must be left that can't be guessed. Of 32 random hexadecimal digits, which leave the fewest, 26
/// are left on average, and one key in a hundred billion leaves less than eight.
constexpr int kLeast = 8;
/// The rest of a placeholder is often a word or two that the list lacks; random text that happens to hold a long word
/// of the list leaves more than this.
constexpr int kLeastBesideWord = 20;
constexpr std::size_t kLongWord = 5;

}  // namespace

bool weak_secret(std::string secret) {
  std::transform(secret.begin(), secret.end(), secret.begin(), [](unsigned char c) { return std::tolower(c); });
  bool has_word = false;
  for (auto word : kWords)
    for (auto at = secret.find(word); at != secret.npos; at = secret.find(word)) {
      secret.erase(at, word.size());
      has_word = has_word || word.size() >= kLongWord;
    }
  // A character can be guessed when it repeats the one before, is its neighbour, or follows the same two as once
  // before.
  int left = 0;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    bool neighbour = i > 0 && std::abs(secret[i] - secret[i - 1]) <= 1;
    bool again = i >= 2 && secret.find(std::string_view(secret).substr(i - 2, 3)) < i - 2;
    if (!neighbour && !again) ++left;
  }
  return left < (has_word ? kLeastBesideWord : kLeast);
}

}  // namespace mtm::app
