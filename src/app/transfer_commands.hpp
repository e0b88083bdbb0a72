// The commands that bring files in and write them: databases of the old app, tables of audio features.
#pragma once
#include "app/config.hpp"
#include "app/person.hpp"
#include "transfer/features/import_features.hpp"
#include "transfer/history/import.hpp"
#include "transfer/old_app/export.hpp"
#include "transfer/old_app/import.hpp"

namespace mtm::app {

/// Prints progress and the report; SIGINT and SIGTERM end it with nothing imported. Each request is for `person`.
/// Listening histories and databases of the old app, told apart by what is in them.
int import_files(const Config& config, transfer::HistoryImportRequest request, const Person& person);
int import_sqlite(const Config& config, transfer::ImportRequest request, const Person& person);

int export_sqlite(const Config& config, transfer::ExportRequest request, const Person& person);

/// For everybody: prints progress and the report; SIGINT and SIGTERM end it with nothing changed.
int import_features(const Config& config, const transfer::FeaturesRequest& request);

}  // namespace mtm::app
