#pragma once
#include "app/config.hpp"

namespace mtm::app {

/// Call once, before the first connection: what libpq takes from the process's environment alone.
void prepare_libpq();

/// Waits until PostgreSQL is there, with one line when it has to, and applies the steps of sql/ that are missing.
/// Throws std::runtime_error when the database has a schema that does not fit this program.
void wait_for_schema(const Config& config);

/// For a command: applies them without waiting, or, where MIGRATE_AT_START is off, throws std::runtime_error while some
/// are missing.
void check_schema(const Config& config);

/// Applies them once, without waiting, and prints what was done.
int migrate(const Config& config);

/// Prints PostgreSQL's plan of every statement of store/, run with its examples and rolled back.
int explain(const Config& config);

}  // namespace mtm::app
