// Tracks that came into libraries by the ten thousand and that searches, moods and similar tracks don't know yet
// (sql/011_library_backlog.sql).
#pragma once
#include <cstdint>
#include <optional>

#include "core/id.hpp"
#include "db/database.hpp"
#include "db/plain_connection.hpp"

namespace mtm::store {

/// Says on this channel that there is something to work off.
inline constexpr const char* kBacklogChannel = "library_backlog";

/// Makes a part of the backlog known, in one transaction of a tenth of a second; how many tracks that were. Nothing when no
/// part is left that nobody else has. 0 when somebody changes all of that part at this moment.
Task<std::optional<std::int64_t>> work_off_backlog(db::Database& database);

/// How many tracks of this user are still to come.
Task<std::int64_t> tracks_to_come(db::Database& database, Id user);
std::int64_t tracks_to_come(db::PlainConnection& database, Id user);

}  // namespace mtm::store
