// Whether the database is still the one whose changes we know.
//
// A standby that is promoted begins another timeline. If it did not stream synchronously it lacks the last changes that
// its primary acknowledged, and the next ones take their version numbers. What is in memory must not be compared with
// it by numbers.
#pragma once
#include <cstdint>
#include <string_view>

namespace mtm::db {

/// Counts how often the process has found the database on another timeline. For any thread.
std::uint64_t lineage();

/// A connection that takes changes leads to a database on this timeline.
void saw_timeline(std::string_view timeline);

}  // namespace mtm::db
