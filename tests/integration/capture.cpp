// A person's history, read from Spotify while one watches: every count is exact, what fails is named.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/event_stream.hpp"

using namespace mtm::test;

namespace {

/// The rows of a user's history and of the catalogue, as one text: equal before and after when nothing has changed.
std::string everything(Sql& sql) {
  std::string all;
  for (const char* table : {"artists", "tracks", "library", "plays", "snapshots"})
    all += sql.value(std::string("select md5(string_agg(t::text, ',' order by t::text)) from (select to_jsonb(rows) - "
                                 "'version' - 'changed_at' as t from ") +
                     table + " as rows) as told") +
           " ";
  return all;
}

std::map<std::string, std::string> saved(Sql& sql) {
  std::map<std::string, std::string> saved;
  for (const auto& row :
       sql.rows("select spotify_id, to_char(saved_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                " from library join tracks on tracks.id = track_id where saved_at is not null"))
    saved[row[0]] = row[1];
  return saved;
}

Reply captured_again(HttpClient& browser) {
  auto id = browser.get("/api/v1/capture").at("/id");
  auto asked = browser.post("/api/v1/capture");
  if (asked.status != 202) throw std::runtime_error("the capture is refused: " + asked.body);
  return capture_when(
      browser, [&](const Reply& capture) { return capture.at("/id") != id && capture.at("/finished_at") != "null"; });
}

}  // namespace

TEST_CASE("the first login captures 2,400 Liked Songs, the top lists and the last plays, exactly") {
  App app;
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at("/problem_count") == "0");
  CHECK(capture.at("/resumes_at") == "null");
  auto liked = step(capture, "liked_songs");
  for (const char* figure : {"/done", "/total", "/added"}) CHECK(capture.at(liked + figure) == "2400");
  CHECK(capture.at(liked + "/skipped") == "0");
  CHECK(capture.at(step(capture, "recently_played") + "/added") == "50");

  auto sql = app.database.sql();
  SpotifyAccount account(app.sandbox, "demo");
  CHECK(saved(sql) == account.liked());
  CHECK(sql.rows("select time_range, count(*), min(rank), max(rank) from snapshots group by 1 order by 1") ==
        Rows{{"long_term", "50", "1", "50"}, {"medium_term", "50", "1", "50"}, {"short_term", "50", "1", "50"}});
  CHECK(sql.number("select count(*) from plays") == 50);
  CHECK(sql.number("select count(*) from plays") == 50);
  CHECK(sql.number("select count(*) from library") ==
        sql.number("select count(*) from (select track_id from library where saved_at is not null union select "
                   "track_id from snapshots union select track_id from plays) as met"));
  CHECK(sql.number("select count(*) from tracks where not exists (select from library where track_id = tracks.id)") ==
        0);
}

TEST_CASE("a capture is watched step by step, and the stream ends with it") {
  App app({}, {"--likes", "400"});
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","delay_ms":30}]})");
  auto browser = app.server.signed_in();
  EventStream events(browser, "/api/v1/capture/events");
  CHECK(events.head().status == 200);
  CHECK(events.head().field("content-type") == "text/event-stream");
  int count = 0, done = 0;
  std::string last;
  while (auto event = events.next()) {
    ++count;
    CHECK(event->name == "capture");
    Reply capture{200, {}, event->data};
    auto now = std::stoi(capture.at(step(capture, "liked_songs") + "/done"));
    CHECK(now >= done);
    done = now;
    last = event->data;
  }
  CHECK(count > 3);
  Reply capture{200, {}, last};
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at("/finished_at") != "null");
  CHECK(done == 400);
}

TEST_CASE("capturing again on the same day changes nothing") {
  App app({}, {"--likes", "300"});
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto before = everything(sql);
  auto capture = captured_again(browser);
  CHECK(capture.at("/state") == "done");
  for (std::size_t i = 0; i < capture.size_at("/steps"); ++i)
    CHECK(capture.at("/steps/" + std::to_string(i) + "/added") == "0");
  CHECK(everything(sql) == before);
}

