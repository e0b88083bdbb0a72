// Random databases there and back again: what one generation can hold comes back as it was, whatever is in it.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "integration/old_database.hpp"

using namespace mtm::test;

namespace {

class RandomDatabase {
 public:
  explicit RandomDatabase(unsigned seed) : random_(seed) {}

  std::string older() {
    std::string sql;
    int artists = count(12), tracks = artists == 0 ? 0 : count(40), entries = tracks == 0 ? 0 : count(80);
    for (int i = 0; i < artists; ++i)
      sql += fmt::format("insert into artists values ({}, '{}', {}, {});", 7 * i + 1, artist_id(i), quoted(words()),
                         time());
    for (int i = 0; i < tracks; ++i)
      sql += fmt::format("insert into tracks values ({}, '{}', {}, {}, {}, {}, {}, {}, {}, {});", 3 * i + 2,
                         track_id(i), quoted(words()), 7 * below(artists) + 1, maybe(quoted(words())),
                         maybe("'" + date() + "'"), maybe(std::to_string(below(2147483647))),
                         maybe(std::to_string(below(101))), maybe(quoted(json())), time());
    for (int i = 0; i < entries; ++i)
      sql += fmt::format(
          "insert into playlist_tracks (playlist_id, track_id, position, created_at) select {0}, {1}, {2}, {3} "
          "where not exists (select 1 from playlist_tracks where playlist_id = {0} and track_id = {1});",
          quoted(playlist()), 3 * below(tracks) + 2, below(32768), time());
    return sql;
  }

  std::string revised() {
    std::string sql;
    int tracks = count(40), snapshots = tracks == 0 ? 0 : count(100);
    for (int i = 0; i < tracks; ++i)
      sql += fmt::format(
          "insert into tracks values ('{0}', {1}, {2}, {3}, {4}, 'https://open.spotify.com/track/{0}', "
          "{5});",
          track_id(i), quoted(words()), quoted("x" + words()), maybe(quoted(words())),
          maybe(std::to_string(below(2147483647))), maybe(quoted(json())));
    for (int i = 0; i < snapshots; ++i)
      sql += fmt::format("insert or ignore into snapshots values ('{}', '20{:02}-{:02}-{:02}', '{}', {});",
                         track_id(below(tracks)), below(30), 1 + below(12), 1 + below(28), range(), 1 + i);
    return sql;
  }

 private:
  static std::string artist_id(int number) { return spotify_id(fmt::format("artist{}", number)); }
  static std::string track_id(int number) { return spotify_id(fmt::format("track{}", number)); }
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  int count(int most) { return below(5) == 0 ? below(2) : below(most); }
  std::string maybe(const std::string& value) { return below(4) == 0 ? "null" : value; }
  std::string words() {
    static const std::vector<std::string> kPieces = {"a",  "B",  " ", "'",  "\"",   "\\", "é",  "日本", "🎧",
                                                     "\t", "\n", "%", "{}", "null", ",",  "--", "\x7f"};
    std::string text;
    for (int i = below(12); i > 0; --i)
      text += kPieces[static_cast<std::size_t>(below(static_cast<int>(kPieces.size())))];
    return text;
  }
  std::string quoted(const std::string& text) {
    std::string sql = "'";
    for (char c : text) sql += c == '\'' ? "''" : std::string(1, c);
    return sql + "'";
  }
  std::string date() {
    auto text = fmt::format("{:04}-{:02}-{:02}", 1 + below(9999), 1 + below(12), 1 + below(28));
    constexpr std::size_t kLengths[] = {4, 7, 10};
    return text.substr(0, kLengths[below(3)]);
  }
  std::string time() {
    if (below(6) == 0) return "null";
    auto fraction = below(2) == 0 ? fmt::format(".{:06}", 1 + below(999999)) : "";
    return fmt::format("'20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}{}'", below(30), 1 + below(12), 1 + below(28), below(24),
                       below(60), below(60), fraction);
  }
  std::string playlist() {
    return below(3) == 0 ? "x" + words() : fmt::format("playlist_20{:02}_{}", below(30), below(5));
  }
  const char* range() {
    constexpr const char* kRanges[] = {"short_term", "medium_term", "long_term"};
    return kRanges[below(3)];
  }
  std::string json() {
    std::string text = "{";
    for (int i = below(6); i > 0; --i)
      text += fmt::format("{}\"k{}\": {}", text.size() > 1 ? ", " : "", i, json_value());
    return text + "}";
  }
  std::string json_value() {
    switch (below(6)) {
      case 0:
        return fmt::format("{}", below(1000));
      case 1:
        return fmt::format("-{}.{}", below(100), 1 + below(9));
      case 2:
        return "true";
      case 3:
        return "null";
      case 4:
        return "[1, {\"x\": \"\\n\"}]";
      default:
        return "\"text with é\"";
    }
  }

