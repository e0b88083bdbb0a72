#include "music/isrc.hpp"

namespace mtm::music {

std::uint64_t isrc_number(std::string_view text) {
  std::uint64_t number = 0;
  int place = 0;
  for (char sign : text) {
    if (sign == '-') continue;
    bool digit = sign >= '0' && sign <= '9';
    auto letter = static_cast<char>(sign | 0x20);
    bool letter_fits = letter >= 'a' && letter <= 'z' && place < 5;
    bool digit_fits = digit && place >= 2 && place < 12;
    if (!letter_fits && !digit_fits) return 0;
    number = number * 36 + static_cast<std::uint64_t>(digit ? sign - '0' : letter - 'a' + 10);
    ++place;
  }
  return place == 12 ? number : 0;
}

}  // namespace mtm::music
