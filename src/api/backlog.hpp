// What is said while tracks of a library are still to come (store/backlog.hpp).
#pragma once
#include <cstdint>
#include <string>

#include "core/id.hpp"
#include "core/task.hpp"
#include "db/database.hpp"

namespace mtm::api {

std::string sentence_of_backlog(std::int64_t tracks);

/// Throws Problem, 503 with Retry-After: nobody should keep a playlist of half a library.
Task<> refuse_half_a_library(db::Database& database, Id user);

}  // namespace mtm::api
