#include "sandbox/catalogue.hpp"

#include <fmt/format.h>

namespace mtm::sandbox {

std::string ReleaseDate::text() const {
  if (!month) return fmt::format("{:04}", year);
  if (!day) return fmt::format("{:04}-{:02}", year, month);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::string_view ReleaseDate::precision() const { return day ? "day" : month ? "month" : "year"; }

std::chrono::sys_days ReleaseDate::first_day() const {
  return std::chrono::year(year) / (month ? month : 1) / (day ? day : 1);
}

void Catalogue::index() {
  for (std::uint32_t number = 0; number < tracks.size(); ++number) {
    track_numbers_.emplace(tracks[number].id, number);
    if (!tracks[number].isrc.empty()) isrc_numbers_.emplace(tracks[number].isrc, number);  // the first one keeps it
  }
  for (std::uint32_t number = 0; number < albums.size(); ++number) album_numbers_.emplace(albums[number].id, number);
  for (std::uint32_t number = 0; number < artists.size(); ++number) artist_numbers_.emplace(artists[number].id, number);
}

}  // namespace mtm::sandbox
