// The steps of sql/, applied in order, once, under a lock.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/embedded.hpp"

namespace mtm::db {

struct SchemaReport {
  std::vector<std::string> applied;  // now, in order
  int before = 0;                    // steps that had been applied earlier
};

/// Applies what is missing, each step in a transaction of its own; others who try meanwhile wait for the lock. Blocks: it
/// runs before the server serves. Throws Unavailable when the database can't be reached, Error when a step is refused, and
/// std::runtime_error when the database knows steps that this program does not, or a step that was applied with another
/// text: then somebody runs a version that does not fit, and serving would harm the data.
SchemaReport apply_schema(const std::string& url, std::span<const Embedded> steps);

/// The same checks without applying; the number of steps that are missing.
int missing_schema_steps(const std::string& url, std::span<const Embedded> steps);

}  // namespace mtm::db
