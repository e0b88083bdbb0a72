// Every stream of the demo person's ten years, as Spotify's extended streaming history would tell of it.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sandbox/person.hpp"
#include "sandbox/spoken.hpp"

namespace mtm::sandbox {

struct Song {
  std::uint32_t track;  // of the catalogue
};
/// Spotify gave no name.
struct Unnamed {};

/// A row of the history.
struct Stream {
  std::chrono::sys_seconds end;
  int ms_played = 0;
  std::variant<Unnamed, Song, Episode, Chapter> what;
  std::string_view platform, country, ip_address, reason_start, reason_end;
  bool shuffle = false, skipped = false, incognito = false;
  std::optional<bool> offline;
  std::optional<std::int64_t> offline_timestamp;  // seconds since 1970
};

/// Spotify marks what was skipped since then; before, `skipped` is always false.
inline constexpr std::chrono::sys_days kSkipsMarkedFrom = std::chrono::year(2022) / 10 / 15;

/// What was heard, in order: about 60,000 streams that end with the person's last plays, each
/// with the end that the Web API gives it. Without likes there are only discoveries and no last plays.
std::vector<Stream> streams_of(const Catalogue& catalogue, const Person& person, std::chrono::sys_seconds today);

/// What was watched: mostly previews of a few seconds.
std::vector<Stream> videos_of(const Catalogue& catalogue, const Person& person, std::chrono::sys_seconds today);

}  // namespace mtm::sandbox
