// What people show to everybody who has the link: the page, its picture, and its end.
#include <catch2/catch.hpp>

#include <set>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

constexpr const char* kMarkup = "<b>\"Tom\" & 'Jerry'</b><script>alert(1)</script>";

/// Some plays of March 2019, before everything that the sandbox tells.
struct Stage {
  Stage() : demo(app.server.signed_in()), guest(app.server.client()), sql(app.database.sql()) {
    user = sql.value("select id from users where spotify_user_id = 'demo'");
    sql.rows("insert into artists (spotify_id, name) values ('odd artist', $1), ('plain artist', 'Plain')", {kMarkup});
    sql.rows(
        "insert into tracks (spotify_id, name, artist_id, album_name) select 'odd', $1, id, $1 from artists where "
        "spotify_id = 'odd artist' union all select 'plain', 'Plain song', id, 'Plain album' from artists where "
        "spotify_id = 'plain artist'",
        {kMarkup});
    sql.rows(
        "insert into library (user_id, track_id, first_seen_at) select $1, id, '2019-01-01' from tracks where "
        "spotify_id in ('odd', 'plain')",
        {user});
    for (int hour : {10, 11, 12}) play("odd", hour);
    play("plain", 14);
  }

  void play(const std::string& track, int hour) {
    sql.rows(
        "insert into plays (source_id, version, user_id, track_id, played_at, ms_played) select 0, 0, $1, id, "
        "'2019-03-05T00:00:00Z'::timestamptz + $3::int * interval '1 hour', 200000 from tracks where spotify_id = $2",
        {user, track, std::to_string(hour)});
    sql.facts_changed();
  }

  Reply share(const std::string& wish) { return demo.post("/api/v1/shares", wish); }
  /// The address of a new share of March 2019.
  std::string march(const std::string& more = "") {
    auto made = share(R"({"what":"artists","from":"2019-03-01","to":"2019-03-31")" + more + "}");
    INFO(made.body);
    REQUIRE(made.status == 201);
    return target_of(made.at("/url"));
  }

  App app{{}, kFewLikes};
  HttpClient demo, guest;
  Sql sql;
  std::string user;
};

std::string slug_of(const std::string& address) { return address.substr(address.rfind('/') + 1); }

unsigned big_endian(const std::string& bytes, std::size_t at) {
  unsigned number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes.at(at + i));
  return number;
}

void check_picture(const Reply& reply, unsigned width, unsigned height) {
  REQUIRE(reply.status == 200);
  CHECK(reply.field("content-type") == "image/png");
  CHECK(reply.body.substr(0, 8) == "\x89PNG\r\n\x1a\n");
  CHECK(reply.body.substr(12, 4) == "IHDR");
  CHECK(big_endian(reply.body, 16) == width);
  CHECK(big_endian(reply.body, 20) == height);
  CHECK(reply.body.substr(reply.body.size() - 8, 4) == "IEND");
}

}  // namespace

