// What people mistype in a connection to the database is told by name and never shown.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"

using namespace mtm::test;

namespace {

/// Every part that could be one of a password holds this word.
constexpr const char* kCanary = "hush";

/// What check-config refuses.
const std::vector<std::string> kMistyped{
    "postgresql://hush1:hush2@hush3@127.0.0.1:1/hush4",
    "postgresql://hush1:hush2@@127.0.0.1:1/hush4",
    "postgresql://hush1:hush2:hush3@hush4:hush5@127.0.0.1:1/hush6",
    "postgresql://hush1:hush2/hush3@127.0.0.1:1/hush4",
    "postgresql://hush1:12/hush3@127.0.0.1:1/hush4",
    "postgresql://hush1:hush2@hush3/hush4@127.0.0.1:1/hush5",
    "postgresql://hush1:hush2/?hush3=hush4@127.0.0.1/hush5",
    "postgresql://hush1:1?hush2=hush3/hush4@127.0.0.1/hush5",
    "postgresql://hush1:hush2%hush3@127.0.0.1:1/hush4",
    "postgresql://hush1:hush2%2@127.0.0.1:1/hush4",
    "postgresql://hush1:hush2%00hush3@127.0.0.1:1/hush4",
    "postgresql://hush1:hush2@[::1/hush3",
    "postgresql://hush1:hush2@127.0.0.1:hush3/hush4",
    "postgresql://hush1:hush2@127.0.0.1:99999/hush4",
    "postgresql://hush1:hush2@127.0.0.1:1/hush3?hush4=hush5",
    "postgresql://hush1:hush2@127.0.0.1:1/hush3?sslmode=hush4",
    "postgresql://hush1:hush2@127.0.0.1:1/hush3?connect_timeout=hush4",
    "postgresql://hush1:hush2@127.0.0.1:1/hush3/hush4",
    "postgresql://hush1:hush2@127.0.0.1:1/hush3 ",
    "postgresql://hush1:hush2@127.0.0.1:1/hush3\nhush4",
    "'postgresql://hush1:hush2@127.0.0.1:1/hush3'",
    "mysql://hush1:hush2@127.0.0.1/hush3",
    "hush1:hush2@127.0.0.1:1/hush3",
    "host=127.0.0.1 port=hush1 user=hush2 password=hush3",
    "host=127.0.0.1 user=hush1 password=hush2 hush3",
    "host=127.0.0.1 user=hush1 password='hush2",
    "host=127.0.0.1 user=hush1 password=hush2 hush3=hush4",
    "host=127.0.0.1 user=hush1 password='hush2'hush3' dbname=hush4",
};

/// What check-config takes and no PostgreSQL does.
std::vector<std::string> refused_by_postgresql(const ScratchDatabase& database) {
  auto other = DatabaseUrl(database.url()).with("dbname", "hush1");
  return {
      other.text(),
      other.with("user", "hush2").with("password", "hush3").text(),
      "postgresql://hush1:hush2@127.0.0.1:1/hush3",
      "postgresql://hush1:hush2#hush3?hush4:hush5@127.0.0.1:1/hush6",
      "postgresql://hush1:hush2@/hush3?host=/nowhere/hush4",
      "postgresql://hush1:hush2@127.0.0.1:1/hush3?options=-c%20hush4%3Dhush5",
      "host=/nowhere/hush1 user=hush2 password='hush3 \\' hush4' dbname=hush5",
      "service=hush1",
  };
}

Environment environment_of(const std::string& variable, const std::string& value) {
  return {{variable, value},
          {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"},
          {"RES_OPTIONS", "timeout:1 attempts:1"}};  // hush.example is looked for, and is not there
}

void check_quiet(const std::string& printed) {
  CHECK_THAT(printed, !Catch::Contains(kCanary, Catch::CaseSensitive::No));
}

/// Every program that reads it, called with a URL in its environment.
void check_programs_quiet(const Environment& environment, int code) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"migrate"},
                                             {"explain"},
                                             {"api-key", "list"},
                                             {"api-key", "create", "--user", "demo", "--new-user", "--label", "x"},
                                             {"import-sqlite", "/nowhere.db", "--user", "demo", "--new-user"},
                                             {"export-sqlite", "/nowhere/new.db"}}) {
    auto ended = command(words, environment);
    CAPTURE(words, ended.out, ended.err);
    CHECK(ended.exit_code == code);
    check_quiet(ended.out + ended.err);
  }
}

void check_loadtest_quiet(const std::string& url) {
  for (const auto& [words, environment] :
       {std::pair{std::vector<std::string>{}, environment_of("DATABASE_URL", url)},
        std::pair{std::vector<std::string>{"--dsn", url}, environment_of("PORT", "1")},
        std::pair{std::vector<std::string>{"--dsn", "host=127.0.0.1", url}, environment_of("PORT", "1")}}) {
    std::vector<std::string> line{program("loadtest"), "writers", "--target", "postgres",
                                  "--writers",         "1",       "--writes", "1"};
    line.insert(line.end(), words.begin(), words.end());
    auto ended = run(line, environment);
    CAPTURE(ended.out, ended.err);
    CHECK(ended.exit_code != 0);
    check_quiet(ended.out + ended.err);
  }
}

}  // namespace

