#include "music/platforms.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace mtm::music {

namespace {

struct Beginning {
  std::string_view text;
  Platform platform;
};

/// A text that begins with several of them is of the first.
constexpr Beginning kBeginnings[] = {
    {"android auto", Platform::car}, {"android_tv", Platform::tv},   {"android tv", Platform::tv},
    {"android", Platform::android},  {"ios", Platform::ios},         {"ipad", Platform::ios},
    {"iphone", Platform::ios},       {"windows", Platform::windows}, {"osx", Platform::macos},
    {"os x", Platform::macos},       {"mac", Platform::macos},       {"linux", Platform::linux_},
    {"web", Platform::web},          {"cast", Platform::speaker},    {"sonos", Platform::speaker},
    {"tizen", Platform::tv},         {"tv", Platform::tv},           {"playstation", Platform::console},
    {"xbox", Platform::console},     {"car", Platform::car},
};

/// Of what follows "partner": who makes the device, and then what it is.
constexpr Beginning kPartnerWords[] = {
    {"google cast", Platform::speaker},
    {"sonos", Platform::speaker},
    {"playstation", Platform::console},
    {"xbox", Platform::console},
    {"android_tv", Platform::tv},
    {"tizen", Platform::tv},
    {"webos", Platform::tv},
    {"_tv", Platform::tv},
    {"car", Platform::car},
    {"cast", Platform::speaker},
    {"spotify web", Platform::web},
};

char lower(char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); }

bool same_letter(char of_text, char of_word) { return lower(of_text) == of_word; }

bool begins_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return same_letter(b, a); });
}

bool has(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same_letter) != text.end();
}

}  // namespace

Platform platform_of(std::string_view text) {
  constexpr std::string_view kPartner = "partner";
  if (text.empty() || begins_with(text, "not_applicable") || begins_with(text, "unknown")) return Platform::unknown;
  if (begins_with(text, kPartner)) {
    for (const auto& known : kPartnerWords)
      if (has(text.substr(kPartner.size()), known.text)) return known.platform;
    return Platform::other;
  }
  for (const auto& known : kBeginnings)
    if (begins_with(text, known.text)) return known.platform;
  return Platform::other;
}

}  // namespace mtm::music
