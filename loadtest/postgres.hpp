// One blocking connection to PostgreSQL.
#pragma once
#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace mtm::loadtest {

struct PostgresError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Values = std::vector<std::string>;
using Rows = std::vector<Values>;

/// Everything throws PostgresError with the first line of PostgreSQL's own message.
class Postgres {
 public:
  explicit Postgres(const std::string& dsn);

  /// Values stand for $1, $2, … in the statement.
  Rows rows(const std::string& statement, const Values& values = {});
  /// Several statements at once, without values, in one transaction.
  void script(const std::string& statements);

  void prepare(const std::string& name, const std::string& statement);
  void run_prepared(const std::string& name, const Values& values);

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace mtm::loadtest
