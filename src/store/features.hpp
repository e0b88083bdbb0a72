// Audio features, from the provider that is asked for them. Those of an operator's table: brought_features.hpp.
#pragma once
#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/json.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// Tracks of a user's library whose features nobody has been asked for in the last 30 days; at most `limit`.
Task<std::vector<std::string>> tracks_to_ask_features_for(db::Database& database, Id user, int limit);
Task<std::int64_t> count_to_ask_features_for(db::Database& database, Id user);

/// Notes that `asked` were asked for, and what came back: `features` is a JSON object for each of `found`.
Task<> keep_features(db::Database& database, const std::vector<std::string>& asked,
                     const std::vector<std::string>& found, const std::vector<Json>& features, std::string source);

}  // namespace mtm::store
