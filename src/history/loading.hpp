// Reads a history from PostgreSQL: a whole one, or what is newer than one that is known.
#pragma once
#include "db/pool.hpp"
#include "history/history.hpp"

namespace mtm::history {

/// The person's history as it is now, in one snapshot of the database: versions, rows and the names of the catalogue
/// belong together. `known` may be null; what it has is not read again unless rows were taken away. Throws as the pool
/// does.
Task<HistoryPtr> load(db::Pool& pool, Id user, HistoryPtr known);

}  // namespace mtm::history
