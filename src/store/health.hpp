#pragma once
#include "db/database.hpp"

namespace mtm::store {

/// Returns when PostgreSQL has answered just now; throws db::Unavailable when it does not.
Task<> answered(db::Database& database);

}  // namespace mtm::store
