// What a person has decided of two tracks: that they are the same recording, or that they are not.
#pragma once
#include "core/id.hpp"
#include "db/pool.hpp"

namespace mtm::store {

/// Keeps that `track` is, or is not, the same recording as `as_track`, in place of what was decided of the two before.
Task<> decide_recording(db::Pool& database, Id user, Id track, Id as_track, bool same);

/// Takes back what was decided of the two; false when nothing was.
Task<bool> forget_recording_decision(db::Pool& database, Id user, Id track, Id as_track);

}  // namespace mtm::store
