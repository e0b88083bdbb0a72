// What is kept of one person, counted; and how it goes away for good.
#pragma once
#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"
#include "db/pool.hpp"

namespace mtm::store {

struct Holding {
  std::string name;  // of the table
  std::int64_t rows;
  std::int64_t bytes;
};
BOOST_DESCRIBE_STRUCT(Holding, (), (name, rows, bytes))

/// Every table that holds something of a user's own, but for those that histories are read from
/// (questions/holdings.hpp); what is derived from others is not counted.
Task<std::vector<Holding>> holdings(db::Database& database, Id user);

/// Forgets what Spotify granted; what was read from there stays.
Task<> disconnect(db::Pool& database, Id user);

// Both are one transaction, and may take longer than a request's statements: they belong to the background's pool.

/// What was listened to, loved and read: library, plays, snapshots, captures and imports. Playlists, keys and the
/// account stay.
Task<> delete_history(db::Pool& database, Id user);
/// Everything, in every table. The digests (in hex) of the credentials that ended with it.
Task<std::vector<std::string>> delete_account(db::Pool& database, Id user);

}  // namespace mtm::store
