// Plays that a person adds by hand: told by a source of theirs, of which there is one, as a file's are by its import.
#pragma once
#include <boost/describe.hpp>
#include <optional>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/pool.hpp"

namespace mtm::store {

struct PlayByHand {
  Id track_id;
  WallTime started_at;  // at the beginning of a minute
  std::optional<std::int32_t> ms_played;
};

/// The source of what was added here; nothing while nothing is.
Task<std::optional<Id>> source_by_hand(db::Database& database, Id user);

/// Of one track and minute there is one play: what is there already stays as it is, whatever its length.
struct AddedByHand {
  bool added = false;
  std::optional<std::int32_t> ms_played;  // of the play that is there now
};
Task<AddedByHand> add_play(db::Pool& database, Id user, PlayByHand play);

/// False when there is none. Its source goes with the last one.
Task<bool> forget_play(db::Pool& database, Id user, Id track, WallTime started_at);

}  // namespace mtm::store
