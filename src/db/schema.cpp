#include "db/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/crypto.hpp"
#include "db/blocking_connection.hpp"

namespace mtm::db {

namespace {

constexpr const char* kName = "music-time-machine schema";

std::vector<Embedded> in_order(std::span<const Embedded> steps) {
  std::vector<Embedded> ordered(steps.begin(), steps.end());
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return ordered;
}

std::map<std::string, std::string> applied_steps(BlockingConnection& database) {
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
  BlockingConnection database(url, kName);
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
    bool read_only = database.one<bool>("select current_setting('transaction_read_only')::boolean");
    if (read_only)
      throw ReadOnly(fmt::format("it is read-only and lacks {} steps of the schema", found.missing.size()));
    database.begin();
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
      database.run("insert into schema_steps (name, checksum) values ($1, $2)", name, checksum);
      report.applied.push_back(name);
    }
    database.run("commit");
  }
}

int missing_schema_steps(const std::string& url, std::span<const Embedded> steps) {
  BlockingConnection database(url, kName);
  return static_cast<int>(compare(applied_steps(database), in_order(steps)).missing.size());
}

}  // namespace mtm::db
