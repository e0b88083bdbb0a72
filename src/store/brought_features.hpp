// Audio features from a table that an operator brings, in one transaction: the rows wait in a temporary table, and then
// one statement fills the tracks that have none. Statements of a job, as those of staging.hpp.
#pragma once
#include <cstdint>
#include <string>

#include "db/blocking_connection.hpp"

namespace mtm::store {

/// Begins the transaction and makes the table that the rows wait in. While others bring features it waits.
void begin_bringing_features(db::BlockingConnection& database);

/// For a COPY: bigint, text and jsonb.
inline constexpr const char* kBroughtFeatures = "brought_features (row, spotify_id, features)";

/// What became of the rows that waited.
struct BroughtFeatures {
  std::int64_t filled = 0;
  std::int64_t already_had = 0;  // by an earlier row of the same table, too
  std::int64_t unknown = 0;      // no track of the catalogue has that id
};

/// Gives the features to the tracks of the catalogue that have none, of several rows for a track the first, and names
/// their source (40 characters at most). The libraries that have such a track get a new version, so that everybody sees
/// it at the commit, which is the caller's; until then captures and imports of these people wait.
BroughtFeatures keep_brought_features(db::BlockingConnection& database, const std::string& source);

}  // namespace mtm::store
