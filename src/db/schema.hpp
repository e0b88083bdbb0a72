// The steps of sql/, applied in order, once, under a lock.
//
// The first of them, the baseline, makes a whole schema. What was made by the steps before it (001 to 012, and those up
// to 018 that some databases have) is brought over in one transaction: sql/from_012 sets the old tables aside, the
// baseline makes the new ones, and the rows are copied.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/embedded.hpp"

namespace mtm::db {

struct SchemaReport {
  std::vector<std::string> applied;  // now, in order
  int before = 0;                    // steps that had been applied earlier
  int unknown = 0;                   // of those, later ones that a newer program brought
};

/// Applies what is missing, each step in a transaction of its own under a lock of that transaction, which a pooler
/// can't hand to somebody else; others who try meanwhile wait for it. Blocks: it runs before the server serves. Steps
/// after ours are a newer program's and no hindrance: each must work under the version before it, or nobody could go
/// back. Throws Unavailable when the database can't be reached, Error when a step is refused, and std::runtime_error
/// when a step was applied with another text or is missing below an unknown one, or the database is older than step
/// 012: then somebody runs a version that does not fit.
SchemaReport apply_schema(const std::string& url, std::span<const Embedded> steps);

/// The same checks without applying; the number of steps that are missing.
int missing_schema_steps(const std::string& url, std::span<const Embedded> steps);

}  // namespace mtm::db
