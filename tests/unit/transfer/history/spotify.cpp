#include <catch2/catch.hpp>
#include <random>

#include "transfer/history/format.hpp"
#include "transfer/history/zip_files.hpp"
#include "unit/transfer/history/made_zip.hpp"
#include "unit/transfer/history/told_rows.hpp"

using namespace mtm::transfer;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

constexpr PlayTime kNow = sys_days(year(2026) / 11 / 30) + 12h;
constexpr PlayTime kNewYear = sys_days(year(2025) / 1 / 1);

const std::string kId = "4uLU6hMCjMI75M1A2tKUQC", kUri = "spotify:track:" + kId;

ToldRows read_history(const std::string& text, Format format = Format::spotify_extended, std::size_t piece = 65'536) {
  TextInput input(text, piece);
  ToldRows rows;
  make_reader(format, {kNow, nullptr})->read(input, rows);
  return rows;
}

/// A row of the extended history with these members besides its time and duration.
ToldRows extended_row(const std::string& members) {
  return read_history(R"([{"ts":"2025-01-01T00:00:00Z","ms_played":1000)" + (members.empty() ? "" : "," + members) +
                      "}]");
}

ToldRow only(const ToldRows& rows) {
  REQUIRE(rows.taken.size() == 1);
  REQUIRE(rows.rejected.empty());
  return rows.taken[0];
}

std::string reason_of(const ToldRows& rows) {
  REQUIRE(rows.taken.empty());
  REQUIRE(rows.rejected.size() == 1);
  return rows.rejected[0].reason;
}

}  // namespace

TEST_CASE("a row of the extended history keeps all that it says, but no address") {
  auto rows = read_history(R"json([
  {
    "ts": "2025-01-01T00:00:00Z",
    "username": "somebody",
    "platform": "Android OS 8.0.0 API 26 (HUAWEI, LG)",
    "ms_played": 201000,
    "conn_country": "DE",
    "ip_addr_decrypted": "192.0.2.1",
    "user_agent_decrypted": "agent",
    "master_metadata_track_name": "Morgen im Regen",
    "master_metadata_album_artist_name": "Nebelkrähe",
    "master_metadata_album_album_name": "Wetterlage",
    "spotify_track_uri": "spotify:track:4uLU6hMCjMI75M1A2tKUQC",
    "episode_name": null,
    "episode_show_name": null,
    "spotify_episode_uri": null,
    "reason_start": "clickrow",
    "reason_end": "trackdone",
    "shuffle": true,
    "skipped": null,
    "offline": 0,
    "offline_timestamp": 1572964071330,
    "incognito_mode": false
  }
])json");
  auto row = only(rows);
  CHECK(row.row == 1);
  CHECK(row.kind == PlayKind::track);
  CHECK(row.at == kNewYear);
  CHECK_FALSE(row.at_is_start);
  CHECK_FALSE(row.cut_to_minute);
  CHECK(row.ms_played == 201'000);
  CHECK(row.length_ms == -1);
  CHECK(row.spotify_id == kId);
  CHECK(row.title == "Morgen im Regen");
  CHECK(row.artist == "Nebelkrähe");
  CHECK(row.album == "Wetterlage");
  CHECK(row.platform == "Android OS 8.0.0 API 26 (HUAWEI, LG)");
  CHECK(row.country == "DE");
  CHECK(row.reason_start == "clickrow");
  CHECK(row.reason_end == "trackdone");
  CHECK(row.shuffle == Said::yes);
  CHECK(row.skipped == Said::nothing);
  CHECK(row.offline == Said::no);
  CHECK(row.incognito == Said::no);
  CHECK(rows.owners == std::map<std::string, std::int64_t>{{"somebody", 1}});
}