TEST_CASE("who asks for a capture while one runs joins it") {
  App app({}, {"--likes", "300"});
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","delay_ms":50}]})");
  auto browser = app.server.signed_in();
  auto first = browser.post("/api/v1/capture");
  auto second = browser.post("/api/v1/capture");
  CHECK(first.at("/id") == second.at("/id"));
  finished_capture(browser);
  CHECK(app.database.sql().number("select count(*) from captures") == 1);
}

TEST_CASE(
    "popularity and features that become known later are added, and the day of a track's first appearance stays") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"rules":[{"route":"/features/*","status":503}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "partial");
  CHECK(capture.at(step(capture, "audio_features") + "/state") == "failed");
  CHECK(capture.at("/problem_count") == "1");
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from tracks where popularity is not null or audio_features is not null") == 0);
  sql.script("update tracks set created_at = created_at - interval '1 year', name = 'an old name' where id <= 5");
  auto created = sql.value("select md5(string_agg(id || created_at::text, ',' order by id)) from tracks");

  app.sandbox.faults(R"({"class":"extended"})");
  capture = captured_again(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(sql.number("select count(*) from tracks where popularity is null") == 0);
  CHECK(sql.number("select count(*) from tracks where audio_features is not null") > 0);
  CHECK(sql.number("select count(*) from tracks where name = 'an old name'") == 0);
  CHECK(sql.value("select md5(string_agg(id || created_at::text, ',' order by id)) from tracks") == created);

  // What Spotify stops telling is not forgotten.
  app.sandbox.faults("{}");
  captured_again(browser);
  CHECK(sql.number("select count(*) from tracks where popularity is null") == 0);
}

TEST_CASE("tracks that can't be kept are counted and named, and the rest is kept") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"local_tracks":2,"null_items":2,"extra_fields":true})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  auto liked = step(capture, "liked_songs");
  CHECK(capture.at(liked + "/done") == "120");
  CHECK(capture.at(liked + "/skipped") == "4");
  CHECK(capture.at(liked + "/added") == "116");
  CHECK(app.database.sql().number("select count(*) from library where saved_at is not null") == 116);
  // Four songs, and the second place of each of the three top lists.
  CHECK(capture.at("/problem_count") == "7");
  CHECK(capture.size_at("/problems") == 7);
  CHECK(capture.at("/problems/0/step") == "liked_songs");
  CHECK(capture.at("/problems/0/what") == "song 1");
  CHECK_THAT(capture.at("/problems/0/reason"), Catch::Contains("local file"));
  CHECK(capture.at("/problems/1/what") == "song 2");
  CHECK(capture.at("/problems/4/step") == "top_short_term");
  CHECK(capture.at("/problems/4/what") == "rank 2");
}

TEST_CASE("a page that Spotify can't give is read at the end") {
  for (int place : {1, 2}) {  // in the middle, and the last one
    CAPTURE(place);
    App app({}, kFewLikes);
    app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","skip":)" + std::to_string(place) +
                       R"(,"count":3,"status":502,"body":"html"}]})");
    auto browser = app.server.signed_in();
    auto capture = finished_capture(browser);
    CHECK(capture.at("/state") == "done");
    auto liked = step(capture, "liked_songs");
    CHECK(capture.at(liked + "/done") == "120");
    CHECK(capture.at(liked + "/added") == "120");
    CHECK(capture.at(liked + "/skipped") == "0");
    CHECK(capture.at("/problem_count") == "0");
    // Three pages, one of them four times; after the last one the first tells whether Spotify is there.
    CHECK(calls(app.sandbox, "GET /v1/me/tracks") == (place == 1 ? 6 : 7));
  }
}

TEST_CASE("a page that Spotify can't give twice is left out, and the capture says so") {
  App app({}, kFewLikes);
  // It is asked for three times, and at the end three times again.
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","skip":1,"count":3,"status":502,"body":"html"},
                                  {"route":"GET /v1/me/tracks","skip":2,"count":3,"status":502,"body":"html"}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "partial");
  auto liked = step(capture, "liked_songs");
  CHECK(capture.at(liked + "/state") == "partial");
  CHECK(capture.at(liked + "/done") == "120");
  CHECK(capture.at(liked + "/skipped") == "50");
  CHECK(capture.at(liked + "/added") == "70");
  CHECK(capture.at("/problem_count") == "1");
  CHECK(capture.at("/problems/0/what") == "50 songs from place 51 on");
  CHECK(capture.at(step(capture, "recently_played") + "/state") == "done");
  capture = captured_again(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(app.database.sql().number("select count(*) from library where saved_at is not null") == 120);
}

