#include "support/database.hpp"

#include <cstdlib>
#include <random>
#include <stdexcept>

namespace mtm::test {
namespace {

std::string percent_encoded(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (unsigned char c : text) {
    if (std::isalnum(c) || std::string_view("-._~/").find(static_cast<char>(c)) != std::string_view::npos) {
      encoded += static_cast<char>(c);
    } else {
      encoded += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return encoded;
}

std::string server_from_environment() {
  const char* url = std::getenv("MTM_TEST_DATABASE_URL");
  if (!url)
    throw std::runtime_error("MTM_TEST_DATABASE_URL is not set: script/test sets it, or use script/postgres url");
  return url;
}

std::string random_name() {
  std::random_device random;
  std::string name = "mtm_test_";
  for (int i = 0; i < 12; ++i) name += static_cast<char>('a' + random() % 26);
  return name;
}

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

void check(const Result& result, const std::string& statement) {
  auto status = PQresultStatus(result.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) return;
  throw std::runtime_error(PQresultErrorMessage(result.get()) + statement);
}

}  // namespace

DatabaseUrl::DatabaseUrl(const std::string& url) {
  char* reason = nullptr;
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), &reason),
                                                                       PQconninfoFree);
  if (!options) {
    std::unique_ptr<char, decltype(&PQfreemem)> owned(reason, PQfreemem);
    throw std::runtime_error(reason ? reason : "out of memory");
  }
  for (auto* option = options.get(); option->keyword; ++option) {
    if (option->val) parts_[option->keyword] = option->val;
  }
}

DatabaseUrl DatabaseUrl::with(const std::string& keyword, const std::string& value) const {
  auto other = *this;
  other.parts_[keyword] = value;
  return other;
}

std::string DatabaseUrl::part(const std::string& keyword) const {
  auto found = parts_.find(keyword);
  return found == parts_.end() ? "" : found->second;
}

std::string DatabaseUrl::text() const {
  std::string url = "postgresql:///" + percent_encoded(part("dbname"));
  char before = '?';
  for (const auto& [keyword, value] : parts_) {
    if (keyword == "dbname") continue;
    url += before + keyword + "=" + percent_encoded(value);
    before = '&';
  }
  return url;
}

Sql::Sql(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
}

Rows Sql::rows(const std::string& statement, const std::vector<std::string>& values) {
  std::vector<const char*> texts;
  for (const auto& value : values) texts.push_back(value.c_str());
  Result result(PQexecParams(connection_.get(), statement.c_str(), static_cast<int>(texts.size()), nullptr,
                             texts.data(), nullptr, nullptr, 0));
  check(result, statement);
  Rows rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    auto& columns = rows.emplace_back();
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      columns.push_back(PQgetisnull(result.get(), row, column) ? "null" : PQgetvalue(result.get(), row, column));
    }
  }
  return rows;
}

std::string Sql::value(const std::string& statement, const std::vector<std::string>& values) {
  return rows(statement, values).at(0).at(0);
}

std::int64_t Sql::number(const std::string& statement, const std::vector<std::string>& values) {
  return std::stoll(value(statement, values));
}

void Sql::script(const std::string& statements) {
  Result result(PQexec(connection_.get(), statements.c_str()));
  check(result, statements);
}

ScratchDatabase::ScratchDatabase() : ScratchDatabase(server_from_environment()) {}

ScratchDatabase::ScratchDatabase(const std::string& server_url)
    : server_(server_url), url_(server_.with("dbname", random_name())) {
  Sql(server_.text()).script("create database " + url_.part("dbname"));
}

ScratchDatabase::~ScratchDatabase() {
  try {
    Sql(server_.text()).script("drop database if exists " + url_.part("dbname") + " with (force)");
  } catch (const std::exception&) {
    // The server is gone, and the database with it.
  }
}

std::string ScratchDatabase::url_through(std::uint16_t port) const {
  return url_.with("host", "127.0.0.1").with("port", std::to_string(port)).text();
}

std::string ScratchDatabase::socket_path() const {
  auto host = url_.part("host");
  auto port = url_.part("port");
  if (host.empty()) host = "/var/run/postgresql";
  if (port.empty()) port = "5432";
  return host.starts_with('/') ? host + "/.s.PGSQL." + port : "";
}

}  // namespace mtm::test
