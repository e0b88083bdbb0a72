// What somebody without an account imports: the sandbox's demo person and their ten years.
#include <catch2/catch.hpp>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"

using namespace mtm::test;
using Catch::Contains;

TEST_CASE("the demo person's ten years are imported whole, and their last plays are those that Spotify tells") {
  const std::vector<std::string> sandbox{"--likes", "300", "--now", "2026-11-21T00:00:00Z"};
  App app({}, sandbox);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto told = sql.number("select count(*) from plays");
  REQUIRE(told > 0);

  TemporaryFolder folder;
  auto file = folder.path("my_spotify_data.zip");
  std::vector<std::string> making{program("spotify-sandbox")};
  making.insert(making.end(), sandbox.begin(), sandbox.end());
  making.insert(making.end(), {"streaming-history", file});
  auto made = run(making, {});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  auto import = command({"import", file, "--user", "demo"}, command_environment(app.database.url()));
  CAPTURE(import.out, import.err);
  REQUIRE(import.exit_code == 0);
  CHECK_THAT(import.out, Contains("First play 2016-11-") && Contains("last play 2026-11-20T"));
  CHECK_THAT(import.out, Contains(std::to_string(told) + " plays told by another source, too."));
  CHECK(sql.number("select count(*) from plays where kind = 'track'") > 55'000);
  CHECK(sql.number("select count(*) from plays where kind = 'episode'") > 1'000);
  CHECK(sql.number("select count(*) from plays where kind = 'chapter'") > 60);
  // Its songs are those that the sandbox can name.
  auto id = sql.value(
      "select min(spotify_id) from tracks join plays on track_id = tracks.id where plays.kind = 'track' and name is "
      "null");
  SpotifyAccount account(app.sandbox, "demo");
  HttpClient spotify(app.sandbox.origin());
  CHECK(spotify.get("/v1/tracks/" + id, {{"Authorization", "Bearer " + account.access_token()}}).status == 200);
}
