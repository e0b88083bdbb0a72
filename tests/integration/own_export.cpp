// Our own export, brought back: exported, imported and exported again it is the same, here and in another database; and
// what is not as we wrote it harms nothing.
#include <fmt/format.h>
#include <zip.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "integration/archive_facts.hpp"
#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "integration/unpacked.hpp"
#include "support/eventually.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

std::string zipped(const TemporaryFolder& folder, const std::string& name, const Files& files) {
  auto path = folder.path(name);
  std::filesystem::remove(path);
  int code = 0;
  auto* zip = zip_open(path.c_str(), ZIP_CREATE, &code);
  for (const auto& [entry, bytes] : files)
    zip_file_add(zip, entry.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), 0);
  REQUIRE(zip_close(zip) == 0);
  return path;
}

/// A person of whom every kind of fact is known, and a place to import into.
struct Collection {
  explicit Collection(bool everything = true) : app({}, kFewLikes), sql(app.database.sql()) {
    if (everything) collect();
  }

  void collect() {
    auto demo = with_history(app.server);
    keep_a_year(demo, 10, 0);
    auto published = keep_a_year(demo, 10, 1);
    demo.post("/api/v1/playlists/" + published + "/publish", "{}");
    REQUIRE(eventually([&] { return demo.get("/api/v1/playlists/" + published).at("/state") == "published"; }));
    for (const char* history : {"spotify-extended/my_spotify_data.zip", "lastfm/librefm.csv", "koito/koito_export.json",
                                "maloja/maloja_export_2026_01_01_00_00_00.json", "spotify-account/my_spotify_data.zip"})
      bring("demo", {source(std::string("tests/data/history/") + history)});
    make_old_database(folder.path("old.db"), "older");
    auto old = import_old_database(app.database.url(), folder.path("old.db"));
    REQUIRE(old.exit_code == 0);
    auto feed = demo.get("/api/v1/history");
    REQUIRE(demo.send("DELETE", "/api/v1/history/" + feed.at("/plays/0/id")).status == 204);
    auto by_hand =
        fmt::format(R"({{"track_id":"{}","started_at":"2026-04-01T10:00:00Z"}})", feed.at("/plays/1/track/id"));
    REQUIRE(demo.post("/api/v1/history", by_hand).status == 201);
    sql.facts(
        "insert into recordings (user_id, track_id, as_track_id, same, decided_at) select users.id, one.track_id, "
        "other.track_id, place = 1, '2026-03-01T10:00:00.123456Z' from users cross join lateral (select track_id from "
        "library where user_id = users.id order by track_id limit 2) as one join lateral (select track_id, "
        "row_number() over (order by track_id) as place from (select track_id from library where user_id = users.id "
        "order by track_id desc limit 2) as last) as other on other.place = (select count(*) from library where "
        "user_id "
        "= users.id and library.track_id <= one.track_id) where spotify_user_id = 'demo';"
        "insert into gaps (user_id, starts_at, ends_at, why, found_at) select id, '2026-03-01T10:00:00.5Z', "
        "'2026-03-02T10:00:00Z', 'full_page', '2026-03-02T11:00:00Z' from users where spotify_user_id = 'demo';"
        "insert into gaps (user_id, starts_at, why) select id, '2026-08-01T10:00:00Z', 'no_reading' from users where "
        "spotify_user_id = 'demo';"
        "update playlist_tracks set left_out = 'Spotify refuses it' where position = 3;"
        "update playlists set left_out_count = (select count(left_out) from playlist_tracks where "
        "playlist_tracks.playlist_id = playlists.playlist_id and playlist_tracks.user_id = playlists.user_id);"
        "update users set time_zone = 'America/Lima' where spotify_user_id = 'demo'");
  }

