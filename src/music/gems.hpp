// Forgotten gems: what somebody loved some months ago and has not heard since.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace mtm::music {

/// In days before today. A day that is exactly so long ago belongs to the window.
struct GemWindows {
  int oldest = 365;  // loved since then
  int newest = 90;   // and until then; or liked until then, ever so long ago
  int quiet = 30;    // but not since then
  int plays = 5;     // in the first window make a track loved that was in no top list

  friend bool operator==(const GemWindows&, const GemWindows&) = default;
};

inline constexpr int kLongestAgo = 3650;
inline constexpr int kMostPlays = 1000;

/// What is wrong with them, in a sentence; nothing when they are well.
std::optional<std::string> mistake_in(const GemWindows& windows);

/// The same as days of the calendar, all included: loved from the first to the last, silent since the third.
struct GemDays {
  std::chrono::sys_days loved_from, loved_until, silent_from;

  friend bool operator==(const GemDays&, const GemDays&) = default;
};
GemDays gem_days(const GemWindows& windows, std::chrono::sys_days today);

/// What is known of a track since the window began.
struct GemFacts {
  std::int64_t listed = 0;  // short-term snapshots that had it
  std::optional<std::chrono::sys_days> last_listed;
  std::int64_t played = 0;
  std::optional<std::chrono::sys_days> last_played;
  std::optional<std::chrono::sys_days>
      liked;  // of what was loved by having been liked alone; last_played is of all time
};

}  // namespace mtm::music
