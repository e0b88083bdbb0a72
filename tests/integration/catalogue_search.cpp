// Searching the whole catalogue: whatever Spotify has named, by the words that were folded for it.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// A catalogue of which nothing is in any library.
struct Catalogue {
  Catalogue() {
    for (const auto* name : {"Queen", "The Who", "AC/DC", "Beyoncé", "♥"})
      sql.rows("insert into artists (spotify_id, name) values ('a' || md5($1)::varchar(20), $1)", {name});
    track("Love", "Queen", "", "1974-01-01", 40);
    track("Love Me Tender", "Queen", "", "1994-05-04", 90);
    track("Queen of Hearts", "The Who", "Kid A", "1995-01-01", 50);
    track("Who Are You", "The Who", "Who", "1978-01-01", 60);
    track("Thunderstruck", "AC/DC", "Razors", "1990-01-01", 80);
    track("!!!", "♥", "愛してる", "2001-01-01", 1);
    track("Halo", "Beyoncé", "It's Late", "2008-01-01", 70);
    fold();
  }

  void track(const std::string& name, const std::string& artist, const std::string& album, const std::string& date,
             int popularity) {
    sql.rows(
        "insert into tracks (spotify_id, name, artist_id, album_name, release_date, release_precision, popularity, "
        "audio_features) select 't' || md5($1)::varchar(20), $1, id, nullif($3, ''), $4::date, 'day', $5::int, "
        "jsonb_build_object('energy', $5::int / 100.0) from artists where name = $2",
        {name, artist, album, date, std::to_string(popularity)});
  }

  /// What a new version does when it starts.
  std::string fold() {
    auto outcome = run({program("music-time-machine"), "migrate"}, {{"DATABASE_URL", database.url()}});
    REQUIRE(outcome.exit_code == 0);
    return outcome.out;
  }

  Reply ask(const std::string& what) { return client.get("/api/v1/search?scope=catalogue&q=" + what); }
  std::string names(const std::string& what) {
    auto reply = ask(what);
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    std::string names;
    for (std::size_t i = 0; i < reply.size_at("/results"); ++i)
      names += (names.empty() ? "" : ", ") + reply.at("/results/" + std::to_string(i) + "/name");
    return names;
  }

  ScratchDatabase database;
  Sandbox sandbox{kFewLikes};
  Server server{server_environment(database.url(), sandbox)};
  Sql sql{database.url()};
  HttpClient client = client_with(server.origin(), make_key(database.url(), "demo"));
};

}  // namespace

TEST_CASE("tracks of the catalogue are found by the language of searches, titles before artists before albums") {
  Catalogue catalogue;
  CHECK(catalogue.names("queen%20") == "Queen of Hearts, Love, Love Me Tender");
  CHECK(catalogue.names("love%20") == "Love, Love Me Tender");
  CHECK(catalogue.names("thund") == "Thunderstruck");
  CHECK(catalogue.names("th").empty());
  CHECK(catalogue.names("artist:queen") == "Love, Love Me Tender");
  CHECK(catalogue.names("album:%22kid%20a%22") == "Queen of Hearts");
  CHECK(catalogue.names("%22queen%20of%22") == "Queen of Hearts");
  CHECK(catalogue.names("%22of%20queen%22").empty());
  CHECK(catalogue.names("%22hearts%20the%22").empty());  // the end of a title and the beginning of an artist
  CHECK(catalogue.names("love%20-me") == "Love");
  CHECK(catalogue.names("love%20year:1990-1999") == "Love Me Tender");
  CHECK(catalogue.names("love%20year:%3C1990") == "Love");
  CHECK(catalogue.names("love%20energy:%3E0.8") == "Love Me Tender");
  CHECK(catalogue.names("BEYONCE%20") == "Halo");
  CHECK(catalogue.names("!!!") == "!!!");
  CHECK(catalogue.names("%E2%99%A5") == "!!!");
  CHECK(catalogue.names("%E3%81%97%E3%81%A6") == "!!!");
  CHECK(catalogue.names("ac/dc") == "Thunderstruck");
  CHECK(catalogue.names("").empty());

  auto found = catalogue.ask("queen%20");
  CHECK(found.at("/scope") == "catalogue");
  CHECK(found.at("/total") == "3");
  CHECK(found.at("/count") == "3");
  CHECK(found.at("/results/0/marks") == R"({"name":[[0,5]],"artist":[],"album":[]})");
  CHECK(found.at("/results/1/marks") == R"({"name":[],"artist":[[0,5]],"album":[]})");
  CHECK(found.at("/results/1/release_year") == "1974");

  auto page = catalogue.ask("queen%20&limit=1&offset=1");
  CHECK(page.at("/results/0/name") == "Love");
  CHECK(page.at("/total") == "3");
  CHECK(page.at("/count") == "1");
  CHECK(catalogue.ask("queen%20&offset=100").at("/total") == "null");
  CHECK(catalogue.ask("nothing%20").at("/total") == "0");

  CHECK(catalogue.ask("year:1994").status == 422);
  CHECK(catalogue.ask("-love").status == 422);
  CHECK(catalogue.ask("year:never").status == 422);
  CHECK(catalogue.ask("love&limit=51").status == 422);
  CHECK(catalogue.client.get("/api/v1/search?scope=world&q=love").status == 422);
  CHECK(catalogue.client.get("/api/v1/search?q=love").at("/count") == "0");  // it is in no library
}

TEST_CASE("what was folded by an older version is folded anew when a newer one comes") {
  Catalogue catalogue;
  catalogue.track("Another Day of Love", "Queen", "", "2020-01-01", 1);
  catalogue.sql.script("update tracks set words = 'nonsense:1A', words_version = 0 where name = 'Love'");
  CHECK(catalogue.names("love%20") == "Love Me Tender");
  CHECK_THAT(catalogue.fold(), Catch::Contains("folded the words of 2 tracks"));
  CHECK(catalogue.names("love%20") == "Love, Love Me Tender, Another Day of Love");
  CHECK_THAT(catalogue.fold(), !Catch::Contains("folded"));
}

TEST_CASE("what a capture brings is found at once, and all tracks of an artist by the artist's new name") {
  App app({}, {"--likes", "400"});
  auto browser = app.server.signed_in();
  auto first = finished_capture(browser);
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from tracks where words is null or words_version = 0") == 0);
  // Of an artist in a top list, who has other tracks that the next capture does not read.
  auto artist = sql.value(
      "select min(artist_id) from tracks join snapshots on track_id = tracks.id where exists (select from tracks as "
      "other "
      "where other.artist_id = tracks.artist_id and other.id not in (select track_id from snapshots union select "
      "track_id "
      "from plays))");
  auto count = [&] {
    return sql.number("select count(*) from tracks where artist_id = $1 and words @@ 'formerly:B'", {artist});
  };
  sql.rows("update artists set name = 'Formerly' where id = $1", {artist});
  sql.rows("update tracks set words = 'formerly:1B' where artist_id = $1", {artist});
  REQUIRE(count() > 1);
  REQUIRE(browser.post("/api/v1/capture").status == 202);
  auto again = capture_when(browser, [&](const Reply& capture) {
    return capture.at("/id") != first.at("/id") && capture.at("/finished_at") != "null";
  });
  CHECK(count() == 0);
}
