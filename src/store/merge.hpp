// Brings staged rows (staging.hpp) into the tables, set by set, in the order of the keys, so that a capture that keeps
// the same tracks meanwhile and this can't lock each other's rows crosswise. What is there already stays as it is; only
// gaps in a known track (audio features above all) are filled.
#pragma once
#include <cstdint>
#include <string>

#include "core/id.hpp"
#include "db/blocking_connection.hpp"

namespace mtm::store {

/// What became of the staged rows of one table. Those rejected here (orphans, duplicates) stand in kRejectedRows.
struct Merged {
  std::int64_t added = 0;
  std::int64_t already_there = 0;
  std::int64_t rejected = 0;
};

/// The table of artists of the older generation.
Merged merge_artists(db::BlockingConnection& database, Id user);
/// The artists whom the tracks of the revised generation name.
void merge_artists_of_tracks(db::BlockingConnection& database);
/// Tracks, and the user's library with them.
Merged merge_tracks(db::BlockingConnection& database, Id user);
/// After the tracks.
Merged merge_entries(db::BlockingConnection& database, Id user);
Merged merge_snapshots(db::BlockingConnection& database, Id user);

}  // namespace mtm::store
