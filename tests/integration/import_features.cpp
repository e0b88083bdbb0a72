// import-features: a table of audio features that an operator brings.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/eventually.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

constexpr const char* kNames =
    "artist,track_id,danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,valence,tempo\n";

std::string row(const std::string& id, const std::string& energy) {
  return fmt::format("\"Somebody, else\",{},0.5,{},-7.5,0.1,0.2,0,0.1,0.6,120\n", id, energy);
}

/// A catalogue of four tracks in the demo person's library, of which the first has features and the last is only known
/// by its id.
struct Catalogue {
  Catalogue()
      : app({}, kFewLikes),
        sql(app.database.sql()),
        client(client_with(app.server.origin(), make_key(app.database.url(), "demo"))) {
    sql.script("insert into artists (spotify_id, name) values ('artist', 'Artist')");
    for (int track : {1, 2, 3, 4}) {
      sql.rows("insert into tracks (spotify_id, name, artist_id) select $1, nullif($2, 'Track 4'), id from artists",
               {id(track), fmt::format("Track {}", track)});
    }
    sql.rows(
        "update tracks set audio_features = '{\"energy\":0.9}', features_source = 'provider' where spotify_id = $1",
        {id(1)});
    sql.facts(
        "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, '2026-06-15T12:00:00Z' "
        "from users, tracks");
  }

  static std::string id(int track) { return spotify_id(std::to_string(track)); }

  std::vector<std::string> command_for(const std::string& rows, const std::vector<std::string>& more = {}) {
    std::ofstream(file) << rows;
    std::vector<std::string> words{program("music-time-machine"), "import-features", file};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Outcome import(const std::string& rows, const std::vector<std::string>& more = {}) {
    return run(command_for(rows, more), command_environment(app.database.url()));
  }
  /// Of each track, the energy and who measured it.
  Rows features() {
    return sql.rows("select audio_features ->> 'energy', features_source from tracks order by spotify_id");
  }
  std::string with_features() {
    return client.get("/api/v1/analytics/fingerprint?range=all").at("/fingerprint/with_features");
  }

  App app;
  Sql sql;
  HttpClient client;
  TemporaryFolder folder;
  std::string file = folder.path("features.csv");
};

}  // namespace

TEST_CASE("a table of audio features fills the tracks that have none, and each of its rows is accounted for") {
  Catalogue catalogue;
  REQUIRE(catalogue.with_features() == "1");  // and is in the server's memory from now on
  auto outcome = catalogue.import(kNames + row(catalogue.id(1), "0.1") + row(catalogue.id(2), "0.2") +
                                      row(catalogue.id(2), "0.3") + row(catalogue.id(4), "0.4") +
                                      row(spotify_id("unknown"), "0.5") + row("short", "0.6") +
                                      row(catalogue.id(3), "7") + row(catalogue.id(3), "8"),
                                  {"--source", "a survey"});
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("        rows      filled   already had     unknown    rejected\n"
                                   "           8           2             2           1           3\n"));
  CHECK_THAT(outcome.out, Contains("energy is not between 0 and 1 (rows 8, 9)") &&
                              Contains("its id is not one of Spotify's, 22 letters and digits (row 7)"));
  CHECK(catalogue.features() == Rows{{"0.9", "provider"}, {"0.2", "a survey"}, {"null", "null"}, {"0.4", "a survey"}});
  CHECK(catalogue.sql.number("select count(*) from tracks where changed_at > '-infinity'") == 2);

  // The server has taken it in at once.
  CHECK(catalogue.with_features() == "3");
  auto again = catalogue.import(kNames + row(catalogue.id(2), "0.7"));
  CHECK_THAT(again.out, Contains("0 more tracks have audio features now."));
  CHECK(catalogue.features()[1] == std::vector<std::string>{"0.2", "a survey"});
}

TEST_CASE("what is no table, and a file that isn't there, change nothing and say so in a line") {
  Catalogue catalogue;
  auto before = catalogue.features();
  auto other = catalogue.import("artist,track\nSomebody,Something\n");
  CHECK(other.exit_code == 1);
  CHECK(other.err ==
        "This is no table of audio features: its first line must name the columns, one of them track_id or id.\n");
  auto absent = run({program("music-time-machine"), "import-features", catalogue.folder.path("absent.csv")},
                    command_environment(catalogue.app.database.url()));
  CHECK(absent.exit_code == 1);
  CHECK_THAT(absent.err, Contains("absent.csv: No such file or directory"));
  auto nameless = catalogue.import(kNames, {"--source", std::string(41, 'x')});
  CHECK(nameless.exit_code == 2);
  CHECK(catalogue.features() == before);
}

TEST_CASE("an import of features that is interrupted while it waits for a track leaves nothing") {
  Catalogue catalogue;
  auto holder = catalogue.app.database.sql();
  holder.script("begin; select id from tracks where spotify_id = '" + catalogue.id(3) + "' for update");
  Process import(catalogue.command_for(kNames + row(catalogue.id(2), "0.2") + row(catalogue.id(3), "0.3")),
                 command_environment(catalogue.app.database.url()));
  REQUIRE(eventually([&] {
    return catalogue.sql.number(
               "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
               "'Lock'") > 0;
  }));
  import.signal(SIGTERM);
  CHECK(import.wait() == 1);
  CHECK(import.err() == "interrupted: nothing was changed\n");
  holder.script("rollback");
  CHECK(catalogue.sql.number("select count(*) from tracks where audio_features is not null") == 1);
}
