// The ids by which the rows of the older generation name each other.
#pragma once
#include "transfer/old_app/sqlite.hpp"

namespace mtm::transfer {

/// Makes artists_by_id and tracks_by_id (id, spotify_id, row), in which a row is found by its id without going through
/// the whole table: a view where id is the table's INTEGER PRIMARY KEY, else a temporary table, for a copy of an old
/// database may have lost its keys. Of rows with the same id it has the first, with that row's number.
void index_old_ids(Sqlite& file);

}  // namespace mtm::transfer