TEST_CASE("an empty page in the middle of the Liked Songs is not their end") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","skip":1,"count":1,"body":"no_items"}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at(step(capture, "liked_songs") + "/added") == "120");
  CHECK(capture.at("/problem_count") == "0");
}

TEST_CASE("a song that is unliked while the Liked Songs are read costs no other") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","count":1,"unlikes":1}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  auto sql = app.database.sql();
  SpotifyAccount account(app.sandbox, "demo");
  auto liked = account.liked();
  CHECK(liked.size() == 119);
  auto kept = saved(sql);
  for (const auto& [song, when] : liked) CHECK(kept[song] == when);
}

TEST_CASE("a Spotify that gives the same page again and again is left, and the capture says so") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"ignore_offset":true})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "partial");
  CHECK(capture.at(step(capture, "liked_songs") + "/added") == "50");
  CHECK(capture.at("/problems/0/what") == "70 songs from place 51 on");
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") == 2);
}

TEST_CASE("songs whose titles are broken are named, and the rest of their page is kept") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"broken_titles":2})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at(step(capture, "liked_songs") + "/skipped") == "2");
  CHECK(capture.at(step(capture, "liked_songs") + "/added") == "118");
  CHECK(capture.at("/problems/0/what") == "song 1");
  CHECK(capture.at("/problems/1/what") == "song 2");
  CHECK(capture.at("/problems/0/reason") == "its name is not text");
}

TEST_CASE("the later of a day's two top lists stands, whole") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto spotifys = everything(sql);
  // As if the day's first lists had been others: longer, in another order, with tracks that are gone now.
  sql.script(
      "update snapshots set rank = rank + 100 where time_range = 'short_term';"
      "update snapshots set rank = 200 - rank where time_range = 'medium_term';"
      "update snapshots set track_id = (select min(track_id) from library where track_id not in (select track_id from "
      "snapshots)) where time_range = 'long_term' and rank = 3");
  REQUIRE(everything(sql) != spotifys);
  auto capture = captured_again(browser);
  CHECK(capture.at(step(capture, "top_long_term") + "/added") == "1");
  CHECK(everything(sql) == spotifys);
}

TEST_CASE("a Spotify that has no plays to tell of keeps nothing waiting") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/player/recently-played","status":204,"body":"empty"}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at(step(capture, "recently_played") + "/done") == "0");
  CHECK(calls(app.sandbox, "GET /v1/me/player/recently-played") == 1);
}

TEST_CASE("tracks that Spotify replaces by other instances of the recording are not kept a second time") {
  App app({}, {"--likes", "300"});
  app.sandbox.faults(R"({"class":"extended"})");
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto tracks = sql.number("select count(*) from tracks");
  app.sandbox.faults(R"({"class":"extended","relink":true})");
  captured_again(browser);
  CHECK(sql.number("select count(*) from tracks") == tracks);
  CHECK(sql.number("select count(*) from tracks where raw_json ? 'linked_from'") > 0);
  CHECK(sql.number("select count(*) from library where unsaved_at is not null") == 0);
}

TEST_CASE("a step that Spotify refuses fails alone, with its reason") {
  App app({}, kFewLikes);
  app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/player/recently-played","status":403,"message":"Insufficient client scope"}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "partial");
  CHECK(capture.at(step(capture, "recently_played") + "/state") == "failed");
  CHECK(capture.at(step(capture, "audio_features") + "/state") == "done");
  CHECK(capture.at("/problem_count") == "1");
  CHECK_THAT(capture.at("/problems/0/reason"), Catch::Contains("scope"));
  auto me = browser.get("/api/v1/me");
  CHECK(me.at("/spotify/state") == "needs_login");
  CHECK(me.size_at("/spotify/missing_scopes") == 1);
  CHECK(me.at("/spotify/missing_scopes/0") == "user-read-recently-played");
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from library where saved_at is not null") == 120);
  CHECK(sql.number("select count(*) from plays") == 0);
}

