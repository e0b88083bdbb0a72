// The commands that bring a database of the old app over and write one.
#pragma once
#include "app/config.hpp"
#include "app/person.hpp"
#include "transfer/history/import.hpp"
#include "transfer/old_app/export.hpp"
#include "transfer/old_app/import.hpp"

namespace mtm::app {

/// Prints progress and the report; SIGINT and SIGTERM end it with nothing imported. Each request is for `person`.
/// Listening histories and databases of the old app, told apart by what is in them.
int import_files(const Config& config, transfer::HistoryImportRequest request, const Person& person);
int import_sqlite(const Config& config, transfer::ImportRequest request, const Person& person);

int export_sqlite(const Config& config, transfer::ExportRequest request, const Person& person);

}  // namespace mtm::app
