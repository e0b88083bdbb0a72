// Brings staged rows (staging.hpp) into the person's tables, set by set, in the order of the keys, so that a capture
// that keeps the same tracks meanwhile and this can't lock each other's rows crosswise. Into the catalogue go ids
// alone: what the file says of tracks and artists are this person's claims. What the person's tables have already stays
// as it is.
#pragma once
#include <cstdint>
#include <string>

#include "core/id.hpp"
#include "db/blocking_connection.hpp"
#include "store/staging.hpp"

namespace mtm::store {

/// What became of the staged rows of one table: added is what the person did not have. Those rejected here (orphans,
/// duplicates) stand in kRejectedRows.
struct Merged {
  std::int64_t added = 0;
  std::int64_t already_there = 0;
  std::int64_t rejected = 0;
};

/// The table of artists of the older generation.
Merged merge_artists(db::BlockingConnection& database, const Merging& merging);
/// The artists whom the tracks of the revised generation name.
void merge_artists_of_tracks(db::BlockingConnection& database);
/// Tracks, and the person's library with them.
Merged merge_tracks(db::BlockingConnection& database, const Merging& merging);
/// After the tracks.
Merged merge_entries(db::BlockingConnection& database, const Merging& merging);
Merged merge_snapshots(db::BlockingConnection& database, const Merging& merging);

}  // namespace mtm::store
