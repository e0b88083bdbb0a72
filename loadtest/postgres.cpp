#include "loadtest/postgres.hpp"

#include <string_view>

#include "core/connection_failure.hpp"

namespace mtm::loadtest {
namespace {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

std::string first_line(std::string_view message) {
  constexpr std::string_view kPrefix = "ERROR:  ";
  if (message.starts_with(kPrefix)) message.remove_prefix(kPrefix.size());
  return std::string(message.substr(0, message.find('\n')));
}

std::vector<const char*> pointers(const Values& values) {
  std::vector<const char*> pointers;
  for (const auto& value : values) pointers.push_back(value.c_str());
  return pointers;
}

[[noreturn]] void throw_lost(PGconn* connection) {
  throw PostgresError("PostgreSQL: " + std::string(connection_failure(PQerrorMessage(connection))));
}

void check(PGconn* connection, const Result& result) {
  auto status = PQresultStatus(result.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
  if (PQstatus(connection) != CONNECTION_OK) throw_lost(connection);
  throw PostgresError(first_line(PQresultErrorMessage(result.get())));
}

}  // namespace

Postgres::Postgres(const std::string& dsn) : connection_(PQconnectdb(dsn.c_str())) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw_lost(connection_.get());
  // A notice, such as "schema dropped", is not what this program has to say.
  PQsetNoticeReceiver(connection_.get(), [](void*, const PGresult*) {}, nullptr);
}

Rows Postgres::rows(const std::string& statement, const Values& values) {
  auto parameters = pointers(values);
  Result result(PQexecParams(connection_.get(), statement.c_str(), static_cast<int>(values.size()), nullptr,
                             parameters.data(), nullptr, nullptr, 0));
  check(connection_.get(), result);
  Rows rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    auto& fields = rows.emplace_back();
    for (int field = 0; field < PQnfields(result.get()); ++field)
      fields.emplace_back(PQgetvalue(result.get(), row, field));
  }
  return rows;
}

void Postgres::script(const std::string& statements) {
  Result result(PQexec(connection_.get(), statements.c_str()));
  check(connection_.get(), result);
}

void Postgres::prepare(const std::string& name, const std::string& statement) {
  Result result(PQprepare(connection_.get(), name.c_str(), statement.c_str(), 0, nullptr));
  check(connection_.get(), result);
}

void Postgres::run_prepared(const std::string& name, const Values& values) {
  auto parameters = pointers(values);
  Result result(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()), parameters.data(),
                               nullptr, nullptr, 0));
  check(connection_.get(), result);
}

}  // namespace mtm::loadtest
