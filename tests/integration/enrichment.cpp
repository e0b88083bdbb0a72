// Tracks that an import alone has named are asked of Spotify, slowly and after everything else.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"

using namespace mtm::test;

namespace {

constexpr const char* kRoute = "GET /v1/tracks/{id}";
constexpr const char* kInvented = "1111111111111111111111";

/// Ids of the sandbox's catalogue, so many that nobody has met here.
std::vector<std::string> unmet_tracks(const App& app, std::size_t count) {
  SpotifyAccount account(app.sandbox, "demo");
  HttpClient spotify(app.sandbox.origin());
  spotify.always = {{"Authorization", "Bearer " + account.access_token()}};
  auto sql = app.database.sql();
  std::vector<std::string> ids;
  for (int offset = 0; ids.size() < count; offset += 10) {
    auto page = spotify.get(fmt::format("/v1/search?q=e&type=track&limit=10&offset={}", offset));
    for (std::size_t i = 0; i < page.size_at("/tracks/items") && ids.size() < count; ++i) {
      auto id = page.at(fmt::format("/tracks/items/{}/id", i));
      if (sql.number("select count(*) from tracks where spotify_id = $1", {id}) == 0) ids.push_back(id);
    }
  }
  return ids;
}

/// Spotify's extended streaming history, in which each of these was played once more than the next.
std::string extended_history(const std::vector<std::string>& ids) {
  std::string rows;
  int second = 0;
  for (std::size_t i = 0; i < ids.size(); ++i)
    for (std::size_t play = i; play < ids.size(); ++play)
      rows += fmt::format(
          R"({}{{"ts":"2020-01-01T{:02}:{:02}:00Z","platform":"ios","ms_played":200000,"conn_country":"DE",)"
          R"("master_metadata_track_name":"Told {}","master_metadata_album_artist_name":"A file's artist",)"
          R"("master_metadata_album_album_name":"A file's album","spotify_track_uri":"spotify:track:{}",)"
          R"("episode_name":null,"episode_show_name":null,"spotify_episode_uri":null,"reason_start":"trackdone",)"
          R"("reason_end":"trackdone","shuffle":false,"skipped":false,"offline":false,"offline_timestamp":null,)"
          R"("incognito_mode":false}})",
          rows.empty() ? "" : ",\n", second / 60, second % 60, i, ids[i]),
          ++second;
  return "[" + rows + "]";
}

struct Home {
  explicit Home(const std::string& per_day = "1000", std::size_t tracks = 5)
      : app({{"SPOTIFY_LOOKUPS_PER_DAY", per_day}}, kFewLikes),
        browser(with_history(app.server)),
        sql(app.database.sql()),
        ids(unmet_tracks(app, tracks)) {}

  void import(const std::vector<std::string>& spotify_ids) {
    auto file = folder.path("Streaming_History_Audio_2020.json");
    std::ofstream(file) << extended_history(spotify_ids);
    auto outcome = command({"import", file, "--user", "demo"}, command_environment(app.database.url()));
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
  std::int64_t named() {
    return sql.number(
        "select count(*) from tracks where name is not null and spotify_id = any (string_to_array($1, ' '))",
        {fmt::format("{}", fmt::join(ids, " "))});
  }
  std::string id_of(const std::string& spotify_id) {
    return sql.value("select id from tracks where spotify_id = $1", {spotify_id});
  }
  std::string unconfirmed() { return browser.get("/api/v1/sources").at("/unconfirmed_tracks"); }

  App app;
  HttpClient browser;
  Sql sql;
  TemporaryFolder folder;
  std::vector<std::string> ids;
};

}  // namespace

TEST_CASE("what an import named is named by Spotify soon after, and the person's history has it") {
  Home home;
  auto ids = home.ids;
  ids.insert(ids.begin(), kInvented);
  home.import(ids);
  auto shown = [&] { return home.browser.get("/api/v1/charts/tracks?from=2020-01-01&to=2020-01-02"); };
  CHECK(shown().at("/total") == "6");
  REQUIRE(eventually([&] { return home.unconfirmed() == "1"; }));
  CHECK(home.named() == 5);
  CHECK(calls(home.app.sandbox, kRoute) == 6);
  CHECK(home.sql.number("select count(*) from tracks where spotify_id = any (string_to_array($1, ' ')) and isrc is not "
                        "null and album_name is not null and image_url is not null and release_date is not null and "
                        "words is not null",
                        {fmt::format("{}", fmt::join(home.ids, " "))}) == 5);
  // The person's next question has the names; of what Spotify does not know the file's stays.
  auto chart = shown();
  for (std::size_t i = 0; i < chart.size_at("/entries"); ++i) {
    auto entry = fmt::format("/entries/{}", i);
    auto name = home.sql.value("select coalesce(name, 'Told 0') from tracks where id = $1", {chart.at(entry + "/id")});
    CHECK(chart.at(entry + "/name") == name);
  }
  for (const auto& id : home.ids) {
    auto name = home.sql.value("select name from tracks where spotify_id = $1", {id});
    CHECK(name.substr(0, 5) != "Told ");
    CHECK(home.browser.get("/api/v1/tracks/" + home.id_of(id)).at("/name") == name);
  }
  CHECK(home.sql.number("select count(*) from tracks where spotify_id = $1 and not_asked_before between now() + "
                        "interval '29 days' and now() + interval '31 days'",
                        {kInvented}) == 1);
  // It is asked for again when its thirty days are over, and what is named by now is not.
  home.sql.script(
      "update tracks set not_asked_before = now() where name is null; update enrichments set resumes_at = "
      "now()");
  CHECK(eventually([&] { return calls(home.app.sandbox, kRoute) == 7; }));
}

TEST_CASE(
    "the most played are asked for first, and no more in a day than the operator allows, by all servers together") {
  Home home("3", 6);
  auto environment = server_environment(home.app.database.url(), home.app.sandbox);
  environment["SPOTIFY_LOOKUPS_PER_DAY"] = "3";
  Server other(environment);
  home.import(home.ids);
  REQUIRE(eventually([&] { return home.unconfirmed() == "3"; }));
  CHECK(calls(home.app.sandbox, kRoute) == 3);
  CHECK(home.sql.number("select count(*) from tracks where name is not null and spotify_id = any (array[$1, $2, $3])",
                        {home.ids[0], home.ids[1], home.ids[2]}) == 3);
  CHECK(home.sql.number("select sum((stretch ->> 'calls')::int) from spotify_budgets, jsonb_array_elements(lookups) as "
                        "stretch") == 3);
  // A day later both go on, and no track is asked for twice.
  home.sql.script("update spotify_budgets set lookups = '[]'");
  REQUIRE(home.app.server.process().terminate() == 0);
  REQUIRE(other.process().terminate() == 0);
  home.app.server.start();
  other.start();
  CHECK(eventually([&] { return home.named() == 6; }));
  CHECK(calls(home.app.sandbox, kRoute) == 6);
}

TEST_CASE("when Spotify says to wait, nothing more is asked for, and a restart goes on where it stood") {
  Home home;
  home.app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/tracks/{id}","skip":2,"status":429,"reason":"QUOTA_EXCEEDED","message":"Too many requests","retry_after":3600}]})");
  home.import(home.ids);
  REQUIRE(eventually([&] { return home.unconfirmed() == "3"; }));
  CHECK(home.named() == 2);
  CHECK(calls(home.app.sandbox, kRoute) == 3);
  // The track that was asked for in vain is nobody's, and known as little as before.
  CHECK(home.sql.number("select count(*) from tracks where name is null and not_asked_before is not null") == 0);
  CHECK(home.sql.number("select count(*) from spotify_budgets where blocked_until > now() + interval '50 minutes'") ==
        1);

