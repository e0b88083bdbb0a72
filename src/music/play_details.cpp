#include "music/play_details.hpp"

#include <algorithm>

namespace mtm::music {

Ending ending_of(std::string_view reason_end, bool skipped) {
  if (skipped || reason_end == "fwdbtn" || reason_end == "backbtn") return Ending::skipped;
  if (reason_end.empty()) return Ending::unknown;
  if (reason_end == "trackdone") return Ending::finished;
  return reason_end == "endplay" ? Ending::stopped : Ending::other;
}

std::uint16_t country_of(std::string_view letters) {
  auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (letters.size() != 2 || !std::all_of(letters.begin(), letters.end(), is_letter) || letters == "ZZ") return 0;
  return static_cast<std::uint16_t>((letters[0] - 'A') * 26 + letters[1] - 'A' + 1);
}

std::string name_of_country(std::uint16_t country) {
  if (country == 0) return {};
  return {static_cast<char>('A' + (country - 1) / 26), static_cast<char>('A' + (country - 1) % 26)};
}

std::int32_t PlayDetails::packed() const {
  auto bits = [](auto value, int shift) { return static_cast<std::int32_t>(value) << shift; };
  return bits(in_private, 0) | bits(shuffle, 1) | bits(offline, 3) | bits(ending, 5) | bits(platform, 8) |
         bits(country, 16);
}

PlayDetails PlayDetails::unpacked(std::int32_t number) {
  PlayDetails details;
  details.in_private = number & 1;
  details.shuffle = static_cast<YesNo>(number >> 1 & 3);
  details.offline = static_cast<YesNo>(number >> 3 & 3);
  details.ending = static_cast<Ending>(number >> 5 & 7);
  details.platform = static_cast<Platform>(number >> 8 & 255);
  details.country = static_cast<std::uint16_t>(number >> 16);
  return details;
}

void GatheredDetails::give(const PlayDetails& details, int rank) {
  auto of_rank = static_cast<std::uint8_t>(rank);
  auto better = [of_rank](auto told, auto known, std::uint8_t& known_rank) {
    if (told == decltype(told){} || of_rank > known_rank || (of_rank == known_rank && told < known)) return known;
    known_rank = of_rank;
    return told;
  };
  if (details.in_private) all_.in_private = true;
  all_.shuffle = better(details.shuffle, all_.shuffle, shuffle_);
  all_.offline = better(details.offline, all_.offline, offline_);
  all_.ending = better(details.ending, all_.ending, ending_);
  all_.platform = better(details.platform, all_.platform, platform_);
  all_.country = better(details.country, all_.country, country_);
}

}  // namespace mtm::music