  Outcome bring(const std::string& user, std::vector<std::string> files, std::vector<std::string> options = {}) {
    std::vector<std::string> words{"import"};
    words.insert(words.end(), files.begin(), files.end());
    words.insert(words.end(), {"--user", user, "--new-user"});
    words.insert(words.end(), options.begin(), options.end());
    return command(words, command_environment(app.database.url()));
  }
  HttpClient client_of(const std::string& user) {
    auto [key, added] = keys.try_emplace(user);
    if (added) key->second = make_key(app.database.url(), user);
    return client_with(app.server.origin(), key->second);
  }
  std::string archive_of(const std::string& user) {
    auto reply = client_of(user).get("/api/v1/export");
    REQUIRE(reply.status == 200);
    return reply.body;
  }
  std::string kept(const std::string& archive, const std::string& name = "export.zip") {
    std::ofstream(folder.path(name), std::ios::binary) << archive;
    return folder.path(name);
  }
  std::string id_of(const std::string& user) {
    return sql.value("select id from users where spotify_user_id = $1", {user});
  }
  /// All rows of a person's own tables but for work under way.
  std::vector<std::string> rows_of(const std::string& user) {
    std::vector<std::string> rows;
    for (const char* table :
         {"sources", "library", "track_claims", "library_artists", "plays", "snapshots", "playlists", "playlist_tracks",
          "recordings", "removed_plays", "gaps", "covered_spans", "brought_library"})
      for (const auto& row : sql.rows(
               fmt::format("select (to_jsonb({0}) - 'version')::text from {0} where user_id = $1 order by 1", table),
               {id_of(user)}))
        rows.push_back(std::string(table) + " " + row[0]);
    return rows;
  }
  void undo(const std::string& user, const std::string& kind) {
    auto client = client_of(user);
    auto id = sql.value("select id from sources where user_id = $1 and kind = $2", {id_of(user), kind});
    CHECK(client.send("DELETE", "/api/v1/sources/" + id).status == 202);
    REQUIRE(eventually([&] { return sql.number("select count(*) from sources where id = $1", {id}) == 0; }));
  }

  App app;
  Sql sql;
  TemporaryFolder folder;
  std::map<std::string, std::string> keys;
};

}  // namespace

TEST_CASE(
    "our own export comes back equal: into an empty account beside the one it is from, and into another database") {
  Collection home;
  auto archive = home.archive_of("demo");
  auto files = files_of(archive);
  // Every kind of fact is there to be lost.
  for (const char* noun :
       {"artists", "tracks", "track_claims", "artist_claims", "sources", "library", "plays", "snapshots", "playlists",
        "playlist_tracks", "recordings", "removed_plays", "gaps", "covered_spans"}) {
    CAPTURE(noun);
    CHECK_FALSE(files.at(std::string(noun) + ".jsonl").empty());
  }
  auto path = home.kept(archive);

  auto asked = home.bring("second", {path});
  CHECK(asked.exit_code == 1);
  CHECK_THAT(asked.err, Contains("demo") && Contains("--whose"));
  auto outcome = home.bring("second", {path}, {"--whose", "demo"});
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, !Contains("rejected:"));
  auto again = home.archive_of("second");
  check_equal(files, files_of(again));
  CHECK(home.sql.value("select time_zone from users where spotify_user_id = 'second'") == "America/Lima");

  // A second time it changes nothing, neither there nor where it is from.
  for (const char* user : {"second", "demo"}) {
    CAPTURE(user);
    auto before = home.rows_of(user);
    auto repeated = home.bring(user, {path}, {"--whose", "demo"});
    CAPTURE(repeated.out);
    CHECK_THAT(repeated.out, Contains("= 0 added") && !Contains("rejected:"));
    CHECK(home.rows_of(user) == before);
  }

  // The catalogue of another database knows none of it.
  Collection other(false);
  auto there = other.bring("demo", {path});
  CAPTURE(there.out, there.err);
  REQUIRE(there.exit_code == 0);
  check_equal(files, files_of(other.archive_of("demo")), false);
  CHECK(other.sql.number("select count(*) from tracks where name is not null or audio_features is not null") == 0);
  CHECK(other.sql.number("select count(*) from artists where name is not null") == 0);
  // And from there again.
  auto third = other.bring("third", {other.kept(other.archive_of("demo"))}, {"--whose", "demo"});
  REQUIRE(third.exit_code == 0);
  check_equal(files, files_of(other.archive_of("third")), false);
}

TEST_CASE("answers about an imported export are those that the person had") {
  Collection home;
  auto demo = home.client_of("demo");
  REQUIRE(home.bring("second", {home.kept(home.archive_of("demo"))}, {"--whose", "demo"}).exit_code == 0);
  auto second = home.client_of("second");
  for (const char* target :
       {"/api/v1/charts/tracks?range=all&counted_from=0&limit=100", "/api/v1/charts/artists?range=all",
        "/api/v1/years?choice=loved", "/api/v1/dashboard", "/api/v1/analytics/turnover?range=all",
        "/api/v1/analytics/moods", "/api/v1/recipes/forgotten_gems", "/api/v1/skips?range=all",
        "/api/v1/platforms?range=all", "/api/v1/countries?range=all", "/api/v1/listening-modes?range=all"}) {
    CAPTURE(target);
    auto body = [](const Reply& reply) { return reply.body.substr(0, reply.body.find(",\"request_id\"")); };
    CHECK(body(demo.get(target)) == body(second.get(target)));
  }
}

