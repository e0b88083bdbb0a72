// The commands that bring a database of the old app over and write one.
#pragma once
#include "app/config.hpp"
#include "transfer/export.hpp"
#include "transfer/import.hpp"

namespace mtm::app {

/// Prints progress and the report; SIGINT and SIGTERM end it with nothing imported.
int import_sqlite(const Config& config, const transfer::ImportRequest& request);

int export_sqlite(const Config& config, const transfer::ExportRequest& request);

}  // namespace mtm::app
