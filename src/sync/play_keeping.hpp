// Keeps what one page of Spotify's recently played tells: the one way for captures and polls.
#pragma once
#include "db/database.hpp"
#include "sync/recent_plays.hpp"

namespace mtm::sync {

/// The page beside what is kept of its span.
Task<RecentPlays> compare_with_kept(db::Database& database, Id user, const spotify::Page<spotify::PlayedTrack>& page);

/// Keeps the fresh plays and their tracks under `version`, in a transaction that took it (store/libraries.hpp). Their
/// number.
Task<std::int64_t> keep_fresh_plays(db::Database& transaction, Id user, std::int64_t version,
                                    const RecentPlays& recent);

/// Whether the person was last read so long ago that a gap may have begun (store::begin_gap).
bool unread_for_long(const store::PollState& before, WallTime read_at);

/// Keeps the gap that the page shows, or ends one that lasted. `before` is how it stood before this reading. True when
/// a gap was found.
Task<bool> keep_gap_before(db::Database& transaction, Id user, const RecentPlays& recent,
                           const store::PollState& before, WallTime read_at);

/// What to note of the reading, and when to read again; `budget_used` as in PollFacts.
store::Reading reading_of(const spotify::Page<spotify::PlayedTrack>& page, const RecentPlays& recent,
                          const store::PollState& before, WallTime read_at, double budget_used);

}  // namespace mtm::sync