TEST_CASE("undoing an imported export takes back what it brought, and leaves what was there") {
  Collection home;
  auto path = home.kept(home.archive_of("demo"));
  SECTION("from an account that was empty") {
    home.client_of("second");
    auto before = home.rows_of("second");
    REQUIRE(home.bring("second", {path}, {"--whose", "demo"}).exit_code == 0);
    CHECK(home.rows_of("second").size() > before.size());
    home.undo("second", "own_export");
    CHECK(home.rows_of("second") == before);
  }
  SECTION("from an account with a history of its own, met later") {
    auto ada = with_history(home.app.server, "ada");
    keep_a_year(ada, 10, 0);
    home.bring("ada", {source("tests/data/history/lastfm/librefm.csv")});
    home.sql.facts(
        "insert into library (user_id, track_id, first_seen_at) select ada.id, track_id, '2026-10-01' from users as "
        "ada, "
        "library join users as demo on demo.id = library.user_id where ada.spotify_user_id = 'ada' and "
        "demo.spotify_user_id = 'demo' order by track_id limit 40 on conflict do nothing");
    auto before = home.rows_of("ada");
    auto outcome = home.bring("ada", {path}, {"--whose", "demo"});
    REQUIRE(outcome.exit_code == 0);
    CHECK(home.rows_of("ada") != before);
    home.undo("ada", "own_export");
    CHECK(home.rows_of("ada") == before);
  }
}

TEST_CASE("one source of an imported export is undone by itself, and comes back with the archive") {
  Collection home;
  auto archive = home.archive_of("demo");
  auto path = home.kept(archive);
  REQUIRE(home.bring("second", {path}, {"--whose", "demo"}).exit_code == 0);
  auto plays = [&] { return home.sql.number("select count(*) from plays where user_id = $1", {home.id_of("second")}); };
  auto all = plays();
  home.undo("second", "spotify_extended");
  CHECK(plays() < all);
  REQUIRE(home.bring("second", {path}, {"--whose", "demo"}).exit_code == 0);
  CHECK(plays() == all);
  check_equal(files_of(archive), files_of(home.archive_of("second")));
}

TEST_CASE("a row that was changed by hand is rejected by itself, and speaks of nobody else's rows") {
  Collection home;
  auto ada = with_history(home.app.server, "ada");
  auto ada_before = home.rows_of("ada");
  auto files = files_of(home.archive_of("demo"));
  auto foreign = home.sql.value("select id from sources where user_id = $1", {home.id_of("ada")});
  auto edited = files;
  auto plays = lines_of(files.at("plays.jsonl"));
  REQUIRE(plays.size() > 12);
  put_member(plays[0], "source_id", "\"" + foreign + "\"");
  put_member(plays[1], "track_id", "\"999999999\"");
  put_member(plays[2], "played_at", "\"yesterday\"");
  put_member(plays[3], "ms_played", "-1");
  plays[4] = "{\"played_at\":";
  put_member(plays[5], "kind", "\"song\"");
  put_member(plays[6], "played_at", "\"9999-01-01T00:00:00Z\"");
  put_member(plays[7], "platform", "\"a\\u0000b\"");
  plays[8].insert(1, "\"mood\":1,");
  edited["plays.jsonl"].clear();
  for (const auto& line : plays) edited["plays.jsonl"] += line + "\n";
  edited["concerts.jsonl"] = "{\"place\":\"Lima\",\"at\":\"2030-01-01T00:00:00Z\"}\n";
  auto path = zipped(home.folder, "edited.zip", edited);
  auto outcome = home.bring("second", {path}, {"--whose", "demo", "--rejects", home.folder.path("rejects.csv")});
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.exit_code == 0);
  for (const char* reason :
       {"its source is not in the archive", "its track is not in the archive", "played_at is not a time",
        "ms_played is out of its range", "not JSON", "kind is not a known value", "time before 1900 or in the future",
        "platform has a NUL in it"}) {
    CAPTURE(reason);
    CHECK_THAT(outcome.out, Contains(std::string("1 rejected: ") + reason));
    CHECK_THAT(bytes_of(home.folder.path("rejects.csv")), Contains(reason));
  }
  CHECK_THAT(outcome.out, Contains("mood") && Contains("concerts.jsonl"));
  CHECK(home.sql.number("select count(*) from plays where user_id = $1", {home.id_of("second")}) ==
        static_cast<std::int64_t>(plays.size()) - 8);
  CHECK(home.rows_of("ada") == ada_before);
}