TEST_CASE("rows are songs, episodes and chapters by what has a URI, then by what has a name") {
  auto song = only(extended_row("\"spotify_track_uri\":\"" + kUri + "\",\"episode_name\":\"x\""));
  CHECK(song.kind == PlayKind::track);
  CHECK(song.spotify_id == kId);

  auto episode = only(extended_row(R"("spotify_episode_uri":"spotify:episode:)" + kId +
                                   R"(","episode_name":"Folge 12","episode_show_name":"Nachtfunk")"));
  CHECK(episode.kind == PlayKind::episode);
  CHECK(episode.spotify_id == kId);
  CHECK(episode.title == "Folge 12");
  CHECK(episode.artist == "Nachtfunk");

  auto withdrawn = only(extended_row(R"("spotify_episode_uri":"spotify:episode:)" + kId + "\""));
  CHECK(withdrawn.kind == PlayKind::episode);

  auto chapter =
      only(extended_row(R"("audiobook_uri":"spotify:show:)" + kId + R"(","audiobook_chapter_uri":"spotify:episode:)" +
                        kId + R"(","audiobook_title":"Das lange Licht","audiobook_chapter_title":"Kapitel 3")"));
  CHECK(chapter.kind == PlayKind::chapter);
  CHECK(chapter.spotify_id == kId);
  CHECK(chapter.title == "Kapitel 3");
  CHECK(chapter.artist == "Das lange Licht");

  auto unnamed = only(extended_row(R"("episode_name":"Folge 12","episode_show_name":"Nachtfunk")"));
  CHECK(unnamed.kind == PlayKind::episode);
  auto names = only(
      extended_row(R"("master_metadata_track_name":"It","master_metadata_album_artist_name":"X","episode_name":"y")"));
  CHECK(names.kind == PlayKind::track);
  CHECK(names.spotify_id.empty());
}

