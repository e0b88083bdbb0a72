// Plays that a person has removed: a row for each, beside what their sources told, which stays as it is.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/pool.hpp"

namespace mtm::store {

/// The row of plays that knows a play best. Times are microseconds since 1970: they must be those of the row.
struct PlayToRemove {
  Id track_id;
  std::int64_t at = 0;
  bool is_start = false;
  std::optional<std::int32_t> ms_played;
  Id source_id;
};

/// Nothing happens when it is removed already.
Task<> remove_play(db::Pool& database, Id user, PlayToRemove play);

/// The same, as a removal is known by.
struct RemovedPlayName {
  Id track_id;
  std::int64_t at = 0;
  bool is_start = false;
  std::optional<std::int32_t> ms_played;
};

/// Takes removals back; false when there is none of these.
Task<bool> restore_plays(db::Pool& database, Id user, std::vector<RemovedPlayName> plays);

struct RemovedPlay {
  Id track_id;
  std::int64_t at = 0;
  bool is_start = false;
  std::optional<std::int32_t> ms_played;
  WallTime removed_at;
};
BOOST_DESCRIBE_STRUCT(RemovedPlay, (), (track_id, at, is_start, ms_played, removed_at))

/// Those that were removed last come first, at most 200.
Task<std::vector<RemovedPlay>> removed_plays(db::Database& database, Id user);

}  // namespace mtm::store