  home.app.server.process().kill();
  home.app.sandbox.faults("{}");
  home.sql.script("update spotify_budgets set blocked_until = null");
  home.app.server.start();
  CHECK(eventually([&] { return home.named() == 5; }));
  CHECK(calls(home.app.sandbox, kRoute) == 6);
}

TEST_CASE("enrichment leaves half of the budget to what matters more") {
  App app({{"SPOTIFY_LOOKUPS_PER_DAY", "1000"}, {"SPOTIFY_CALLS_PER_DAY", "40"}}, {"--likes", "10"});
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(fmt::format("{:022}", i));  // Spotify knows none of them
  TemporaryFolder folder;
  auto file = folder.path("Streaming_History_Audio_2020.json");
  std::ofstream(file) << extended_history(ids);
  REQUIRE(command({"import", file, "--user", "demo"}, command_environment(app.database.url())).exit_code == 0);
  auto made = [&] {
    return sql.number(
        "select sum((stretch ->> 'calls')::int) from spotify_budgets, "
        "jsonb_array_elements(calls) as stretch");
  };
  REQUIRE(eventually([&] { return made() == 20; }));
  REQUIRE(eventually([&] {
    return sql.number("select count(*) from enrichments where worked_at is not null and claimed_by is null") == 1;
  }));
  CHECK(made() == 20);
  CHECK(calls(app.sandbox, kRoute) < 20);
  browser.post("/api/v1/capture");
  CHECK(finished_capture(browser).at("/state") == "done");
}

TEST_CASE("nothing is asked for while an upload of that person is imported, nor with a grant that has ended") {
  Home home("0");
  home.import(home.ids);
  home.sql.script(
      "insert into imports (user_id, state, bytes, claimed_by, claimed_until) select id, 'running', 1, 'x', "
      "now() + interval '1 hour' from users");
  auto environment = server_environment(home.app.database.url(), home.app.sandbox);
  environment["SPOTIFY_LOOKUPS_PER_DAY"] = "1000";
  Server asking(environment);
  // Another person's turn comes, so it was looked.
  auto ada = with_history(asking, "ada");
  home.sql.script("insert into enrichments (user_id) select id from users where spotify_user_id = 'ada'");
  auto ada_was_looked_at = [&] {
    return home.sql.number(
               "select count(*) from enrichments join users on id = user_id where spotify_user_id = 'ada' "
               "and worked_at is not null") == 1;
  };
  REQUIRE(eventually(ada_was_looked_at));
  CHECK(calls(home.app.sandbox, kRoute) == 0);
  home.sql.script(
      "update spotify_grants set state = 'needs_login'; delete from imports where claimed_by = 'x'; "
      "update spotify_grants set state = 'ok' where user_id <> (select min(user_id) from enrichments); "
      "update enrichments set worked_at = null, resumes_at = null");
  REQUIRE(eventually(ada_was_looked_at));
  CHECK(calls(home.app.sandbox, kRoute) == 0);
  home.sql.script("update spotify_grants set state = 'ok'");
  CHECK(eventually([&] { return home.named() == 5; }));
}

TEST_CASE("a track is named under the id that was asked for, whatever instance Spotify puts in its place") {
  Home home("1000", 20);
  home.app.sandbox.faults(R"({"relink":true})");
  home.import(home.ids);
  CHECK(eventually([&] { return home.named() == 20; }));
  CHECK(calls(home.app.sandbox, kRoute) == 20);
  CHECK(eventually([&] { return home.unconfirmed() == "0"; }));
}