  std::mt19937 random_;
};

constexpr const char* kOlder[] = {
    "select spotify_id, name, created_at from artists order by 1",
    "select t.spotify_id, t.name, a.spotify_id, album_name, release_date, duration_ms, popularity, t.created_at from "
    "tracks t join artists a on a.id = artist_id order by 1",
    "select t.spotify_id, e.key, e.type, e.atom from tracks t, json_each(audio_features) e order by 1, 2",
    "select spotify_id, audio_features is null from tracks order by 1",
    "select playlist_id, t.spotify_id, position, p.created_at from playlist_tracks p join tracks t on t.id = track_id "
    "order by 1, 2"};

constexpr const char* kRevised[] = {
    "select track_id, name, artist_name, album_name, duration_ms, spotify_url, raw_json is null from tracks order by 1",
    "select t.track_id, e.key, e.type, e.atom from tracks t, json_each(raw_json) e order by 1, 2",
    "select track_id, snapshot_date, time_range, rank from snapshots order by 1, 2, 3"};

template <std::size_t N>
void check_round_trip(const std::string& generation, const std::string& rows, const char* const (&questions)[N]) {
  ScratchDatabase first, second;
  TemporaryFolder folder;
  auto there = folder.path("there.db"), back = folder.path("back.db"), again = folder.path("again.db");
  auto schema = test_data(generation + ".sql");
  SqliteFile old(there);
  // created_at may be missing: SQLite has no types, and old databases no constraints.
  auto tables = schema.substr(0, schema.find("INSERT INTO"));
  for (auto at = tables.find("created_at TEXT NOT NULL"); at != tables.npos;
       at = tables.find("created_at TEXT NOT NULL"))
    tables.replace(at, 24, "created_at TEXT");
  old.script(tables);
  old.script("begin;" + rows + "commit");

  auto imported = import_old_database(first.url(), there);
  INFO(imported.out << imported.err);
  REQUIRE(imported.exit_code == 0);
  REQUIRE(imported.out.find("rejected  ") == std::string::npos);
  REQUIRE(imported.out.find("repaired  ") == std::string::npos);
  REQUIRE(export_old_database(first.url(), back, {"--generation", generation}).exit_code == 0);
  for (const char* question : questions) {
    CAPTURE(question);
    CHECK(SqliteFile(back).rows(question) == old.rows(question));
  }
  // And the other way round: what PostgreSQL holds, by way of a file into an empty PostgreSQL.
  REQUIRE(import_old_database(second.url(), back).exit_code == 0);
  REQUIRE(export_old_database(second.url(), again, {"--generation", generation}).exit_code == 0);
  for (const char* question : questions) CHECK(SqliteFile(again).rows(question) == SqliteFile(back).rows(question));
  const std::string kept =
      "select md5(coalesce(string_agg(r, '|' order by r), '')) from ("
      "select row(spotify_id, name, created_at)::text as r from artists union all "
      "select row(tracks.spotify_id, tracks.name, artists.spotify_id, album_name, release_date, release_precision, "
      "duration_ms, popularity, audio_features, raw_json)::text "
      "from tracks join artists on artists.id = artist_id union all "
      "select row(playlist_id, spotify_id, position, playlist_tracks.created_at)::text from playlist_tracks join "
      "tracks on tracks.id = track_id union all "
      "select row(playlist_id, name, kind, year)::text from playlists union all "
      "select row(spotify_id, snapshot_date, time_range, rank)::text from snapshots join tracks on tracks.id = "
      "track_id) as rows";
  CHECK(told_by_imports(first).value(kept) == told_by_imports(second).value(kept));
}

}  // namespace

TEST_CASE("random databases of the older generation come back as they were") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    check_round_trip("older", RandomDatabase(seed).older(), kOlder);
  }
}

TEST_CASE("random databases of the revised generation come back as they were") {
  for (unsigned seed = 101; seed <= 112; ++seed) {
    CAPTURE(seed);
    check_round_trip("revised", RandomDatabase(seed).revised(), kRevised);
  }
}
