#include "sandbox/spotify_id.hpp"

#include <algorithm>

#include "sandbox/random.hpp"

namespace mtm::sandbox {

std::string spotify_id(std::uint64_t high, std::uint64_t low) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  Random random(mix(high, low));
  std::string id(22, '0');
  // Spotify's ids are 128-bit numbers: the first digit of 22 is at most 7.
  id[0] = kDigits[random.below(8)];
  for (std::size_t place = 1; place < id.size(); ++place) id[place] = kDigits[random.below(kDigits.size())];
  return id;
}

bool is_spotify_id(std::string_view text) {
  return text.size() == 22 && std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                  (letter >= 'A' && letter <= 'Z');
         });
}

}  // namespace mtm::sandbox
