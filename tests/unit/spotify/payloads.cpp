#include "spotify/payloads.hpp"

#include <catch2/catch.hpp>

#include "spotify/release_date.hpp"

using namespace mtm;
using namespace mtm::spotify;

namespace {

std::string track_json(const std::string& more = "", const std::string& id = "4uLU6hMCjMI75M1A2tKUQC") {
  return R"({"id":")" + id +
         R"(","name":"Never","type":"track","artists":[{"id":"0gxyHStUsqpMadRV0Di1Qt","name":"Rick"}],)" +
         R"("duration_ms":213573,"album":{"name":"Whenever","release_date":"1987-11-12","images":[]})" + more + "}";
}

std::string saved_json(const std::string& entries) { return R"({"total":9,"next":null,"items":[)" + entries + "]}"; }

std::string saved_entry(const std::string& track) {
  return R"({"added_at":"2016-10-11T13:44:40Z","track":)" + track + "}";
}

}  // namespace

TEST_CASE("a recording's code that is too long to be one is none") {
  Reader reader;
  CHECK_FALSE(
      reader.track(track_json(R"(,"external_ids":{"isrc":")" + std::string(33, 'A') + R"("},"external_urls":{})"))
          .isrc);
}

TEST_CASE("a track of an app of 2026 is read without the fields it is not told") {
  Reader reader;
  auto track = reader.track(track_json(
      R"(,"external_ids":{"isrc":"GBARL9300135"},"external_urls":{"spotify":"https://open.spotify.com/track/4"},"is_local":false)"));
  CHECK(track.id == "4uLU6hMCjMI75M1A2tKUQC");
  CHECK(track.uri == "spotify:track:4uLU6hMCjMI75M1A2tKUQC");
  CHECK(track.name == "Never");
  REQUIRE(track.artists.size() == 1);
  CHECK(track.artists[0].id == "0gxyHStUsqpMadRV0Di1Qt");
  CHECK(track.artists[0].name == "Rick");
  CHECK(track.album_name == "Whenever");
  REQUIRE(track.release);
  CHECK(track.release->text == "1987-11-12");
  CHECK(track.release->precision == Precision::day);
  CHECK(track.duration_ms == 213573);
  CHECK(track.isrc == "GBARL9300135");
  CHECK(track.spotify_url == "https://open.spotify.com/track/4");
  CHECK_FALSE(track.popularity);
  CHECK_FALSE(track.image_url);
  CHECK_FALSE(track.is_local);
}

TEST_CASE("what is nice to have may be of any type, and numbers may be written with an exponent") {
  Reader reader;
  struct Row {
    const char* more;
    std::optional<int> popularity;
  };
  for (const auto& [more, popularity] :
       {Row{R"(,"popularity":85)", 85}, Row{R"(,"popularity":8.5e1)", 85}, Row{R"(,"popularity":null)", {}},
        Row{R"(,"popularity":"85")", {}}, Row{R"(,"popularity":101)", {}}, Row{R"(,"popularity":-1)", {}},
        Row{R"(,"external_ids":[],"external_urls":7,"popularity":0,"surprise":{"deep":[[]]})", 0}}) {
    CAPTURE(more);
    CHECK(reader.track(track_json(more)).popularity == popularity);
  }
  auto track = reader.track(
      R"({"id":"00000000000000000000a1","name":"n","artists":[{"name":"x","id":null}],"duration_ms":2.15e5,"album":null})");
  CHECK(track.duration_ms == 215000);
  CHECK(track.album_name.empty());
  CHECK_FALSE(track.artists[0].id);
  CHECK_FALSE(reader.track(R"({"id":"00000000000000000000a1","name":"n","artists":[{"name":"x"}]})").duration_ms);
}

TEST_CASE("an item that can't be used is skipped with its place and the reason, and the rest is kept") {
  Reader reader;
  struct Row {
    std::string entry;
    const char* reason;
  };
  const std::string artist = R"("artists":[{"name":"x"}])";
  const Row rows[] = {
      {"null", "it is null"},
      {"7", "it is not an object"},
      {R"([])", "it is not an object"},
      {R"({})", "its added_at is not a time"},
      {R"({"added_at":7,"track":)" + track_json() + "}", "its added_at is not text"},
      {R"({"added_at":"yesterday","track":)" + track_json() + "}", "its added_at is not a time"},
      {saved_entry("null"), "it has no track"},
      {saved_entry("5"), "its track is not an object"},
      {saved_entry(R"({"id":null,"is_local":true,"name":"n",)" + artist + "}"), "it has no id: a local file"},
      {saved_entry(R"({"id":null,"name":"n",)" + artist + "}"), "it has no id"},
      {saved_entry(R"({"id":7,"name":"n",)" + artist + "}"), "its id is not text"},
      {saved_entry(R"({"id":"x-y","name":"n",)" + artist + "}"), "its id is none of Spotify's"},
      {saved_entry(R"({"id":"a1","name":"n",)" + artist + "}"), "its id is none of Spotify's"},
      {saved_entry(R"({"id":"12345678901234567890123","name":"n",)" + artist + "}"), "its id is none of Spotify's"},
      {saved_entry(R"({"id":"00000000000000000000a1",)" + artist + "}"), "it has no name"},
      {saved_entry(R"({"id":"00000000000000000000a1","name":["n"],)" + artist + "}"), "its name is not text"},
      {saved_entry(R"({"id":"00000000000000000000a1","name":"\ud800",)" + artist + "}"), "its name is not text"},
      {saved_entry(R"({"id":"00000000000000000000a1","name":"n"})"), "it has no artist"},
      {saved_entry(
           R"({"id":"00000000000000000000a1","name":"n","artists":[null,{"id":"00000000000000000000b2"},{"name":4}]})"),
       "it has no artist"},
      {saved_entry(R"({"id":"00000000000000000000a1","name":"n","artists":"x"})"), "its artists is not a list"},
      {saved_entry(R"({"id":"00000000000000000000a1","name":"n","duration_ms":"3:35",)" + artist + "}"),
       "its duration_ms is not a whole number"},
      {saved_entry(R"({"id":"00000000000000000000a1","name":"n","duration_ms":-1,)" + artist + "}"),
       "its duration_ms is out of bounds"},
      {saved_entry(R"({"id":"00000000000000000000a1","name":"n","duration_ms":1e300,)" + artist + "}"),
       "its duration_ms is not a whole number"},
      {saved_entry(R"({"type":"episode","id":"00000000000000000000a1","name":"n"})"),
       "it is no track but of the type episode"},
      {saved_entry(R"({"uri":"spotify:episode:00000000000000000000a1","id":"00000000000000000000a1","name":"n",)" +
                   artist + "}"),
       "it is no track but an episode"},
      {saved_entry(R"({"uri":"spotify:local:x:y:z:215","id":"00000000000000000000a1","name":"n",)" + artist + "}"),
       "it has no id: a local file"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.entry);
    auto page =
        reader.saved_tracks(saved_json(saved_entry(track_json()) + "," + row.entry + "," + saved_entry(track_json())));
    CHECK(page.items.size() == 2);
    CHECK(page.total == 9);
    REQUIRE(page.skipped.size() == 1);
    CHECK(page.skipped[0].index == 1);
    CHECK(page.skipped[0].reason == row.reason);
  }
}

TEST_CASE("an item that is skipped says which track it means, or that it means none") {
  Reader reader;
  const std::string id = "00000000000000000000a1";
  struct Row {
    std::string track, track_id;
    bool names_no_track = false;
  };
  for (const auto& row : {Row{R"({"id":")" + id + R"(","name":false,"artists":[{"name":"x"}]})", id},
                          {R"({"id":")" + id + R"(","name":"n","artists":[]})", id},
                          {R"({"id":false,"name":"n","artists":[{"name":"x"}]})", ""},
                          {"null", ""},
                          {R"({"id":null,"is_local":true,"name":"n"})", "", true},
                          {R"({"type":"episode","id":")" + id + R"(","name":"n"})", "", true}}) {
    CAPTURE(row.track);
    auto page = reader.saved_tracks(saved_json(saved_entry(row.track)));
    REQUIRE(page.skipped.size() == 1);
    CHECK(page.skipped[0].track_id == row.track_id);
    CHECK(page.skipped[0].names_no_track == row.names_no_track);
  }
}

TEST_CASE("a track that Spotify replaced by another instance keeps the id it was asked for by") {
  Reader reader;
  struct Row {
    const char* linked_from;
    const char* id;
  };
  for (const auto& row : {Row{R"({"id":"6kLCHFM39wkFjOuyPGLGeQ","type":"track"})", "6kLCHFM39wkFjOuyPGLGeQ"},
                          {R"({"id":"x-y"})", "4uLU6hMCjMI75M1A2tKUQC"},
                          {"{}", "4uLU6hMCjMI75M1A2tKUQC"},
                          {"null", "4uLU6hMCjMI75M1A2tKUQC"},
                          {"7", "4uLU6hMCjMI75M1A2tKUQC"}}) {
    CAPTURE(row.linked_from);
    auto track = reader.track(
        track_json(std::string(R"(,"uri":"spotify:track:4uLU6hMCjMI75M1A2tKUQC","linked_from":)") + row.linked_from));
    CHECK(track.id == row.id);
    CHECK(track.uri == std::string("spotify:track:") + row.id);
  }
}

TEST_CASE("a page says where the next one begins") {
  Reader reader;
  struct Row {
    const char* next;
    bool there;
    std::optional<std::int64_t> offset;
  };
  for (const auto& row : {Row{R"("https://api.spotify.com/v1/me/tracks?offset=50&limit=50")", true, 50},
                          {R"("https://api.spotify.com/v1/me/tracks?limit=50&offset=100")", true, 100},
                          {R"("https://x/?limit=50")", true, {}},
                          {R"("https://x/?notoffset=7")", true, {}},
                          {R"("https://x/?offset=-7")", true, {}},
                          {R"("https://x/?offset=")", true, {}},
                          {"null", false, {}}}) {
    CAPTURE(row.next);
    auto page = reader.saved_tracks(std::string(R"({"items":[],"next":)") + row.next + "}");
    CHECK(page.next.has_value() == row.there);
    CHECK(page.next_offset == row.offset);
    CHECK_FALSE(page.total);
  }
}

TEST_CASE("the rank of a top track is its place in the whole list, also after an item that was skipped") {
  Reader reader;
  auto page = reader.top_tracks(
      R"({"items":[)" + track_json() + ",null," + track_json() + R"(],"next":"https://x","total":380})", 50);
  REQUIRE(page.items.size() == 2);
  CHECK(page.items[0].rank == 51);
  CHECK(page.items[1].rank == 53);
  CHECK(page.total == 380);
  CHECK(page.next == "https://x");
}

TEST_CASE("plays keep their milliseconds, and a page beyond the last play is empty") {
  Reader reader;
  auto page = reader.recently_played(R"({"items":[{"played_at":"2021-09-08T07:27:05.283Z","context":null,"track":)" +
                                     track_json() + R"(}],"cursors":{"after":"1","before":"2"},"next":"x"})");
  REQUIRE(page.items.size() == 1);
  CHECK(to_rfc3339(page.items[0].played_at) == "2021-09-08T07:27:05.283Z");
  auto beyond = reader.recently_played(R"({"items":[],"next":null,"cursors":null,"limit":50})");
  CHECK(beyond.items.empty());
  CHECK_FALSE(beyond.total);
  CHECK_FALSE(beyond.next);
}

TEST_CASE("playlists are read in the new shape and in the old one") {
  Reader reader;
  auto page = reader.playlists(R"({"total":4,"items":[
    {"id":"p1","name":"New","description":"mine","public":false,"owner":{"id":"demo"},"external_urls":{"spotify":"https://s/p1"},"items":{"href":"x","total":7}},
    null,
    {"id":"p2","name":"Old","description":null,"public":null,"images":null,"tracks":{"href":"x","total":8}},
    {"id":"p3","name":"Somebody else's"}]})");
  REQUIRE(page.items.size() == 3);
  CHECK(page.items[0].name == "New");
  CHECK(page.items[0].description == "mine");
  CHECK(page.items[0].is_public == false);
  CHECK(page.items[0].owner_id == "demo");
  CHECK(page.items[0].url == "https://s/p1");
  CHECK(page.items[0].item_count == 7);
  CHECK(page.items[1].item_count == 8);
  CHECK_FALSE(page.items[1].is_public);
  CHECK_FALSE(page.items[2].item_count);
  REQUIRE(page.skipped.size() == 1);
  CHECK(page.skipped[0].reason == "it is null");

  auto items = reader.playlist_items(
      R"({"items":[{"added_at":null,"item":)" + track_json() + R"(},{"track":)" + track_json() +
      R"(},{"is_local":true,"item":{"id":null,"uri":"spotify:local:A:B:C:215","name":"L","is_local":true,"artists":[]}},
                                     {"item":null}],"total":4})");
  REQUIRE(items.items.size() == 3);
  CHECK_FALSE(items.items[0].added_at);
  CHECK(items.items[2].track.is_local);
  CHECK(items.items[2].track.uri == "spotify:local:A:B:C:215");
  CHECK(items.skipped.size() == 1);
}

TEST_CASE("of several pictures the smallest of at least 300 pixels is taken, else the widest") {
  Reader reader;
  struct Row {
    const char* images;
    std::optional<std::string> url;
  };
  const Row rows[] = {
      {R"([{"url":"w640","width":640},{"url":"w300","width":300},{"url":"w64","width":64}])", "w300"},
      {R"([{"url":"w64","width":64},{"url":"w300","width":300},{"url":"w640","width":640}])", "w300"},
      {R"([{"url":"w160","width":160},{"url":"w200","width":200}])", "w200"},
      {R"([{"url":"none","width":null},null,5])", "none"},
      {R"([{"width":300}])", std::nullopt},
      {"[]", std::nullopt},
      {"null", std::nullopt},
  };
  for (const auto& row : rows) {
    CAPTURE(row.images);
    CHECK(reader.profile(std::string(R"({"id":"demo","images":)") + row.images + "}").image_url == row.url);
  }
}

TEST_CASE("a release date keeps the parts that make sense, from the year on") {
  struct Row {
    const char* text;
    const char* kept;  // empty: nothing
    Precision precision = Precision::year;
  };
  const Row rows[] = {{"1969", "1969"},
                      {"1969-07", "1969-07", Precision::month},
                      {"2016-02-29", "2016-02-29", Precision::day},
                      {"1969-07-20T00:00:00Z", "1969-07-20", Precision::day},
                      {"1969-07-20 20:17", "1969-07-20", Precision::day},
                      {"2009-00-00", "2009"},
                      {"2024-0", "2024"},
                      {"2009-00", "2009"},
                      {"2009-05-00", "2009-05", Precision::month},
                      {"2009-00-17", "2009"},
                      {"2015-02-29", "2015-02", Precision::month},
                      {"1969-13", "1969"},
                      {"1969-13-01", "1969"},
                      {"1969-xx-xx", "1969"},
                      {"1969-07-", "1969-07", Precision::month},
                      {"1969-07-200", "1969-07", Precision::month},
                      {"1969-071", "1969"},
                      {"1969-7-1", "1969"},
                      {"1969/07", "1969"},
                      {"1969-", "1969"},
                      {"0000", ""},
                      {"0000-00-00", ""},
                      {"", ""},
                      {"69", ""},
                      {"+969", ""},
                      {"19690", ""},
                      {"19690720", ""},
                      {"c. 1969", ""}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    auto date = release_date(row.text);
    REQUIRE(date.has_value() == (*row.kept != 0));
    if (date) {
      CHECK(date->precision == row.precision);
      CHECK(date->text == row.kept);
    }
  }
}

TEST_CASE("the track as it was sent is kept when PostgreSQL can keep it") {
  Reader reader;
  auto sent = track_json(R"(,"new_field":{"a":[1,2]})");
  CHECK(reader.track(sent).raw_json == sent);
  CHECK(reader.saved_tracks(saved_json(saved_entry(sent))).items.at(0).track.raw_json == sent);
  for (auto unkeepable : {R"(,"x":"\u0000")", R"(,"x":nope)", R"(,"x":"\ud800")"}) {
    CAPTURE(unkeepable);
    auto track = reader.track(track_json(unkeepable));
    CHECK(track.raw_json.empty());
    CHECK(track.name == "Never");
  }
  CHECK(reader.track(R"({"id":"00000000000000000000a1","name":"a\u0000b","artists":[{"name":"x"}]})").name == "ab");
}

TEST_CASE("what is not the JSON that was asked for is unreadable") {
  Reader reader;
  for (auto body : {"", " ", "null", "[]", "7", "{", R"({"items":[)", R"({"items":{}})", R"({"items":null})", "<html>",
                    R"({"items":[{"a" 1}]})"}) {
    CAPTURE(body);
    CHECK_THROWS_AS(reader.saved_tracks(body), Unreadable);
    CHECK_THROWS_AS(reader.profile(body), Unreadable);
    CHECK_THROWS_AS(reader.tokens(body), Unreadable);
  }
  CHECK(reader.profile(R"({"id":"demo"})").id == "demo");  // the reader is not spoilt by what it could not read
}

TEST_CASE("an answer is JSON only when it is so to its end, and not so deep that it would exhaust us") {
  Reader reader;
  std::string deep;
  for (int level = 0; level < 100000; ++level) deep += R"({"error":[)";
  for (const auto& body : std::vector<std::string>{"{}", " [1]\n", R"({"a":{"b":[null]}})"})
    CHECK(reader.is_json(body));
  for (const auto& body : std::vector<std::string>{"", " ", "7", "\"text\"", "<html>", "{", R"({"a":nope})",
                                                   R"({"a":1}})", "{}{}", "{\"a\":\"\xff\"}", deep}) {
    CAPTURE(body.substr(0, 40));
    CHECK_FALSE(reader.is_json(body));
  }
  CHECK(reader.error(deep).message == "broken JSON");
}

TEST_CASE("a token answer may lack a refresh token and a scope") {
  Reader reader;
  auto all = reader.tokens(
      R"({"access_token":"a","token_type":"Bearer","scope":"x y","expires_in":3600,"refresh_token":"r"})");
  CHECK(all.access_token == "a");
  CHECK(all.refresh_token == "r");
  CHECK(all.scope == "x y");
  CHECK(all.expires_in == std::chrono::seconds(3600));
  auto few = reader.tokens(R"({"access_token":"a","refresh_token":null})");
  CHECK_FALSE(few.refresh_token);
  CHECK_FALSE(few.scope);
  CHECK_THROWS_AS(reader.tokens(R"({"access_token":""})"), Unreadable);
}

TEST_CASE("an error's body is understood in every shape that was seen") {
  Reader reader;
  struct Row {
    const char* body;
    const char* message;
    const char* reason;
  };
  const Row rows[] = {
      {R"({"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}})", "Too many requests",
       "QUOTA_EXCEEDED"},
      {R"({"error":{"status":403}})", "", ""},
      {R"({"error" : "invalid_grant", "error_description" : "Refresh token revoked"})", "Refresh token revoked",
       "invalid_grant"},
      {R"({"error":"invalid_client"})", "", "invalid_client"},
      {"{}", "", ""},
      {"", "", ""},
      {"Too many requests", "Too many requests", ""},
      {"two\nlines\x01", "two lines ", ""},
      {"\xff.\xfe", "?.?", ""},
      {"  <!DOCTYPE html>", "an HTML page instead of JSON", ""},
      {R"({"error":)", "broken JSON", ""},
      {R"({"error":7})", "", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.body);
    auto error = reader.error(row.body);
    CHECK(error.message == row.message);
    CHECK(error.reason == row.reason);
  }
  CHECK(reader.error(std::string(1000, 'x')).message.size() == 200);
  std::string accents = "x";
  for (int count = 0; count < 500; ++count) accents += "\xc3\xa9";
  CHECK(reader.error(accents).message.size() == 199);  // no character is cut in two
}

TEST_CASE("audio features are numbers in any notation, and tracks without are named") {
  Reader reader;
  auto page = reader.audio_features(R"({"audio_features":[null,
    {"id":"00000000000000000000a1","danceability":1,"energy":0.5,"valence":0.1,"acousticness":2.33e-5,"liveness":0,"instrumentalness":0,"speechiness":0.1,"tempo":120,"loudness":-7.2},
    {"id":"00000000000000000000a2","danceability":1},
    {"id":"00000000000000000000a3","danceability":1,"energy":1e60,"valence":0.1,"acousticness":0,"liveness":0,"instrumentalness":0,"speechiness":0.1,"tempo":120,"loudness":-7.2},
    {"id":"00000000000000000000a4","danceability":1,"energy":1.01,"valence":0.1,"acousticness":0,"liveness":0,"instrumentalness":0,"speechiness":0.1,"tempo":120,"loudness":-7.2},
    {"id":"00000000000000000000a5","danceability":1,"energy":1,"valence":0.1,"acousticness":0,"liveness":0,"instrumentalness":0,"speechiness":0.1,"tempo":900,"loudness":-7.2},
    {"id":"00000000000000000000a6","danceability":1,"energy":1,"valence":0.1,"acousticness":0,"liveness":0,"instrumentalness":0,"speechiness":0.1,"tempo":120,"loudness":-700}]})");
  REQUIRE(page.items.size() == 1);
  CHECK(page.items[0].features.acousticness == Approx(0.0000233));
  CHECK(page.items[0].features.danceability == 1);
  REQUIRE(page.skipped.size() == 6);
  CHECK(page.skipped[2].reason == "its energy is out of range: 0 to 1");
  CHECK(page.skipped[3].reason == "its energy is out of range: 0 to 1");
  CHECK(page.skipped[4].reason == "its tempo is out of range: 0 to 500");
  CHECK(page.skipped[5].reason == "its loudness is out of range: -100 to 20");
}
