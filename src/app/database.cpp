#include "app/database.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "core/clock.hpp"
#include "core/embedded.hpp"
#include "core/log.hpp"
#include "db/errors.hpp"
#include "db/query.hpp"
#include "db/result.hpp"
#include "db/schema.hpp"

namespace mtm::app {

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
        auto report = db::apply_schema(config.database_url, schema::files);
        for (const auto& step : report.applied)
          log(Level::info, "applied a schema step", {{"step", std::string_view(step)}});
        if (report.unknown > 0)
          log(Level::warning, "the schema is newer than this program; it was made to work under it",
              {{"steps", std::int64_t(report.unknown)}});
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

int migrate(const Config& config) {
  auto report = db::apply_schema(config.database_url, schema::files);
  for (const auto& step : report.applied) fmt::print("applied {}\n", step);
  if (report.unknown > 0)
    fmt::print("the schema is newer than this program: {} of its steps are not known here\n", report.unknown);
  if (report.applied.empty()) fmt::print("nothing to do: {} steps had been applied\n", report.before);
  return 0;
}

namespace {

struct Finish {
  void operator()(PGconn* pg) const { PQfinish(pg); }
};
using Plain = std::unique_ptr<PGconn, Finish>;

db::Result run(const Plain& pg, const std::string& sql) { return db::Result(PQexec(pg.get(), sql.c_str())); }

bool failed(const db::Result& result) { return PQresultStatus(result.get()) == PGRES_FATAL_ERROR; }

/// EXECUTE takes expressions but no subqueries, so each example is asked for its value first.
std::string literal(const Plain& pg, const char* example) {
  auto value = run(pg, fmt::format("select quote_nullable(({})::text)", example));
  return failed(value) || value.rows() == 0 ? "null" : std::string(value.text(0, 0));
}

}  // namespace

int explain(const Config& config) {
  Plain pg(PQconnectdb(config.database_url.c_str()));
  if (PQstatus(pg.get()) != CONNECTION_OK) throw db::Unavailable("the database can't be reached");
  int failures = 0;
  for (const auto* statement : db::Statement::all()) {
    run(pg, "begin");
    run(pg, fmt::format("prepare {} as {}", statement->name(), statement->sql()));
    std::string arguments;
    for (const char* example : statement->examples())
      arguments += (arguments.empty() ? "" : ", ") + literal(pg, example);
    auto plan = run(pg, fmt::format("explain (analyze, buffers) execute {}{}", statement->name(),
                                    arguments.empty() ? "" : "(" + arguments + ")"));
    fmt::print("-- {}({})\n", statement->name(), arguments);
    if (failed(plan)) {
      fmt::print("   {}", PQresultErrorMessage(plan.get()));
      // A constraint can be in the way where this database has no row that fits the example.
      const char* state = PQresultErrorField(plan.get(), PG_DIAG_SQLSTATE);
      if (!state || !std::string_view(state).starts_with("23")) ++failures;
    }
    for (int i = 0; i < plan.rows(); ++i) fmt::print("   {}\n", plan.text(i, 0));
    fmt::print("\n");
    run(pg, "rollback");
    run(pg, fmt::format("deallocate {}", statement->name()));
  }
  return failures == 0 ? 0 : 1;
}

}  // namespace mtm::app