TEST_CASE("features that no track can have are named, and those beside them are kept") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"absurd_features":1})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at("/problems/0/reason") == "its loudness is out of range: -100 to 20");
  CHECK(capture.at(step(capture, "audio_features") + "/skipped") == capture.at("/problem_count"));
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from tracks where audio_features is not null") > 0);
  CHECK(sql.number("select count(*) from tracks where loudness > 20") == 0);
}

TEST_CASE("plays that come late or twice are kept once") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  app.sandbox.faults(R"({"late_plays":3,"duplicate_plays":5})");
  captured_again(browser);
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from plays") == 53);
  CHECK(sql.number("select count(*) from plays") == 53);
}

TEST_CASE("a song that was met before it was liked keeps its first appearance") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto met = sql.number("select count(*) from library");
  // Since the last capture one song was liked that had been met by playing it only.
  sql.script(
      "update library set saved_at = null, first_seen_at = '2001-01-01' where track_id = (select min(track_id) from "
      "library where saved_at is not null)");
  captured_again(browser);
  CHECK(sql.number("select count(*) from library") == met);
  CHECK(sql.number("select count(*) from library where saved_at is not null") == 120);
  CHECK(sql.value("select first_seen_at::date from library order by first_seen_at limit 1") == "2001-01-01");
}

TEST_CASE("a song that is no longer liked stays in the library, with the day on which we saw it") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  SpotifyAccount account(app.sandbox, "demo");
  auto song = account.liked().begin()->first;
  auto liked_at = account.liked().begin()->second;
  auto mine = [&] {
    auto track = sql.value("select id from tracks where spotify_id = $1", {song});
    return browser.get("/api/v1/tracks/" + track + "/mine");
  };
  CHECK(mine().at("/unsaved_at") == "null");
  account.unlike(song);

  // A reading that lacks a page can't tell what is in it.
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","skip":1,"count":3,"status":502},
                                  {"route":"GET /v1/me/tracks","skip":2,"count":3,"status":502}]})");
  CHECK(captured_again(browser).at("/state") == "partial");
  CHECK(sql.number("select count(*) from library where unsaved_at is not null") == 0);
  // Nor can one with an item of which nobody can say what it is.
  app.sandbox.faults(R"({"null_items":1})");
  captured_again(browser);
  CHECK(sql.number("select count(*) from library where unsaved_at is not null") == 0);
  // A broken title and a local file don't hide which songs are there.
  app.sandbox.faults(R"({"broken_titles":2,"local_tracks":1})");
  captured_again(browser);
  CHECK(sql.number("select count(*) from library where unsaved_at is not null") == 2);  // it, and what the file hides
  CHECK(mine().at("/unsaved_at") != "null");
  CHECK(mine().at("/saved_at").substr(0, 19) == liked_at.substr(0, 19));

  account.like(song);
  app.sandbox.faults("{}");
  captured_again(browser);
  CHECK(mine().at("/unsaved_at") == "null");
  CHECK(mine().at("/saved_at").substr(0, 10) > liked_at.substr(0, 10));
  CHECK(sql.number("select count(*) from library where unsaved_at is not null") == 0);
  CHECK(sql.number("select count(*) from captures where liked_seen <> '{}' or liked_reading is not null") == 0);
}

TEST_CASE("two people's captures run side by side, each with its own songs") {
  App app({}, {"--likes", "300"});
  auto demo = app.server.signed_in("demo");
  auto ada = app.server.signed_in("ada");
  CHECK(finished_capture(demo).at("/state") == "done");
  CHECK(finished_capture(ada).at("/state") == "done");
  auto sql = app.database.sql();
  for (const char* person : {"demo", "ada"}) {
    CAPTURE(person);
    SpotifyAccount account(app.sandbox, person);
    CHECK(sql.number("select count(*) from library join users on users.id = user_id where saved_at is not null and "
                     "spotify_user_id = $1",
                     {person}) == static_cast<std::int64_t>(account.liked().size()));
  }
}
