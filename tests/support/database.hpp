// Databases that a test has to itself, on the PostgreSQL that MTM_TEST_DATABASE_URL names.
#pragma once
#include <libpq-fe.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mtm::test {

/// A libpq URI in parts, so that a test can ask for another database or another way to the same one.
class DatabaseUrl {
 public:
  explicit DatabaseUrl(const std::string& url);

  DatabaseUrl with(const std::string& keyword, const std::string& value) const;
  std::string part(const std::string& keyword) const;  // empty when it is not given
  /// postgresql:///name?host=…&user=…
  std::string text() const;

 private:
  std::map<std::string, std::string> parts_;
};

using Rows = std::vector<std::vector<std::string>>;

/// A plain blocking connection, for preparing and checking what the server under test does. Throws std::runtime_error.
class Sql {
 public:
  explicit Sql(const std::string& url);

  /// Parameters are $1, $2, …; null comes back as "null".
  Rows rows(const std::string& statement, const std::vector<std::string>& values = {});
  /// The first column of the first row.
  std::string value(const std::string& statement, const std::vector<std::string>& values = {});
  std::int64_t number(const std::string& statement, const std::vector<std::string>& values = {});
  /// Several statements at once, without parameters.
  void script(const std::string& statements);
  /// The same, of what histories are made of. Servers keep those in memory and look at their versions, which a change
  /// behind their backs must raise.
  void facts(const std::string& statements) { script(statements), facts_changed(); }
  void facts_changed() {
    script(
        "insert into libraries (user_id, version, epoch) select id, 1, 1 from users on conflict on constraint "
        "libraries_key do update set version = libraries.version + 1, epoch = libraries.epoch + 1");
  }

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::unique_ptr<PGconn, Finish> connection_;
};

/// An empty database with a name of its own, dropped at the end, whoever is still connected.
class ScratchDatabase {
 public:
  ScratchDatabase();
  /// On another server than MTM_TEST_DATABASE_URL's, such as a PrivateCluster.
  explicit ScratchDatabase(const std::string& server_url);
  ~ScratchDatabase();
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  std::string url() const { return url_.text(); }
  /// The same database by way of a gate in front of its server.
  std::string url_through(std::uint16_t port) const;
  /// The way to the server's unix socket, or "" when it is reached by TCP.
  std::string socket_path() const;
  Sql sql() const { return Sql(url()); }

 private:
  DatabaseUrl server_, url_;
};

}  // namespace mtm::test
