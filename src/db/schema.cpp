#include "db/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/crypto.hpp"
#include "db/blocking_connection.hpp"

namespace mtm::db {

namespace {

constexpr const char* kName = "music-time-machine schema";

/// Where the text lies that brings a database of the steps before the baseline to it.
constexpr std::string_view kFromBefore = "/from_012/";
constexpr const char* kFirstStepOfBefore = "001_catalogue.sql";
constexpr const char* kLastStepOfBefore = "012_functions_of_indexes.sql";

std::string name_of(const Embedded& step) { return std::string(step.path.substr(1)); }

std::vector<Embedded> in_order(std::vector<Embedded> files) {
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

/// The program's steps, the first of which is the baseline, and the two texts around the baseline for older databases.
struct Steps {
  explicit Steps(std::span<const Embedded> files) {
    for (const auto& file : files) (file.path.starts_with(kFromBefore) ? from_before : steps).push_back(file);
    steps = in_order(std::move(steps));
    from_before = in_order(std::move(from_before));
  }
  std::vector<Embedded> steps, from_before;
};

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
  bool from_before = false;  // the database has the steps that the baseline replaces
};

/// Throws when what is there does not fit this program.
Comparison compare(const std::map<std::string, std::string>& applied, const Steps& program) {
  Comparison found_out;
  const auto& steps = program.steps;
  bool baseline = !steps.empty() && applied.contains(name_of(steps.front()));
  if (!baseline && !program.from_before.empty() && applied.contains(kFirstStepOfBefore)) {
    if (!applied.contains(kLastStepOfBefore))
      throw std::runtime_error(
          fmt::format("the database lacks steps up to {}: let an older version of this program migrate it first",
                      kLastStepOfBefore));
    found_out.missing = steps;
    found_out.from_before = true;
    return found_out;
  }
  std::size_t known = 0;
  for (const auto& step : steps) {
    auto found = applied.find(name_of(step));
    if (found == applied.end()) {
      found_out.missing.push_back(step);
      continue;
    }
    ++known;
    if (found->second != hex(sha256(step.bytes)))
      throw std::runtime_error(
          fmt::format("schema step {} was applied with another text than this program has", name_of(step)));
  }
  found_out.unknown = static_cast<int>(applied.size() - known);
  bool later = applied.empty() || steps.empty() || applied.rbegin()->first > name_of(steps.back());
  if (found_out.unknown > 0 && (!found_out.missing.empty() || !later))
    throw std::runtime_error(
        "the database has schema steps that this program does not know, and lacks some that it knows: these are two "
        "programs");
  return found_out;
}

/// In a transaction that has begun.
void apply(BlockingConnection& database, const Steps& program, const Comparison& found) {
  const auto& step = found.missing.front();
  std::string name = name_of(step);
  std::string checksum = hex(sha256(step.bytes));
  if (found.from_before) database.run(std::string(program.from_before.front().bytes));
  database.run(std::string(step.bytes));
  if (found.from_before) database.run(std::string(program.from_before.back().bytes));
  database.run("insert into schema_steps (name, checksum) values ($1, $2)", name, checksum);
}

}  // namespace

SchemaReport apply_schema(const std::string& url, std::span<const Embedded> steps) {
  BlockingConnection database(url, kName);
  const Steps program(steps);
  SchemaReport report;
  report.before = -1;
  for (;;) {
    // Looked at first without a lock: a database that lacks nothing may be read-only.
    auto applied = applied_steps(database);
    auto found = compare(applied, program);
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
    found = compare(applied_steps(database), program);
    if (!found.missing.empty()) {
      apply(database, program, found);
      report.applied.push_back(name_of(found.missing.front()));
    }
    database.run("commit");
  }
}

int missing_schema_steps(const std::string& url, std::span<const Embedded> steps) {
  BlockingConnection database(url, kName);
  return static_cast<int>(compare(applied_steps(database), Steps(steps)).missing.size());
}

}  // namespace mtm::db