TEST_CASE("a file on somebody's disk is named by its URI where nothing else names it") {
  auto local = only(extended_row(R"("spotify_track_uri":"spotify:local:Nebelkr%C3%A4he:Demo%00:Keller+Take%3A2:237")"));
  CHECK(local.spotify_id.empty());
  CHECK(local.artist == "Nebelkrähe");
  CHECK(local.album == "Demo");
  CHECK(local.title == "Keller Take:2");
  CHECK(local.length_ms == 237'000);

  auto odd =
      only(extended_row(R"("spotify_track_uri":"spotify:local:%C3:%:100%2:x","master_metadata_track_name":"It")"));
  CHECK(odd.artist == "?");
  CHECK(odd.album == "%");
  CHECK(odd.title == "It");
  CHECK(odd.length_ms == -1);

  CHECK(reason_of(extended_row(R"("spotify_track_uri":"spotify:local:::237:")")) == rejected::kNoName);
  CHECK(reason_of(extended_row(R"("spotify_track_uri":"spotify:local:a")")) == rejected::kNoName);
}

TEST_CASE("rows that nothing names are rejected, whatever else they say") {
  for (std::string members :
       {R"()", R"("spotify_track_uri":null)", R"("spotify_track_uri":"spotify:track:short")",
        R"("spotify_track_uri":"spotify:track:4uLU6hMCjMI75M1A2tKU-C")", R"("master_metadata_track_name":"It")",
        R"("master_metadata_album_artist_name":"X")",
        R"("master_metadata_track_name":"It","master_metadata_album_artist_name":"Unknown Artist")",
        R"("master_metadata_track_name":"\u0000","master_metadata_album_artist_name":"X")",
        R"("audiobook_uri":"spotify:show:4uLU6hMCjMI75M1A2tKUQC")", R"("episode_name":"x")"}) {
    CAPTURE(members);
    CHECK(reason_of(extended_row(members)) == rejected::kNoName);
  }
}

TEST_CASE("times and durations are what they must be, or the row is rejected") {
  struct Case {
    std::string ts, ms;
    std::string_view reason;
  };
  const Case cases[] = {
      {"\"1970-01-01T00:00:00Z\"", "1", rejected::kTooOldOrAhead},
      {"\"2005-12-31T23:59:59Z\"", "1", rejected::kTooOldOrAhead},
      {"\"2006-01-01T00:00:00Z\"", "1", ""},
      {"\"2026-12-01T12:00:00Z\"", "1", ""},  // a day ahead: clocks differ
      {"\"2026-12-01T12:00:01Z\"", "1", rejected::kTooOldOrAhead},
      {"\"9999-12-31T23:59:59Z\"", "1", rejected::kTooOldOrAhead},
      {"\"2025-13-41T25:61:00Z\"", "1", rejected::kNoTime},
      {"\"2025-01-01 00:00:00\"", "1", ""},
      {"\"2025-01-01T00:00:00Z and more\"", "1", rejected::kNoTime},
      {"1735689600", "1", rejected::kNoTime},
      {"null", "1", rejected::kNoTime},
      {"{}", "1", rejected::kNoTime},
      {"\"2025-01-01T00:00:00Z\"", "0", ""},
      {"\"2025-01-01T00:00:00Z\"", "86400000", ""},
      {"\"2025-01-01T00:00:00Z\"", "86400001", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "-1", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "1.5", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "1000.0", ""},
      {"\"2025-01-01T00:00:00Z\"", "\"1000\"", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "true", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "null", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "4102444800000", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "18446744073709551615", rejected::kDuration},
      {"\"2025-01-01T00:00:00Z\"", "1e300", rejected::kDuration},
  };
  for (const auto& one : cases) {
    CAPTURE(one.ts, one.ms);
    auto rows =
        read_history("[{\"ts\":" + one.ts + ",\"ms_played\":" + one.ms + ",\"spotify_track_uri\":\"" + kUri + "\"}]");
    if (one.reason.empty())
      only(rows);
    else
      CHECK(reason_of(rows) == one.reason);
  }
  CHECK(reason_of(read_history("[{}]")) == rejected::kNoTime);
}

TEST_CASE("odd values don't lose a row") {
  auto row = only(extended_row("\"spotify_track_uri\":\"" + kUri + "\"," + R"("shuffle":"yes","skipped":2,
      "offline":{},"incognito_mode":1,"platform":["a"],"conn_country":"de","reason_start":7,
      "master_metadata_track_name":"\ud800","reason_end":")" +
                               std::string(5'000, 'x') + R"(","new":{"deep":[{"er":[]}]},"ms_played":7)"));
  CHECK(row.shuffle == Said::nothing);
  CHECK(row.skipped == Said::nothing);
  CHECK(row.offline == Said::nothing);
  CHECK(row.incognito == Said::yes);
  CHECK(row.platform.empty());
  CHECK(row.country.empty());
  CHECK(row.reason_start.empty());
  CHECK(row.reason_end == std::string(40, 'x'));
  CHECK(row.title == "\uFFFD");
  CHECK(row.ms_played == 7);  // the last of two
  CHECK(only(extended_row("\"spotify_track_uri\":\"" + kUri + R"(","conn_country":"ZZ")")).country.empty());
}

TEST_CASE("the account data is read by its names, to the minute") {
  auto rows = read_history(R"([
    {"endTime" : "2025-01-01 00:00", "artistName" : "Nebelkrähe", "trackName" : "It", "msPlayed" : 1000},
    {"endTime" : "2025-01-01 00:00", "podcastName" : "Nachtfunk", "episodeName" : "Folge 12", "msPlayed" : 0},
    {"endTime" : "2025-01-01 00:01", "audiobookName" : "Das lange Licht", "chapterName" : "Kapitel 3",
     "authorName" : "I. Loom", "msPlayed" : 3},
    {"endTime" : "2025-01-01 00:01:02", "artistName" : "a", "trackName" : "b", "msPlayed" : 3},
    {"endTime" : "2025-01-01 00:02", "artistName" : "Unknown Artist", "trackName" : "Unknown Track", "msPlayed" : 3},
    {"endTime" : "2025-01-01", "artistName" : "a", "trackName" : "b", "msPlayed" : 3},
    {"endTime" : "2025-01-01 00:00", "artistName" : "", "trackName" : "b", "msPlayed" : 3}])",
                           Format::spotify_account);
  REQUIRE(rows.taken.size() == 4);
  CHECK(rows.taken[0].kind == PlayKind::track);
  CHECK(rows.taken[0].at == kNewYear);
  CHECK(rows.taken[0].cut_to_minute);
  CHECK(rows.taken[0].title == "It");
  CHECK(rows.taken[0].artist == "Nebelkrähe");
  CHECK(rows.taken[1].kind == PlayKind::episode);
  CHECK(rows.taken[1].title == "Folge 12");
  CHECK(rows.taken[1].artist == "Nachtfunk");
  CHECK(rows.taken[2].kind == PlayKind::chapter);
  CHECK(rows.taken[2].title == "Kapitel 3");
  CHECK(rows.taken[2].artist == "Das lange Licht");
  CHECK_FALSE(rows.taken[3].cut_to_minute);
  CHECK(rows.rejected.at(0).row == 5);
  CHECK(rows.reasons() ==
        std::map<std::string, std::int64_t>{{std::string(rejected::kNoName), 2}, {std::string(rejected::kNoTime), 1}});
}

TEST_CASE("the rows of a damaged file in a ZIP are kept, and the damage is told") {
  const std::string row = R"({"ts":"2025-01-01T00:00:00Z","ms_played":1,"spotify_track_uri":")" + kUri + "\"}";
  std::string text = "[" + row;
  for (int i = 1; i < 500; ++i) text += "," + row;
  text += "]";
  struct Case {
    MadeEntry entry;
    std::size_t rows;
  };
  const Case cases[] = {
      {{.name = "a.json", .content = text, .checksum = 1}, 500},
      {{.name = "a.json", .content = text.substr(0, 30'000), .checksum = 1}, 29'999 / (row.size() + 1)},
      {{.name = "a.json", .content = text, .size = 1'000'000}, 500}};
  for (const auto& one : cases) {
    MadeFile file(MadeZip().add(one.entry).finished());
    ZipFiles zip(file.path);
    auto input = zip.open(zip.entries().at(0));
    ToldRows rows;
    make_reader(Format::spotify_extended, {kNow, nullptr})->read(*input, rows);
    CHECK(rows.taken.size() == one.rows);
    REQUIRE(rows.breaks.size() == 1);
    CHECK(rows.breaks[0].starts_with("The ZIP is damaged"));
  }
}

TEST_CASE("a history of any rows, cut anywhere and in any pieces, accounts for each") {
  auto seed = std::random_device()();
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto one_of = [&](std::initializer_list<const char*> texts) { return texts.begin()[random() % texts.size()]; };
  for (int round = 0; round < 200; ++round) {
    std::string text = "[";
    std::vector<std::size_t> ends;
    for (auto n = random() % 8; n > 0; --n) {
      if (text.size() > 1) text += ",\n  ";
      text += std::string("{\"ts\":") + one_of({"\"2025-01-01T00:00:00Z\"", "\"2025\"", "null", "1"}) +
              ",\"spotify_track_uri\":" + one_of({"\"spotify:track:4uLU6hMCjMI75M1A2tKUQC\"", "null", "\"}\""}) +
              ",\"master_metadata_track_name\":" + one_of({"\"It {\"", "null", "\"\\\"\"", "{\"a\":\"}\"}"}) +
              ",\"master_metadata_album_artist_name\":" + one_of({"\"X\"", "null"}) +
              ",\"ms_played\":" + one_of({"1", "-1", "\"1\""}) + "}";
      ends.push_back(text.size());
    }
    text += "]";
    auto length = random() % 2 ? text.size() : random() % text.size() + 1;
    CAPTURE(text, length);
    auto rows = read_history(text.substr(0, length), Format::spotify_extended, 1 + random() % 50);
    auto whole = std::count_if(ends.begin(), ends.end(), [&](auto end) { return end <= length; });
    auto cut = rows.reasons()[std::string(rejected::kCut)];
    CHECK(static_cast<std::ptrdiff_t>(rows.taken.size() + rows.rejected.size()) == whole + cut);
    CHECK(rows.breaks.size() == (length < text.size() ? 1 : 0));
    CHECK(cut <= 1);
  }
}
