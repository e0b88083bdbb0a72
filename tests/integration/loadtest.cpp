#include <simdjson.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "support/app.hpp"

using namespace mtm::test;

namespace {

/// A server with a key that may write, and `loadtest` against it, with its results as lines of JSON among what it
/// prints.
struct LoadTest {
  App app;
  std::string key = make_key();

  Outcome run(std::vector<std::string> words) const {
    words.insert(words.begin(), program("loadtest"));
    words.insert(words.end(), {"--url", app.server.origin(), "--json", "/dev/stdout"});
    return mtm::test::run(words, {{"DATABASE_URL", app.database.url()}, {"API_KEY", key}});
  }

 private:
  std::string make_key() const {
    auto made = mtm::test::run({program("music-time-machine"), "api-key", "create", "--user", "demo", "--new-user",
                                "--label", "load", "--scope", "write"},
                               server_environment(app.database.url(), app.sandbox));
    if (made.exit_code != 0) throw std::runtime_error("no key: " + made.err);
    return made.out.substr(0, made.out.find('\n'));
  }
};

std::int64_t number(const simdjson::dom::element& line, const char* pointer) {
  return line.at_pointer(pointer).get_int64();
}

}  // namespace

TEST_CASE("whoever keeps the rows, every acknowledged write of many writers is there, once, and nothing stays behind") {
  constexpr int kAll = 4 * 10;
  LoadTest loadtest;
  auto outcome = loadtest.run({"compare", "--writers", "4", "--writes", "10"});
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);

  int targets = 0;
  simdjson::dom::parser parser;
  std::istringstream lines(outcome.out);
  for (std::string text; std::getline(lines, text);) {
    if (!text.starts_with('{')) continue;
    ++targets;
    simdjson::dom::element line = parser.parse(text);
    REQUIRE(number(line, "/succeeded") + number(line, "/failed") == kAll);
    REQUIRE(number(line, "/audit/acknowledged") == number(line, "/succeeded"));
    REQUIRE(number(line, "/audit/found") == number(line, "/succeeded"));
    REQUIRE(number(line, "/audit/lost") == 0);
    REQUIRE(number(line, "/audit/doubled") == 0);
    std::string_view subject = line["subject"];
    if (!subject.starts_with("SQLite")) REQUIRE(number(line, "/failed") == 0);
  }
  REQUIRE(targets == 5);

  auto sql = loadtest.app.database.sql();
  REQUIRE(sql.number("select count(*) from playlist_tracks") == 0);
  REQUIRE(sql.number("select count(*) from playlists") == 0);
  REQUIRE(sql.number("select count(*) from tracks") == 0);
  REQUIRE(sql.number("select count(*) from pg_namespace where nspname like 'loadtest%'") == 0);
}

TEST_CASE("a write that was acknowledged and is not there fails the load test") {
  LoadTest loadtest;
  loadtest.app.database.sql().script(R"sql(
      create function vanish() returns trigger language plpgsql as $$ begin
        delete from playlist_tracks where user_id = new.user_id and playlist_id = new.playlist_id and position = 3;
        return null;
      end $$;
      create constraint trigger vanish after insert on playlist_tracks deferrable initially deferred
        for each row execute function vanish())sql");
  auto outcome = loadtest.run({"writers", "--target", "http", "--writers", "2", "--writes", "10"});
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 1);
  REQUIRE(outcome.out.find("2 LOST") != std::string::npos);
}

TEST_CASE("writes that the server refuses are counted by its reason") {
  LoadTest loadtest;
  loadtest.app.database.sql().script(R"sql(
      create function refuse() returns trigger language plpgsql as $$ begin
        delete from playlists where user_id = new.user_id and playlist_id = new.playlist_id;
        return null;
      end $$;
      create constraint trigger refuse after insert on playlist_tracks deferrable initially deferred
        for each row when (new.position = 0) execute function refuse())sql");
  auto outcome = loadtest.run({"writers", "--target", "http", "--writers", "2", "--writes", "10"});
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.out.find("18 x 404 You have no such playlist.") != std::string::npos);
}

TEST_CASE("readers count good answers, and a missing page is none") {
  LoadTest loadtest;
  auto good = loadtest.run({"read", "--path", "/livez", "--connections", "4", "--rate", "200", "--seconds", "0.2"});
  INFO(good.out << good.err);
  REQUIRE(good.exit_code == 0);
  REQUIRE(good.out.find("Successful reads   40") != std::string::npos);
  auto missing = loadtest.run(
      {"read", "--path", "/api/v1/no-such-page", "--connections", "1", "--rate", "100", "--seconds", "0.05"});
  INFO(missing.out << missing.err);
  REQUIRE(missing.exit_code == 1);
  REQUIRE(missing.out.find("5 x 404") != std::string::npos);
}

TEST_CASE("the load test says what it was not told") {
  auto outcome = run({program("loadtest"), "writers", "--target", "http"});
  REQUIRE(outcome.exit_code == 2);
  REQUIRE(outcome.err.find("--dsn") != std::string::npos);
}