TEST_CASE("what is left of a broken export is said in one sentence, and nothing is half imported") {
  Collection home;
  auto archive = home.archive_of("demo");
  auto files = files_of(archive);
  auto none = [&] { return home.sql.number("select count(*) from users where spotify_user_id = 'second'") == 0; };
  auto refused = [&](const std::string& path, const std::string& sentence) {
    auto outcome = home.bring("second", {path}, {"--whose", "demo"});
    CHECK(outcome.exit_code == 1);
    CHECK_THAT(outcome.err, Contains(sentence));
    CHECK(none());
  };
  refused(home.kept(archive.substr(0, archive.size() / 2), "half.zip"), "only a part of one");
  refused(home.kept(files.at("plays.jsonl"), "plays.jsonl"), "one file of our own export");
  auto without = files;
  without.erase("account.jsonl");
  refused(zipped(home.folder, "without.zip", without), "account is missing");
  auto csv = home.client_of("demo").get("/api/v1/export?format=csv").body;
  refused(home.kept(csv, "csv.zip"), "for spreadsheets");
  refused(home.kept(files_of(csv).at("plays.csv"), "plays.csv"), "for spreadsheets");
  auto twice = files;
  twice["again/account.jsonl"] = files.at("account.jsonl");
  refused(zipped(home.folder, "twice.zip", twice), "several of our own exports");
  auto dry = home.bring("second", {home.kept(archive)}, {"--whose", "demo", "--dry-run"});
  CHECK(dry.exit_code == 0);
  CHECK(none());

  // Rows that are gone are told of; the others are there.
  auto cut = files;
  auto& library = cut["library.jsonl"];
  library.resize(library.size() - 10);
  auto outcome = home.bring("second", {zipped(home.folder, "cut.zip", cut)}, {"--whose", "demo"});
  CAPTURE(outcome.out);
  REQUIRE(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("file ends in the middle of a row"));
  CHECK(home.sql.number("select count(*) from library where user_id = $1", {home.id_of("second")}) ==
        static_cast<std::int64_t>(lines_of(files.at("library.jsonl")).size()) - 1);
}

TEST_CASE("a playlist that was about to be published stays a draft, and another one of its id keeps it") {
  Collection home;
  home.sql.script("update playlists set state = 'publishing', spotify_playlist_id = null where state = 'draft'");
  auto path = home.kept(home.archive_of("demo"));
  home.client_of("second");
  auto kept = home.sql.value("select playlist_id from playlists where state = 'publishing' limit 1");
  make_playlist(home.sql, "second", kept);
  for (int times = 0; times < 2; ++times) REQUIRE(home.bring("second", {path}, {"--whose", "demo"}).exit_code == 0);
  auto rows = home.sql.rows(
      "select playlist_id, state from playlists where user_id = $1 and playlist_id like $2 || '%' order by 1",
      {home.id_of("second"), kept});
  REQUIRE(rows.size() == 2);
  CHECK(rows[0][0] == kept);
  CHECK(rows[1][1] == "draft");
  CHECK(home.sql.number("select count(*) from playlist_tracks where user_id = $1 and playlist_id = $2",
                        {home.id_of("second"), kept}) == 0);
}

TEST_CASE("the page imports our own export, asks whose it is, and shows what became of each noun") {
  Collection home;
  auto archive = home.archive_of("demo");
  auto ended = [&](HttpClient& client, const std::string& target) {
    auto begun = client.send("POST", target, archive, {{"Content-Type", "application/octet-stream"}});
    REQUIRE(begun.status == 202);
    Reply reply;
    REQUIRE(eventually([&] {
      reply = client.get("/api/v1/imports/" + begun.at("/id"));
      return reply.at("/finished_at") != "null";
    }));
    return reply;
  };
  auto second = home.client_of("second");
  auto asked = ended(second, "/api/v1/imports?name=export.zip");
  CHECK(asked.at("/state") == "failed");
  CHECK(asked.at("/report/owners/0") == "demo");
  auto done = ended(second, "/api/v1/imports?name=export.zip&whose=demo");
  CHECK(done.at("/state") == "done");
  CHECK_THAT(done.at("/sentence"), Contains("Also added"));
  CHECK(done.size_at("/report/nouns") == 13);
  for (std::size_t i = 0; i < 13; ++i) {
    auto noun = fmt::format("/report/nouns/{}", i);
    CAPTURE(done.at(noun + "/name"));
    auto number = [&](const char* name) { return std::stoll(done.at(noun + name)); };
    CHECK(number("/rows") == number("/added") + number("/already_there") + number("/rejected"));
  }
  auto sources = second.get("/api/v1/sources");
  auto last = sources.size_at("/sources") - 1;
  CHECK(sources.at(fmt::format("/sources/{}/kind", last)) == "own_export");
  CHECK(sources.at("/sources/0/brought_by") == sources.at(fmt::format("/sources/{}/id", last)));
}
