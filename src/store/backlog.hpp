// Tracks that came into libraries by the thousand and that searches, moods and similar tracks don't know yet
// (sql/011_library_backlog.sql).
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>

#include "core/id.hpp"
#include "db/database.hpp"
#include "db/plain_connection.hpp"

namespace mtm::store {

/// Says on this channel that there is something to work off.
inline constexpr const char* kBacklogChannel = "library_backlog";

struct WorkedOff {
  std::optional<std::int64_t> tracks;  // due no more; nothing when no part was left that nobody else has
  std::int64_t to_come;                // of everybody, as it was before
};
BOOST_DESCRIBE_STRUCT(WorkedOff, (), (tracks, to_come))

/// Makes a part of the backlog known, in one transaction of an eighth of a second. Of a part that somebody changes at
/// this moment 0 tracks are done.
Task<WorkedOff> work_off_backlog(db::Database& database);
/// Lets the other parts go first, when one could not be worked off.
Task<> put_off_backlog(db::Database& database);

/// How many tracks of this user are still to come.
Task<std::int64_t> tracks_to_come(db::Database& database, Id user);
std::int64_t tracks_to_come(db::PlainConnection& database, Id user);

}  // namespace mtm::store
