#include "history/sightings.hpp"

#include <algorithm>

namespace mtm::history {

std::uint8_t manner_of(const Sighting& sighting) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(sighting.teller) | (sighting.at_is_start ? kAtIsStart : 0U) |
                                   (sighting.cut_to_minute ? kCutToMinute : 0U) | (sighting.removed ? kRemoved : 0U));
}

std::size_t Sightings::bytes() const {
  auto bytes_of = [](const auto& column) { return column.capacity() * sizeof(column[0]); };
  return bytes_of(at) + bytes_of(tracks) + bytes_of(ms_played) + bytes_of(sources) + bytes_of(manners) +
         bytes_of(details);
}

void Sightings::reserve(std::size_t size) {
  at.reserve(size);
  tracks.reserve(size);
  ms_played.reserve(size);
  sources.reserve(size);
  manners.reserve(size);
  details.reserve(size);
}

void Sightings::push_back(const Sighting& sighting) {
  at.push_back(sighting.at);
  tracks.push_back(sighting.track);
  ms_played.push_back(sighting.ms_played);
  sources.push_back(sighting.source);
  manners.push_back(manner_of(sighting));
  details.push_back(sighting.details);
}

Sighting Sightings::operator[](std::size_t i) const {
  return {tracks[i],
          at[i],
          ms_played[i],
          sources[i],
          teller_of(manners[i]),
          (manners[i] & kAtIsStart) != 0,
          (manners[i] & kCutToMinute) != 0,
          details[i],
          (manners[i] & kRemoved) != 0};
}

bool any_removed(const Sightings& sightings) {
  return std::any_of(sightings.manners.begin(), sightings.manners.end(),
                     [](auto manner) { return (manner & kRemoved) != 0; });
}

bool told_alike(const Sightings& sightings) {
  if (sightings.size() == 0) return true;
  auto teller = teller_of(sightings.manners.front());
  bool one_teller = std::all_of(sightings.manners.begin(), sightings.manners.end(),
                                [&](auto manner) { return teller_of(manner) == teller; });
  if (!one_teller || any_removed(sightings)) return false;
  return teller == Teller::extended_history ||
         std::all_of(sightings.sources.begin(), sightings.sources.end(),
                     [&](auto source) { return source == sightings.sources.front(); });
}

}  // namespace mtm::history