TEST_CASE("a shared page shows its list to a guest, with everything in it escaped") {
  Stage stage;
  auto address = stage.march(R"(,"person":"\"><img src=x onerror=alert(2)>")");
  auto page = stage.guest.get(address);
  INFO(page.body);
  REQUIRE(page.status == 200);
  CHECK_THAT(page.body, Contains("&lt;b&gt;&quot;Tom&quot; &amp; &apos;Jerry&apos;&lt;/b&gt;&lt;script&gt;"));
  CHECK_THAT(page.body, Contains("&quot;&gt;&lt;img src=x onerror=alert(2)&gt;"));
  CHECK_THAT(page.body, !Contains("<script") && !Contains("<img src=x") && !Contains("<b>"));
  CHECK_THAT(page.body, Contains("Top artists") && Contains("1 March 2019 – 31 March 2019"));
  CHECK_THAT(page.body, Contains("3 plays") && Contains("Plain") && Contains("4 plays · 13 minutes"));
  auto whole = stage.app.server.origin() + address;
  CHECK_THAT(page.body, Contains("<meta property=\"og:image\" content=\"") && Contains(address + "/card.png\">") &&
                            Contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
  // Albums and tracks, too.
  for (const char* what : {"albums", "tracks"}) {
    auto made =
        stage.share(std::string(R"({"from":"2019-03-01","to":"2019-03-31","by":"minutes","what":")") + what + "\"}");
    REQUIRE(made.status == 201);
    auto other = stage.guest.get(target_of(made.at("/url")));
    CHECK_THAT(other.body, Contains("&lt;script&gt;") && !Contains("<script") && Contains("10 minutes"));
  }
}

TEST_CASE("a shared page tells nothing of the account, sets no cookie and reads none") {
  Stage stage;
  auto address = stage.march();
  auto page = stage.guest.get(address);
  REQUIRE(page.status == 200);
  CHECK(page.field("set-cookie").empty());
  CHECK(page.field("content-type") == "text/html; charset=utf-8");
  CHECK_THAT(page.field("x-robots-tag"), Contains("noindex"));
  CHECK(page.field("cache-control") == "no-cache");
  CHECK_THAT(page.field("content-security-policy"), Contains("default-src 'none'") && !Contains("unsafe"));
  CHECK(page.field("referrer-policy") == "no-referrer");
  CHECK_THAT(page.body, Contains("<meta name=\"robots\" content=\"noindex"));
  CHECK_THAT(page.body, !Contains("demo") && !Contains("Demo") && !Contains("spotify.com"));
  // With whatever cookies, or none, it is the same page.
  CHECK(stage.demo.get(address).body == page.body);
  CHECK(stage.guest.get(address, {{"Cookie", "session=1.made-up"}}).body == page.body);
  auto again = stage.guest.get(address, {{"If-None-Match", page.field("etag")}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(stage.guest.get(address + "/card.png").field("set-cookie").empty());
}

TEST_CASE("a shared chart counts no private sessions") {
  Stage stage;
  auto address = stage.march();
  stage.sql.rows(
      "insert into plays (source_id, version, user_id, track_id, played_at, ms_played, incognito) select 0, 0, $1, id, "
      "'2019-03-06T00:00:00Z'::timestamptz + n * interval '1 hour', 200000, true from tracks, generate_series(1, 9) n "
      "where spotify_id = 'plain'",
      {stage.user});
  stage.sql.facts_changed();
  CHECK(stage.demo.get("/api/v1/charts/artists?from=2019-03-01&to=2019-03-31").at("/entries/0/plays") == "10");
  CHECK_THAT(stage.guest.get(address).body, Contains("4 plays · 13 minutes") && Contains("1 play<"));
}

TEST_CASE("views are counted, of the page and of it alone") {
  Stage stage;
  auto address = stage.march();
  stage.guest.get(address);
  stage.guest.get(address);
  stage.guest.send("HEAD", address);
  stage.guest.get(address + "/card.png");
  auto listed = stage.demo.get("/api/v1/shares");
  CHECK(listed.at("/shares/0/views") == "2");
  CHECK(listed.at("/shares/0/slug") == slug_of(address));
}

TEST_CASE("a revoked share is gone at once, on every thread and every replica") {
  Stage stage;
  Server two_threads([&] {
    auto environment = server_environment(stage.app.database.url(), stage.app.sandbox);
    environment["THREADS"] = "2";
    return environment;
  }());
  auto address = stage.march();
  std::vector<HttpClient> guests;
  for (int i = 0; i < 6; ++i) guests.push_back(two_threads.client());
  guests.push_back(stage.app.server.client());
  for (auto& guest : guests) {
    CHECK(guest.get(address).status == 200);
    CHECK(guest.get(address + "/card.png").status == 200);
  }
  CHECK(stage.demo.send("DELETE", "/api/v1/shares/" + slug_of(address)).status == 204);
  for (auto& guest : guests) {
    CHECK(guest.get(address).status == 404);
    CHECK(guest.get(address + "/card.png").status == 404);
  }
  CHECK(stage.demo.send("DELETE", "/api/v1/shares/" + slug_of(address)).status == 404);
  CHECK(stage.sql.number("select count(*) from share_links") == 0);
}

TEST_CASE("a share ends when it was said to, and can be given another end") {
  Stage stage;
  auto address = stage.march(R"(,"days":1)");
  CHECK(stage.guest.get(address).status == 200);
  stage.sql.script("update shares set expires_at = now()");
  auto ended = stage.guest.get(address);
  CHECK(ended.status == 404);
  CHECK(stage.demo.get("/api/v1/shares").at("/shares/0/expired") == "true");
  auto longer = stage.demo.send("PATCH", "/api/v1/shares/" + slug_of(address), R"({"days":7})");
  CHECK(longer.status == 200);
  CHECK(longer.at("/expired") == "false");
  CHECK(stage.guest.get(address).status == 200);
  auto never = stage.demo.send("PATCH", "/api/v1/shares/" + slug_of(address), R"({"days":0})");
  CHECK(never.at("/expires_at") == "null");
  for (const char* odd : {"{}", R"({"days":-1})", R"({"days":3651})"})
    CHECK(stage.demo.send("PATCH", "/api/v1/shares/" + slug_of(address), odd).status == 422);

  // A link that has ended looks like one that never was.
  stage.sql.script("update shares set expires_at = now()");
  auto none = stage.guest.get("/s/AAAAAAAAAAAAAAAAAAAAAA");
  CHECK(none.status == 404);
  CHECK(stage.guest.get(address).body == none.body);
  CHECK(none.body == ended.body);
  CHECK(none.field("cache-control") == "no-store");
  for (const char* odd : {"/s/x", "/s/..", "/s/%00", "/s/AAAAAAAAAAAAAAAAAAAAA%27", "/s/1"}) {
    CAPTURE(odd);
    CHECK(stage.guest.get(odd).status == 404);
  }
}

TEST_CASE("links are 128 random bits each") {
  Stage stage;
  std::set<std::string> slugs;
  for (int i = 0; i < 20; ++i) slugs.insert(slug_of(stage.march()));
  CHECK(slugs.size() == 20);
  std::size_t changing = 0;
  for (std::size_t place = 0; place < 22; ++place) {
    std::set<char> there;
    for (const auto& slug : slugs) {
      REQUIRE(slug.size() == 22);
      there.insert(slug[place]);
    }
    changing += there.size() > 1;
  }
  CHECK(changing == 22);
}

TEST_CASE("a share rolls on with the calendar, or keeps the days of today") {
  Stage stage;
  auto rolling = stage.share(R"({"what":"tracks","range":"4w"})");
  CHECK(rolling.at("/rolling") == "true");
  CHECK(rolling.at("/parameters") == "range=4w");
  CHECK(rolling.at("/period") == "The last 4 weeks");
  auto frozen = stage.share(R"({"what":"tracks","range":"4w","rolling":false})");
  CHECK(frozen.at("/rolling") == "false");
  CHECK_THAT(frozen.at("/parameters"), Contains("from=20") && Contains("&to=20"));
  CHECK(frozen.at("/person") == "null");
  auto month = stage.share(R"({"what":"artists","period":"2019-03"})");
  CHECK(month.at("/rolling") == "false");
  CHECK(month.at("/period") == "March 2019");
  CHECK_THAT(stage.guest.get(target_of(month.at("/url"))).body, Contains("March 2019") && Contains("3 plays"));
}

TEST_CASE("a year and a playlist can be shared, until the playlist is deleted") {
  Stage stage;
  auto year = stage.share(R"({"what":"year","year":2019,"choice":"loved"})");
  REQUIRE(year.status == 201);
  CHECK(year.at("/title") == "2019");
  CHECK_THAT(stage.guest.get(target_of(year.at("/url"))).body, Contains("Plain song") && Contains("What I loved then"));
  auto days = stage.share(R"({"what":"year","from":"2019-01-01","to":"2019-12-30","choice":"loved"})");
  REQUIRE(days.status == 201);
  CHECK(days.at("/title") == "1 January – 30 December 2019");
  CHECK(days.at("/rolling") == "false");
  CHECK_THAT(stage.guest.get(target_of(days.at("/url"))).body, Contains("Plain song"));

  stage.sql.rows(
      "insert into playlists (user_id, playlist_id, name, kind) values ($1, 'odd & id?', 'Rock <& roll>', 'mood')",
      {stage.user});
  stage.sql.rows(
      "insert into playlist_tracks (user_id, playlist_id, track_id, position) select $1, 'odd & id?', id, 1 from "
      "tracks where spotify_id = 'plain'",
      {stage.user});
  auto made = stage.share(R"({"what":"playlist","playlist_id":"odd & id?"})");
  INFO(made.body);
  REQUIRE(made.status == 201);
  CHECK(made.at("/title") == "Rock <& roll>");
  auto address = target_of(made.at("/url"));
  CHECK_THAT(stage.guest.get(address).body, Contains("Rock &lt;&amp; roll&gt;") && Contains("Plain song"));
  stage.sql.script("delete from playlist_tracks; delete from playlists");
  CHECK(stage.guest.get(address).status == 404);
  CHECK(stage.demo.get("/api/v1/shares").at("/shares/0/title") == "A playlist that is gone");
}

TEST_CASE("what can't be shown can't be shared") {
  Stage stage;
  for (const char* odd :
       {R"({"what":"recap","range":"all"})", R"({"what":"recap","from":"2026-03-01"})", "{}",
        R"({"what":"everything"})", R"({"what":"artists","range":"7m"})", R"({"what":"artists","by":"skips"})",
        R"({"what":"artists","from":"2019-05-01","to":"2019-04-01"})", R"({"what":"year"})",
        R"({"what":"year","year":1})", R"({"what":"year","period":"2019-13"})",
        R"({"what":"year","from":"2019-05-01"})", R"({"what":"artists","days":4000})",
        R"({"what":"artists","counted_from":-1})"}) {
    CAPTURE(odd);
    CHECK(stage.share(odd).status == 422);
  }
  CHECK(stage.share(R"({"what":"playlist","playlist_id":"none"})").status == 404);
  auto key = client_with(stage.app.server.origin(), make_key(stage.app.database.url(), "demo"));
  CHECK(key.post("/api/v1/shares", R"({"what":"artists"})").status == 403);
  CHECK(key.get("/api/v1/shares").status == 403);
  CHECK(stage.sql.number("select count(*) from shares") == 0);
  stage.sql.rows(
      "insert into shares (user_id, slug, what, parameters) select $1, lpad(n::text, 22, 'x'), 'artists', '' from "
      "generate_series(1, 100) n",
      {stage.user});
  CHECK(stage.share(R"({"what":"artists"})").status == 409);
  CHECK(stage.sql.number("select count(*) from share_links") == 0);
}

TEST_CASE("a card is a PNG of the size that its form has, and is drawn once for the same content") {
  Stage stage;
  auto address = stage.march();
  auto preview = stage.guest.get(address + "/card.png");
  check_picture(preview, 1200, 630);
  check_picture(stage.guest.get(address + "/card.png?form=story"), 1080, 1920);
  CHECK(stage.guest.get(address + "/card.png?form=huge").status == 422);
  CHECK_THAT(preview.field("x-robots-tag"), Contains("noindex"));
  CHECK(preview.field("cache-control") == "public, max-age=60");
  auto again = stage.guest.get(address + "/card.png", {{"If-None-Match", preview.field("etag")}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  // Another play of the same artist is another picture.
  stage.play("odd", 20);
  auto later = stage.guest.get(address + "/card.png", {{"If-None-Match", preview.field("etag")}});
  check_picture(later, 1200, 630);
  CHECK(later.field("etag") != preview.field("etag"));

  auto mine = stage.demo.get("/api/v1/card.png?what=artists&from=2019-03-01&to=2019-03-31&form=story");
  check_picture(mine, 1080, 1920);
  CHECK(mine.field("cache-control") == "private, no-cache");
  CHECK(stage.demo.get("/api/v1/card.png?what=playlist&playlist_id=none").status == 404);
}

TEST_CASE("shares go with the account, and their links with them") {
  Stage stage;
  auto address = stage.march();
  REQUIRE(stage.guest.get(address).status == 200);
  finished_capture(stage.demo);
  REQUIRE(stage.demo.post("/api/v1/me/delete-account", R"({"confirm":"demo"})").status == 204);
  CHECK(stage.guest.get(address).status == 404);
  CHECK(stage.sql.number("select count(*) from shares") + stage.sql.number("select count(*) from share_links") == 0);
}