TEST_CASE("a mistyped DATABASE_URL is refused by every program, and no part of it is shown") {
  for (const auto& url : kMistyped) {
    CAPTURE(url);
    auto environment = environment_of("DATABASE_URL", url);
    for (const char* word : {"check-config", "serve"}) {
      auto ended = command({word}, environment);
      CAPTURE(ended.out, ended.err);
      CHECK(ended.exit_code == 2);
      CHECK_THAT(ended.err, Catch::StartsWith("configuration: DATABASE_URL "));
      CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
      check_quiet(ended.out + ended.err);
    }
    check_programs_quiet(environment, 2);
    check_loadtest_quiet(url);
  }
}

TEST_CASE("check-config says to percent-encode a password that is not") {
  for (const char* password : {"hush@hush", "hush/hush", "hush?hush/hush", "hush%hush", "hush@hush/hush#hush"}) {
    auto ended = command({"check-config"},
                         environment_of("DATABASE_URL", std::string("postgresql://me:") + password + "@db/music"));
    CAPTURE(password, ended.err);
    CHECK(ended.exit_code == 2);
    CHECK_THAT(ended.err, Catch::Contains("percent-encode the password"));
  }
}

TEST_CASE("what keeps a program from the database is told without a part of DATABASE_URL") {
  ScratchDatabase database;
  for (const auto& url : refused_by_postgresql(database)) {
    CAPTURE(url);
    auto environment = environment_of("DATABASE_URL", url);
    auto checked = command({"check-config"}, environment);
    CHECK(checked.exit_code == 0);
    check_quiet(checked.out + checked.err);
    check_programs_quiet(environment, 1);
    check_loadtest_quiet(url);
    for (const char* migrate : {"on", "off"}) {
      environment["MIGRATE_AT_START"] = migrate;
      Process server({program("music-time-machine"), "serve"}, environment);
      server.wait_for_line("waiting for the database");
      server.kill();
      CAPTURE(server.out(), server.err());
      check_quiet(server.out() + server.err());
    }
  }
}

TEST_CASE("a server whose database goes away says so without a part of DATABASE_URL") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  Server server(environment);
  auto name = database.sql().value("select current_database()");
  Sql elsewhere(DatabaseUrl(database.url()).with("dbname", "postgres").text());
  elsewhere.script("alter database " + name + " allow_connections false");
  elsewhere.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", {name});
  auto client = server.client();
  bool told = eventually([&] {
    client.get("/health");  // a request that fails logs why
    return server.process().out().find("does not let this user in") != std::string::npos;
  });
  elsewhere.script("alter database " + name + " allow_connections true");
  CHECK(told);
  server.process().terminate();
  CHECK_THAT(server.process().out() + server.process().err(), !Catch::Contains(name));
}

TEST_CASE("a DATABASE_URL from a file may end its line, and any other byte that is no text is refused") {
  TemporaryFolder folder;
  auto file = folder.path("url");
  auto checked = [&](const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
    auto ended = command({"check-config"}, environment_of("DATABASE_URL_FILE", file));
    check_quiet(ended.out + ended.err);
    return ended;
  };
  const std::string url = "postgresql://hush1:hush2@hush3/hush4";
  for (const char* end : {"", "\n", "\r\n", "\n\n"}) CHECK(checked(url + end).exit_code == 0);
  CHECK(checked("\xEF\xBB\xBF" + url + "\r\n").exit_code == 0);
  for (const auto& bytes :
       {url + '\0' + "hush5", '\0' + url, url + "\nhush5", "\xFF\xFEp" + std::string(1, '\0') + url, std::string()}) {
    auto ended = checked(bytes);
    CAPTURE(ended.err);
    CHECK(ended.exit_code == 2);
    CHECK_THAT(ended.err, Catch::Contains("DATABASE_URL"));
  }
  CHECK(command({"check-config"}, environment_of("DATABASE_URL_FILE", folder.path(""))).exit_code == 2);
  CHECK(command({"check-config"}, environment_of("DATABASE_URL", url + "\n")).exit_code == 0);
}

TEST_CASE("a database given in parts takes any password, and names the part that is wrong") {
  const Environment parts{{"DB_HOST", "127.0.0.1"},
                          {"DB_PORT", "1"},
                          {"DB_NAME", "hush1"},
                          {"DB_USER", "hush2"},
                          {"DB_PASSWORD", "hush3@:/#%?' \\hush4=hush5"},
                          {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}};
  CHECK(command({"check-config"}, parts).exit_code == 0);
  check_programs_quiet(parts, 1);
  for (auto [name, value] : {std::pair{"DB_PORT", "hush6"}, {"DB_HOST", "hush6@hush7"}}) {
    auto wrong = parts;
    wrong[name] = value;
    auto ended = command({"check-config"}, wrong);
    CHECK(ended.exit_code == 2);
    CHECK_THAT(ended.err, Catch::StartsWith(std::string("configuration: ") + name));
    check_quiet(ended.out + ended.err);
  }
}

TEST_CASE("words on a command line that a program does not take are not repeated") {
  for (const auto& line : {std::vector<std::string>{program("music-time-machine"), "serve", "hush1", "hush2"},
                           {program("loadtest"), "compare", "--key", "mtm", "hush1"},
                           {program("spotify-sandbox"), "--client-secret", "my", "hush1"}}) {
    auto ended = run(line);
    CHECK(ended.exit_code == 2);
    check_quiet(ended.out + ended.err);
  }
}
