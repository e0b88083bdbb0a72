#include "app/database.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <thread>

#include "core/clock.hpp"
#include "core/embedded.hpp"
#include "core/log.hpp"
#include "db/blocking_connection.hpp"
#include "db/query.hpp"
#include "db/schema.hpp"
#include "history/loading.hpp"
#include "store/catalogue_words.hpp"

namespace mtm::app {

namespace {

struct Migrated {
  db::SchemaReport schema;
  std::int64_t folded = 0;  // tracks of the catalogue
};

/// The steps of the schema, and what of the catalogue an older program has folded otherwise.
Migrated bring_up_to_date(const Config& config) {
  Migrated migrated{db::apply_schema(config.database_url, schema::files)};
  db::BlockingConnection database(config.database_url, "music-time-machine words");
  try {
    migrated.folded = store::fold_catalogue(database);
  } catch (const db::ReadOnly&) {
    // A standby: a server that writes to its primary does it.
  }
  return migrated;
}

}  // namespace

void prepare_libpq() {
  // Behind a pooler a session can't be told; it passes on these two, which libpq has no other way to send.
  ::setenv("PGTZ", "UTC", 1);
  ::setenv("PGDATESTYLE", "ISO", 1);
}

void wait_for_schema(const Config& config) {
  bool said = false;
  for (;;) {
    try {
      if (config.migrate_at_start) {
        auto migrated = bring_up_to_date(config);
        const auto& report = migrated.schema;
        for (const auto& step : report.applied)
          log(Level::info, "schema step applied", {{"step", std::string_view(step)}});
        if (report.unknown > 0)
          log(Level::warning, "the schema is newer than this program; it was made to work under it",
              {{"steps", std::int64_t(report.unknown)}});
        if (migrated.folded > 0) log(Level::info, "catalogue words folded", {{"tracks", migrated.folded}});
        flush_log();
        return;
      }
      if (db::missing_schema_steps(config.database_url, schema::files) == 0) return;
      if (!said) log(Level::warning, "waiting for the schema: run `music-time-machine migrate`");
      said = true;
    } catch (const db::Unavailable& unavailable) {
      if (!said) log(Level::warning, "waiting for the database", {{"reason", std::string_view(unavailable.what())}});
      said = true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

void check_schema(const Config& config) {
  if (config.migrate_at_start) {
    db::apply_schema(config.database_url, schema::files);
    return;
  }
  auto missing = db::missing_schema_steps(config.database_url, schema::files);
  if (missing > 0)
    throw std::runtime_error(
        fmt::format("the database lacks {} steps of the schema: run `music-time-machine migrate` first", missing));
}

int migrate(const Config& config) {
  auto migrated = bring_up_to_date(config);
  const auto& report = migrated.schema;
  for (const auto& step : report.applied) fmt::print("applied {}\n", step);
  if (report.unknown > 0)
    fmt::print("the schema is newer than this program: {} of its steps are not known here\n", report.unknown);
  if (report.applied.empty()) fmt::print("nothing to do: {} steps had been applied\n", report.before);
  if (migrated.folded > 0) fmt::print("folded the words of {} tracks\n", migrated.folded);
  return 0;
}

namespace {

void print_plan(db::BlockingConnection& database, const std::string& sql, const db::Params& params) {
  auto plan = database.run("explain (analyze, buffers) " + sql, params);
  for (int i = 0; i < plan.rows(); ++i) fmt::print("   {}\n", plan.text(i, 0));
}

/// Calls `print` in a transaction that leaves nothing. False when PostgreSQL refuses what it asks.
template <class Print>
bool explained(db::BlockingConnection& database, Print print) {
  bool well = true;
  database.begin();
  try {
    print();
  } catch (const db::Error& refused) {
    fmt::print("   ERROR: {}\n", refused.what());
    // A constraint can be in the way where this database has no row that fits the example.
    well = refused.sqlstate.starts_with("23");
  }
  fmt::print("\n");
  database.run("rollback");
  return well;
}

void explain_statement(db::BlockingConnection& database, const db::Statement& statement) {
  std::vector<std::optional<std::string>> arguments;
  std::string shown;
  for (const char* example : statement.examples()) {
    auto value = database.run(fmt::format("select ({0})::text, quote_nullable(({0})::text)", example));
    db::read_column(value, 0, 0, arguments.emplace_back());
    shown += fmt::format("{}{}", shown.empty() ? "" : ", ", value.text(0, 1));
  }
  fmt::print("-- {}({})\n", statement.name(), shown);
  print_plan(database, statement.sql(), db::Params::of_texts(arguments));
}

/// What a history is loaded with: everything of somebody, and what came with the last version.
int explain_loading(db::BlockingConnection& database) {
  int failures = 0;
  auto found = database.run("select user_id, version from libraries order by version desc limit 1");
  for (int row = 0; row < found.rows(); ++row) {
    Id user;
    std::int64_t version = 0;
    db::read_column(found, row, 0, user);
    db::read_column(found, row, 1, version);
    for (auto after : {std::int64_t(-1), version - 1}) {
      auto now = std::chrono::microseconds(wall_now().time_since_epoch()).count();
      for (const auto& query : history::loading_queries(user, after, now)) {
        auto print = [&] {
          fmt::print("-- {}(user {}, after version {})\n", query.name, user.number, after);
          print_plan(database, query.sql, db::Params());
        };
        if (!explained(database, print)) ++failures;
      }
    }
  }
  return failures;
}

}  // namespace

int explain(const Config& config) {
  db::BlockingConnection database(config.database_url, "music-time-machine explain");
  int failures = 0;
  for (const auto* statement : db::Statement::all()) {
    if (!explained(database, [&] { explain_statement(database, *statement); })) ++failures;
  }
  failures += explain_loading(database);
  if (failures > 0) throw std::runtime_error(fmt::format("{} statements could not be explained", failures));
  return 0;
}

}  // namespace mtm::app
