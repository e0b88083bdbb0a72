// What must hold of imported histories whatever is in them: the order of imports changes no answer, the same again adds
// nothing, and what is taken back has never been there. Over generated histories of several tellers of the same plays.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <random>

#include "db/blocking_connection.hpp"
#include "integration/archive_facts.hpp"
#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "integration/unpacked.hpp"
#include "store/sources.hpp"
#include "support/shelf.hpp"
#include "transfer/history/import.hpp"
#include "transfer/old_app/import.hpp"

using namespace mtm::test;

namespace {

/// Files of one person's listening, as several programs tell it: none has all of it, and some tell of things twice.
class MadeHistory {
 public:
  explicit MadeHistory(unsigned seed) : random_(seed), seed_(seed) {
    for (int i = 0; i < 12; ++i) {
      // Some songs have two ids, which only an ISRC joins.
      tracks_.push_back({fmt::format("s{}t{}", seed, i), fmt::format("Song {} {}", seed, i / 2),
                         fmt::format("Band {}", i / 4), i % 3 == 0 ? fmt::format("DEAAA26{:05}", i / 2) : "",
                         150'000 + 10'000 * (i / 2)});
    }
    std::int64_t at = 1'580'000'000 + drawn(86'400);
    for (int i = 0; i < 120; ++i) {
      const auto& track = tracks_[static_cast<std::size_t>(drawn(12))];
      int ms = drawn(4) == 0 ? drawn(40'000) : track.length_ms;
      at += ms / 1000 + (drawn(3) == 0 ? drawn(40'000) : drawn(20));
      plays_.push_back({&track, at, ms});
    }
  }

  int drawn(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  /// Writes them into the folder and gives their names.
  std::vector<std::string> write(const TemporaryFolder& folder) {
    std::vector<std::string> files;
    auto keep = [&](const std::string& name, const std::string& text) {
      auto path = folder.path(fmt::format("{}-{}", seed_, name));
      std::ofstream(path, std::ios::binary) << text;
      files.push_back(path);
    };
    keep("endsong_0.json", extended());
    keep("endsong_1.json", extended());
    keep("StreamingHistory_music_0.json", account());
    keep("recenttracks.csv", lastfm());
    keep("listens.jsonl", listenbrainz());
    return files;
  }

  /// A database of the old app that knows some of the tracks, and has a playlist of its own.
  std::string old_database(const TemporaryFolder& folder, int number) {
    auto path = folder.path(fmt::format("{}-{}.db", seed_, number));
    make_empty_old_database(path, "older");
    std::string rows = "insert into artists values (1, spotify_id('singer'), 'Singer', '2016-01-01');";
    int id = 0;
    for (const auto& track : tracks_) {
      if (drawn(3) == 0) continue;
      ++id;
      rows += fmt::format(
          "insert into tracks values ({0}, spotify_id('{1}'), '{2}', 1, 'Album', '2015-01-01', {3}, 50, null, "
          "'20{4}-03-0{5}');"
          "insert into playlist_tracks values ({0}, 'playlist_{6}', {0}, {0}, '2017-01-01');",
          id, track.id, track.title, track.length_ms, 17 + drawn(7), 1 + drawn(9), number);
    }
    SqliteFile(path).script(rows);
    return path;
  }

 private:
  struct Track {
    std::string id, title, artist, isrc;
    int length_ms;
  };
  struct Play {
    const Track* track;
    std::int64_t ended;
    int ms;
  };

  static std::string utc(std::int64_t at, const char* format) {
    std::time_t time = at;
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, format, &parts)};
  }

  std::string extended() {
    std::string text;
    for (const auto& play : plays_) {
      if (drawn(4) == 0) continue;
      auto row = fmt::format(
          R"({{"ts":"{}","ms_played":{},"master_metadata_track_name":"{}","master_metadata_album_artist_name":"{}","spotify_track_uri":"spotify:track:{}"}})",
          utc(play.ended, "%Y-%m-%dT%H:%M:%SZ"), play.ms, play.track->title, play.track->artist,
          spotify_id(play.track->id));
      for (int times = drawn(20) == 0 ? 2 : 1; times > 0; --times) text += (text.empty() ? "" : ",\n") + row;
    }
    return "[" + text + "]";
  }
  std::string account() {
    std::string text;
    for (const auto& play : plays_)
      if (drawn(3) > 0)
        text += (text.empty() ? "" : ",\n") +
                fmt::format(R"({{"endTime" : "{}","artistName" : "{}","trackName" : "{}","msPlayed" : {}}})",
                            utc(play.ended, "%Y-%m-%d %H:%M"), play.track->artist, play.track->title, play.ms);
    return "[" + text + "]";
  }
  std::string lastfm() {
    std::string text = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n";
    for (const auto& play : plays_)
      if (play.ms > 30'000 && drawn(3) > 0)
        text += fmt::format("{},x,{},,,,{},\n", play.ended - play.ms / 1000 + drawn(30), play.track->artist,
                            play.track->title);
    return text;
  }
  std::string listenbrainz() {
    std::string text;
    for (const auto& play : plays_) {
      if (play.ms < 30'000 || drawn(3) == 0) continue;
      auto isrc = play.track->isrc.empty() ? "" : fmt::format(R"(,"isrc":"{}")", play.track->isrc);
      text += fmt::format(
          R"({{"listened_at":{},"track_metadata":{{"track_name":"{}","artist_name":"{}","additional_info":{{"duration_ms":{},"spotify_id":"https://open.spotify.com/track/{}"{}}}}}}})",
          play.ended - play.ms / 1000 + drawn(20), play.track->title, play.track->artist, play.track->length_ms,
          spotify_id(play.track->id), isrc);
      text += "\n";
    }
    return text;
  }

  std::mt19937 random_;
  unsigned seed_;
  std::vector<Track> tracks_;
  std::vector<Play> plays_;
};

/// A server, and imports for people of its database in this process.
struct House {
  mtm::transfer::HistoryReport import(const std::string& person, const std::vector<std::string>& files,
                                      const std::string& owner = "") {
    mtm::transfer::HistoryImportRequest request;
    for (const auto& file : files) request.files.push_back({file, file.substr(file.rfind('/') + 1)});
    request.spotify_user_id = person;
    request.owner = owner;
    return mtm::transfer::import_histories(request, app.database.url(), never, [](const mtm::transfer::Progress&) {});
  }
  void import_each(const std::string& person, const std::vector<std::string>& files) {
    for (const auto& file : files) bring(person, file);
  }
  /// A history, or a database of the old app.
  void bring(const std::string& person, const std::string& file) {
    if (!file.ends_with(".db")) {
      import(person, {file});
      return;
    }
    mtm::transfer::ImportRequest request;
    request.file = file;
    request.spotify_user_id = person;
    request.name = file.substr(file.rfind('/') + 1);
    mtm::transfer::import_database(request, app.database.url(), never, [](const mtm::transfer::Progress&) {});
  }
  /// Takes back what the file of that name told.
  void undo(const std::string& person, const std::string& file) {
    mtm::db::BlockingConnection database(app.database.url(), "a test", never);
    mtm::Id user{sql.number("select id from users where spotify_user_id = $1", {person})};
    mtm::Id source{sql.number("select id from sources where user_id = $1 and name = $2",
                              {std::to_string(user.number), file.substr(file.rfind('/') + 1)})};
    mtm::store::undo_source(database, user, source);
  }
  HttpClient client_of(const std::string& person) {
    auto [key, added] = keys.try_emplace(person);
    if (added) key->second = make_key(app.database.url(), person);
    return client_with(app.server.origin(), key->second);
  }

  /// What the server tells a person of their plays.
  std::string answers(const std::string& person) {
    auto client = client_of(person);
    std::string all;
    for (const char* target :
         {"/api/v1/charts/tracks?range=all&counted_from=0&limit=100", "/api/v1/charts/tracks?range=all&by=minutes",
          "/api/v1/charts/artists?range=all", "/api/v1/charts/tracks?from=2020-02-01&to=2020-02-28",
          "/api/v1/search?q=song", "/api/v1/dashboard"}) {
      auto body = client.get(target).body;
      all += std::string(target) + "\n" + body.substr(0, body.find(",\"request_id\"")) + "\n";
    }
    return all;
  }

  /// Rows of a person's tables without what tells one import of a file from another.
  std::string tables(const std::string& person) {
    std::string all;
    for (const char* query :
         {"select tracks.spotify_id, sources.name, played_at, is_start, ms_played, nth, plays.kind, file, file_row "
          "from plays join tracks on tracks.id = track_id join sources on sources.id = source_id where plays.user_id = "
          "$1",
          "select tracks.spotify_id, sources.name, track_claims.name, track_claims.artist_id, artist_name, "
          "track_claims.album_name, "
          "track_claims.duration_ms, track_claims.isrc, met_at from track_claims join tracks on tracks.id = track_id "
          "left "
          "join sources on sources.id = source_id where track_claims.user_id = $1",
          "select kind, name from sources where user_id = $1",
          "select track_id, nullif(first_seen_at, imported_at), saved_at, imported_at is null from library where "
          "user_id = $1",
          "select artist_id, sources.name, library_artists.name, first_seen_at from library_artists join sources on "
          "sources.id = source_id where library_artists.user_id = $1",
          "select snapshot_date, time_range, rank, track_id from snapshots where user_id = $1",
          "select playlist_id, playlists.name, sources.name, playlists.kind from playlists left join sources on "
          "sources.id "
          "= source_id where playlists.user_id = $1",
          "select playlist_id, track_id, position, sources.name from playlist_tracks left join sources on sources.id = "
          "source_id where playlist_tracks.user_id = $1"}) {
      auto rows = sql.rows("select said::text from (" + std::string(query) + ") as said order by 1",
                           {sql.value("select id from users where spotify_user_id = $1", {person})});
      for (const auto& row : rows) all += row[0] + "\n";
      all += "\n";
    }
    return all;
  }

  /// Every line of a person's export, but for the times of use of keys.
  std::string exported(const std::string& person) {
    auto reply = client_of(person).get("/api/v1/export");
    REQUIRE(reply.status == 200);
    Unpacked files(reply.body);
    std::string all;
    for (const auto& name : files.names()) {
      if (name == "README.md") continue;
      for (const auto& line : files.lines(name)) all += name + ": " + line + "\n";
    }
    return all;
  }

  App app{{}, kFewLikes};
  Sql sql = app.database.sql();
  TemporaryFolder folder;
  std::atomic<bool> never = false;
  std::map<std::string, std::string> keys;
};

std::string first_difference(const std::string& a, const std::string& b) {
  auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  auto from = at < 200 ? 0 : at - 200;
  return a == b ? "" : a.substr(from, 400) + "\n--- and ---\n" + b.substr(from, 400);
}

}  // namespace

TEST_CASE("in whatever order histories are imported, one by one or at once, the answers are the same") {
  House house;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    MadeHistory made(seed);
    auto files = made.write(house.folder);
    auto name = [&](const char* who) { return fmt::format("{}{}", who, seed); };
    house.import_each(name("ordered"), files);
    auto expected = house.answers(name("ordered"));
    house.import(name("at_once"), files);
    CHECK(first_difference(expected, house.answers(name("at_once"))).empty());
    for (const char* who : {"shuffled", "other"}) {
      std::shuffle(files.begin(), files.end(), std::mt19937(seed + static_cast<unsigned>(who[0])));
      CAPTURE(files);
      house.import_each(name(who), files);
      CHECK(first_difference(expected, house.answers(name(who))) == "");
    }
  }
}

TEST_CASE("whatever was imported comes back equal from our own export, and is undone at once") {
  House house;
  for (unsigned seed = 51; seed <= 56; ++seed) {
    CAPTURE(seed);
    MadeHistory made(seed);
    auto files = made.write(house.folder);
    files.push_back(made.old_database(house.folder, 1));
    std::shuffle(files.begin(), files.end(), std::mt19937(seed));
    auto name = [&](const char* who) { return fmt::format("{}{}", who, seed); };
    house.import_each(name("from"), files);
    auto archive = house.client_of(name("from")).get("/api/v1/export").body;
    auto path = house.folder.path(name("export") + ".zip");
    std::ofstream(path, std::ios::binary) << archive;
    house.client_of(name("into"));
    auto before = house.tables(name("into"));
    house.import(name("into"), {path}, name("from"));
    check_equal(files_of(archive), files_of(house.client_of(name("into")).get("/api/v1/export").body));
    CHECK(first_difference(house.answers(name("from")), house.answers(name("into"))) == "");
    house.undo(name("into"), path);
    CHECK(first_difference(before, house.tables(name("into"))) == "");
  }
}

TEST_CASE("the same files again add nothing, and change no answer") {
  House house;
  for (unsigned seed = 11; seed <= 14; ++seed) {
    CAPTURE(seed);
    MadeHistory made(seed);
    auto files = made.write(house.folder);
    auto person = fmt::format("twice{}", seed);
    auto first = house.import(person, files);
    auto expected = house.answers(person);
    for (const auto& file : files) {
      CAPTURE(file);
      auto again = house.import(person, {file});
      CHECK(again.sum.added == 0);
      CHECK(again.sum.already_there == again.sum.rows);
      CHECK(first_difference(expected, house.answers(person)) == "");
    }
    auto all = house.import(person, files);
    CHECK(all.sum.added == 0);
    CHECK(all.sum.already_there == first.sum.rows);
  }
}

TEST_CASE("what is taken back has never been there: rows, answers and lines of the export") {
  House house;
  for (unsigned seed = 21; seed <= 30; ++seed) {
    CAPTURE(seed);
    MadeHistory made(seed);
    auto files = made.write(house.folder);
    for (int number : {1, 2}) files.push_back(made.old_database(house.folder, number));
    std::shuffle(files.begin(), files.end(), std::mt19937(seed));
    auto taken_back = files[static_cast<std::size_t>(made.drawn(static_cast<int>(files.size())))];
    auto kept = files;
    std::erase(kept, taken_back);
    CAPTURE(taken_back, files);
    auto name = [&](const char* who) { return fmt::format("{}{}", who, seed); };

    // Among the others.
    house.import_each(name("without"), kept);
    house.import_each(name("undone"), files);
    house.undo(name("undone"), taken_back);
    CHECK(first_difference(house.tables(name("without")), house.tables(name("undone"))) == "");
    CHECK(first_difference(house.answers(name("without")), house.answers(name("undone"))) == "");

    // As the last: then even the numbers of what is left are the same.
    auto before = house.exported(name("without"));
    house.bring(name("without"), taken_back);
    house.undo(name("without"), taken_back);
    CHECK(first_difference(before, house.exported(name("without"))) == "");

    // And all of it, in another order than it came.
    std::shuffle(kept.begin(), kept.end(), std::mt19937(seed + 1));
    for (const auto& file : kept) house.undo(name("without"), file);
    for (const char* table :
         {"plays", "track_claims", "sources", "library", "library_artists", "playlists", "playlist_tracks"}) {
      CAPTURE(table);
      CHECK(
          house.sql.number(
              fmt::format("select count(*) from {} join users on users.id = user_id where spotify_user_id = $1", table),
              {name("without")}) == 0);
    }
  }
}

TEST_CASE("of what was met here before, the undo of an old database leaves the time at which it was met") {
  House house;
  auto demo = with_history(house.app.server);
  auto met = [&] {
    std::string all;
    for (const auto& row :
         house.sql.rows("select library::text from (select track_id, first_seen_at, saved_at, imported_at "
                        "from library order by track_id) as library"))
      all += row[0] + "\n";
    return all;
  };
  house.sql.facts("delete from library where saved_at is null");  // whose times are those of the capture
  auto before = met();
  TemporaryFolder folder;
  for (int number : {1, 2}) {
    auto path = folder.path(fmt::format("{}.db", number));
    make_empty_old_database(path, "older");
    std::string rows = "insert into artists values (1, spotify_id('singer'), 'Singer', '2001-01-01');";
    int id = 0;
    for (const auto& row :
         house.sql.rows("select spotify_id from tracks join library on track_id = id order by id limit 20"))
      rows +=
          fmt::format("insert into tracks values ({}, '{}', 'Song', 1, null, null, null, null, null, '200{}-01-01');",
                      ++id, row[0], number);
    SqliteFile(path).script(rows);
    house.bring("demo", path);
  }
  CHECK(met() != before);
  house.undo("demo", folder.path("1.db"));
  CHECK(met() != before);
  house.undo("demo", folder.path("2.db"));
  CHECK(first_difference(before, met()) == "");
}
