#include "db/schema.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <map>
#include <memory>

#include "core/crypto.hpp"
#include "db/errors.hpp"
#include "db/result.hpp"

namespace mtm::db {

namespace {

/// A blocking connection that sets nothing for its session: a pooler would hand the settings on to somebody else.
class Plain {
 public:
  explicit Plain(const std::string& url) {
    const char* words[] = {"dbname", "connect_timeout", "application_name", nullptr};
    const char* values[] = {url.c_str(), "3", "music-time-machine schema", nullptr};
    pg_.reset(PQconnectdbParams(words, values, 1));
    if (PQstatus(pg_.get()) != CONNECTION_OK) throw Unavailable(first_line(PQerrorMessage(pg_.get())));
    PQsetNoticeReceiver(pg_.get(), [](void*, const PGresult*) {}, nullptr);
  }

  Result run(const std::string& sql, std::vector<const char*> values = {}) {
    Result result(values.empty() ? PQexec(pg_.get(), sql.c_str())
                                 : PQexecParams(pg_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                                values.data(), nullptr, nullptr, 0));
    auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return result;
    if (PQstatus(pg_.get()) != CONNECTION_OK) throw ConnectionLost(first_line(PQerrorMessage(pg_.get())));
    const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    throw Error(state ? state : "", "", first_line(PQerrorMessage(pg_.get())));
  }

 private:
  struct Finish {
    void operator()(PGconn* pg) const { PQfinish(pg); }
  };
  std::unique_ptr<PGconn, Finish> pg_;
};

std::vector<Embedded> in_order(std::span<const Embedded> steps) {
  std::vector<Embedded> ordered(steps.begin(), steps.end());
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return ordered;
}

std::map<std::string, std::string> applied_steps(Plain& database) {
  std::map<std::string, std::string> applied;
  auto known = database.run("select to_regclass('schema_steps') is not null");
  if (known.text(0, 0) != "t") return applied;
  auto rows = database.run("select name, checksum from schema_steps order by name");
  for (int i = 0; i < rows.rows(); ++i) applied.emplace(rows.text(i, 0), rows.text(i, 1));
  return applied;
}

struct Comparison {
  std::vector<Embedded> missing;
  int unknown = 0;
};

/// Throws when what is there does not fit this program.
Comparison compare(const std::map<std::string, std::string>& applied, const std::vector<Embedded>& steps) {
  Comparison found_out;
  std::size_t known = 0;
  for (const auto& step : steps) {
    auto found = applied.find(std::string(step.path.substr(1)));
    if (found == applied.end()) {
      found_out.missing.push_back(step);
      continue;
    }
    ++known;
    if (found->second != hex(sha256(step.bytes)))
      throw std::runtime_error(
          fmt::format("schema step {} was applied with another text than this program has", step.path.substr(1)));
  }
  found_out.unknown = static_cast<int>(applied.size() - known);
  bool later = applied.empty() || steps.empty() || applied.rbegin()->first > steps.back().path.substr(1);
  if (found_out.unknown > 0 && (!found_out.missing.empty() || !later))
    throw std::runtime_error(
        "the database has schema steps that this program does not know, and lacks some that it knows: these are two "
        "programs");
  return found_out;
}

}  // namespace

SchemaReport apply_schema(const std::string& url, std::span<const Embedded> steps) {
  Plain database(url);
  auto ordered = in_order(steps);
  SchemaReport report;
  report.before = -1;
  for (;;) {
    // Looked at first without a lock: a database that lacks nothing may be read-only.
    auto applied = applied_steps(database);
    auto found = compare(applied, ordered);
    if (report.before < 0) report.before = static_cast<int>(applied.size());
    report.unknown = found.unknown;
    if (found.missing.empty()) return report;
    database.run("begin");
    // The number only has to differ from other programs' locks: "mtm1" in ASCII.
    database.run("select pg_advisory_xact_lock(1836346673)");
    database.run(
        "create table if not exists schema_steps "
        "(name text primary key, checksum text not null, applied_at timestamptz not null default now())");
    found = compare(applied_steps(database), ordered);
    if (!found.missing.empty()) {
      const auto& step = found.missing.front();
      std::string name(step.path.substr(1));
      std::string checksum = hex(sha256(step.bytes));
      database.run(std::string(step.bytes));
      database.run("insert into schema_steps (name, checksum) values ($1, $2)", {name.c_str(), checksum.c_str()});
      report.applied.push_back(name);
    }
    database.run("commit");
  }
}

int missing_schema_steps(const std::string& url, std::span<const Embedded> steps) {
  Plain database(url);
  return static_cast<int>(compare(applied_steps(database), in_order(steps)).missing.size());
}

}  // namespace mtm::db
