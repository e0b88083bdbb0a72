// What one page of Spotify's recently played says: which of its plays are new, and whether some were missed before it.
// Decides without I/O.
//
// Spotify tells the last 50 plays and no more. Each reading asks for all of them and compares them with what is kept:
// plays come late and out of order, as from a telephone that was offline, so "all after the newest" would lose some.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "spotify/payloads.hpp"
#include "store/library.hpp"
#include "store/polls.hpp"

namespace mtm::sync {

inline constexpr std::size_t kMostRecentPlays = 50;  // that Spotify ever tells
/// So long do 50 plays last at three minutes each. When nothing was read for longer, plays may be gone.
inline constexpr auto kFiftyPlays = std::chrono::minutes(150);
/// Spotify may tell the end of one play a few seconds otherwise the next time. Two plays of a track end at least 30 s
/// apart, for shorter ones are not listed.
inline constexpr auto kSameEnd = std::chrono::seconds(20);

struct RecentPlays {
  std::vector<spotify::PlayedTrack> fresh;  // newest first, those that are not kept yet
  bool full = false;                        // the page has fifty plays, the most that Spotify gives
  bool overlaps = false;                    // one of them is kept, so none is missing before it
  std::optional<WallTime> oldest, newest;   // the first and last end of a play on the page
};

/// The first and last end of a play on a page, and nothing for an empty one.
std::optional<std::pair<WallTime, WallTime>> span_of(const spotify::Page<spotify::PlayedTrack>& page);

/// `kept` are the plays that the account has told within the page's span, and kSameEnd around it.
RecentPlays compared(const spotify::Page<spotify::PlayedTrack>& page, const std::vector<store::KeptPlay>& kept);

/// A page that was compared before and has not changed.
RecentPlays seen_before(const spotify::Page<spotify::PlayedTrack>& page);

/// Equal for two pages with the same plays in the same order.
std::string digest_of(const spotify::Page<spotify::PlayedTrack>& page);

/// A stretch of time in which plays may be missing.
struct Missed {
  WallTime from, until;
  std::string why;  // as store::Gap has it

  friend bool operator==(const Missed&, const Missed&) = default;
};

/// A full page of which nothing is kept, for somebody of whom plays are kept, says that more was played than it tells.
std::optional<Missed> missed_before(const RecentPlays& page, const store::PollState& before, WallTime read_at);

}  // namespace mtm::sync
