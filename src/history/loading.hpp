// Reads a history from PostgreSQL: a whole one, or what is newer than one that is known.
#pragma once
#include <string>
#include <vector>

#include "core/compute.hpp"
#include "db/pool.hpp"
#include "history/history.hpp"
#include "store/libraries.hpp"

namespace mtm::history {

/// The person's history as it is now, in one snapshot of the database: versions, rows and the names of the catalogue
/// belong together. `known` may be null; what it has is not read again unless rows were taken away, or the database has
/// lost its latest changes. What takes long at the end is calculated on the compute threads. Throws as the pool does,
/// and Unavailable when only databases can be reached that are behind `wanted`, such as a standby.
Task<HistoryPtr> load(db::Pool& pool, ComputeThreads& compute, store::LibraryState wanted, HistoryPtr known);

/// The statements that it asks, for explain: what is newer than a version (-1: everything), and what has changed in the
/// catalogue since a moment.
struct LoadingQuery {
  const char* name;
  std::string sql;
};
std::vector<LoadingQuery> loading_queries(Id user, std::int64_t after, Moment catalogue_seen);

}  // namespace mtm::history
