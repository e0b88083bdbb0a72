// The made-up files of tests/data/history that are not Spotify's: what EXPECTED.json says is reached file by file.
#include <simdjson.h>
#include <zip.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "transfer/history/readers.hpp"
#include "unit/transfer/history/described.hpp"

using namespace mtm;
using namespace mtm::transfer;

namespace {

using Make = std::unique_ptr<HistoryReader> (*)(const ReadingOptions&);

std::filesystem::path samples() { return std::filesystem::path(SOURCE_FOLDER) / "tests/data/history"; }

std::string file_text(const std::string& name) {
  std::ifstream in(samples() / name, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// With a reader of ZIPs that is not ours.
std::string text_in_zip(const std::string& zip_name, const std::string& name) {
  auto* zip = zip_open((samples() / zip_name).c_str(), ZIP_RDONLY, nullptr);
  REQUIRE(zip);
  zip_stat_t stat;
  REQUIRE(zip_stat(zip, name.c_str(), 0, &stat) == 0);
  std::string text(stat.size, '\0');
  auto* file = zip_fopen(zip, name.c_str(), 0);
  REQUIRE(file);
  REQUIRE(zip_fread(file, text.data(), text.size()) == static_cast<zip_int64_t>(text.size()));
  zip_fclose(file);
  zip_discard(zip);
  return text;
}

ReadingOptions options() {
  return {.now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 10), .zone = TimeZone::of("Europe/Berlin")};
}

struct Expected {
  std::int64_t rows = 0, plays = 0, duplicates = 0;
  std::map<std::string, std::int64_t> rejected;
};

Expected expected_of(const std::string& name) {
  static simdjson::dom::parser parser;
  static simdjson::dom::element all = parser.load((samples() / "EXPECTED.json").string());
  simdjson::dom::object file = all[name];
  Expected expected{.rows = file["rows"].get_int64(), .plays = file["plays"].get_int64()};
  std::int64_t duplicates = 0;
  if (!file["duplicates"].get(duplicates)) expected.duplicates = duplicates;
  simdjson::dom::object rejected = file["rejected"];
  for (auto reason : rejected) expected.rejected[std::string(reason.key)] = reason.value.get_int64();
  return expected;
}

void check_counts(const std::string& name, const ToldRows& told) {
  CAPTURE(name, described(told));
  auto expected = expected_of(name);
  CHECK(static_cast<std::int64_t>(told.taken.size() + told.rejected.size()) == expected.rows);
  CHECK(static_cast<std::int64_t>(told.taken.size()) == expected.plays + expected.duplicates);
  CHECK(told.reasons() == expected.rejected);
  CHECK(told.breaks.empty());
}

struct Sample {
  const char* name;
  Make make;
  const char* owner;
};

constexpr Sample kSamples[] = {
    {"lastfm/listener.csv", lastfm_to_csv_reader, ""},
    {"lastfm/recenttracks-listener-1748772000.csv", ghan_csv_reader, ""},
    {"lastfm/recenttracks-listener-1748772000.json", ghan_json_reader, ""},
    {"lastfm/lastfmstats-listener.csv", lastfmstats_csv_reader, "listener"},
    {"lastfm/lastfmstats-listener.json", lastfmstats_json_reader, "listener"},
    {"lastfm/librefm.csv", librefm_reader, ""},
    {"listenbrainz/listener_lb-2023-02-11.json", listenbrainz_list_reader, ""},
    {"maloja/maloja_export_2026_01_01_00_00_00.json", maloja_reader, ""},
    {"koito/koito_export.json", koito_reader, "listener"},
    {"rockbox/.scrobbler.log", rockbox_reader, ""},
    {"pano/scrobbles.jsonl", pano_lines_reader, ""},
    {"pano/scrobbles.csv", pano_csv_reader, ""},
};

ToldRows listenbrainz_zip(std::size_t piece) {
  const char* zip = "listenbrainz/listenbrainz_listener_1767225600.zip";
  auto reader = listenbrainz_lines_reader(options());
  ToldRows all;
  for (auto name : {"user.json", "listens/2025/1.jsonl", "listens/2025/6.jsonl"}) {
    TextInput input(text_in_zip(zip, name), piece);
    reader->read(input, all);
  }
  return all;
}

ToldRows your_spotify_zip(std::size_t piece) {
  auto reader = your_spotify_reader(options());
  ToldRows all;
  for (auto name : {"albums.json", "artists.json", "tracks.json", "infos.json"}) {
    TextInput input(text_in_zip("your_spotify/your_spotify_mongoexport.zip", name), piece);
    reader->read(input, all);
  }
  return all;
}

}  // namespace

TEST_CASE("every sample of a scrobbler gives the rows that are expected of it") {
  for (const auto& sample : kSamples) {
    CAPTURE(sample.name);
    auto reader = sample.make(options());
    auto told = told_of(*reader, file_text(sample.name));
    check_counts(sample.name, told);
    for (const auto& row : told.taken) CHECK(row.at_is_start);
    std::map<std::string, std::int64_t> owners;
    if (*sample.owner) owners[sample.owner] = 1;
    CHECK(told.owners == owners);
  }
}

TEST_CASE("the ZIP of ListenBrainz gives its listens and whose they are") {
  auto told = listenbrainz_zip(65'536);
  check_counts("listenbrainz/listenbrainz_listener_1767225600.zip", told);
  CHECK(told.owners == std::map<std::string, std::int64_t>{{"listener", 1}});
  REQUIRE(told.taken.size() == 7);
  CHECK(told.taken[0].length_ms == 201'000);
  CHECK(told.taken[0].ms_played == -1);
  CHECK(told.taken[0].platform == "navidrome");
  CHECK(told.taken[1].length_ms == 202'000);  // seconds
  CHECK(told.taken[1].spotify_id == "9cUXMrZSJw6AJkeOjQCHcb");
  CHECK(told.taken[1].isrc == "DEXX02500001");
  CHECK(told.taken[2].ms_played == 4'000);
  CHECK(told.taken[2].length_ms == 180'000);
  CHECK(told.taken[3].length_ms == 175'000);  // a text
  CHECK(told.taken[6].recording_mbid == "11111111-1111-4111-8111-111111111111");
}

TEST_CASE("a dump of your_spotify tells each owner's plays apart") {
  auto told = your_spotify_zip(65'536);
  CAPTURE(described(told));
  CHECK(told.rejected.empty());
  CHECK(told.owners == std::map<std::string, std::int64_t>{{"000000000000000000000063", 3},    // 99
                                                           {"000000000000000000000062", 1}});  // 98
  REQUIRE(told.taken.size() == 4);
  for (const auto& row : told.taken) {
    CHECK(!row.at_is_start);
    CHECK(row.ms_played == -1);
  }
  CHECK(told.taken[0].title == "Morgen im Regen");
  CHECK(told.taken[0].artist == "Nebelkrähe");
  CHECK(told.taken[0].album == "Wetterlage");
  CHECK(told.taken[0].length_ms == 201'000);
  CHECK(to_rfc3339(told.taken[0].at) == "2025-01-01T00:03:21.500Z");
  CHECK(to_rfc3339(told.taken[1].at) == "2025-01-01T00:06:40Z");  // a number of ms
  CHECK(told.taken[3].spotify_id == "xAttTKMsWcsW2IAsiYm5Z8");
  CHECK(told.taken[3].title.empty());
}

TEST_CASE("samples of Last.fm in five forms are the same plays") {
  std::vector<std::string> first;
  for (const auto& sample : kSamples) {
    if (!std::string_view(sample.name).starts_with("lastfm/")) continue;
    CAPTURE(sample.name);
    auto reader = sample.make(options());
    auto told = told_of(*reader, file_text(sample.name));
    bool minutes = sample.make == lastfm_to_csv_reader;
    REQUIRE(told.taken.size() >= 3);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(told.taken[i].artist == std::vector<std::string>{"Nebelkrähe", "Ada & the Lanterns", "КОМЕТА-9"}[i]);
      CHECK(told.taken[i].title ==
            std::vector<std::string>{"Morgen im Regen", "Paper Boats (feat. Ida Loom)", "Спутник"}[i]);
      CHECK(told.taken[i].cut_to_minute == minutes);
      auto at = PlayTime(std::chrono::seconds(i == 0 ? 1'735'689'598 : 1'735'689'800));
      CHECK(told.taken[i].at == (minutes ? std::chrono::floor<std::chrono::minutes>(at) : at));
    }
  }
}

TEST_CASE("what samples say beyond times and names is kept") {
  auto maloja = maloja_reader(options());
  auto played = told_of(*maloja, file_text("maloja/maloja_export_2026_01_01_00_00_00.json"));
  REQUIRE(played.taken.size() == 3);
  CHECK(played.taken[0].platform.empty());
  CHECK(played.taken[1].artist == "Ada & the Lanterns, Ida Loom");
  CHECK(played.taken[1].platform == "navidrome_desktop");
  CHECK(played.taken[2].ms_played == 210'000);
  CHECK(played.taken[2].length_ms == 220'000);

  auto koito = koito_reader(options());
  auto primary = told_of(*koito, file_text("koito/koito_export.json"));
  REQUIRE(primary.taken.size() == 3);
  CHECK(primary.taken[0].title == "Morgen im Regen");
  CHECK(primary.taken[0].artist == "Nebelkrähe, Ida Loom");
  CHECK(primary.taken[0].album == "Wetterlage");
  CHECK(primary.taken[0].length_ms == 201'000);
  CHECK(primary.taken[0].platform == "navidrome");

  auto rockbox = rockbox_reader(options());
  auto log = told_of(*rockbox, file_text("rockbox/.scrobbler.log"));
  REQUIRE(log.taken.size() == 3);
  CHECK(to_rfc3339(log.taken[0].at) == "2024-12-31T23:59:58Z");
  CHECK(log.taken[0].skipped == Said::no);
  CHECK(log.taken[1].skipped == Said::yes);
  CHECK(log.taken[2].title == "Semi;colon, comma");
  CHECK(log.taken[2].recording_mbid == "44444444-4444-4444-8444-444444444444");

  for (bool lines : {true, false}) {
    auto pano = lines ? pano_lines_reader(options()) : pano_csv_reader(options());
    auto told = told_of(*pano, file_text(lines ? "pano/scrobbles.jsonl" : "pano/scrobbles.csv"));
    REQUIRE(told.taken.size() == 2);
    CHECK(to_rfc3339(told.taken[0].at) == "2025-01-01T00:00:00.123Z");
    CHECK(told.taken[0].length_ms == 201'000);
    CHECK(told.taken[0].platform == "Example");
  }
}

TEST_CASE("a Koito export of another version is refused by its number") {
  auto reader = koito_reader(options());
  TextInput input(file_text("koito/koito_export_version_2.json"));
  ToldRows rows;
  CHECK_THROWS_WITH(reader->read(input, rows), "It is a Koito export of version 2; only version 1 can be read.");
}

TEST_CASE("files that arrive in pieces of any size give the same rows") {
  auto zip = described(listenbrainz_zip(65'536)), dump = described(your_spotify_zip(65'536));
  for (std::size_t piece : {1, 2, 3, 5, 7, 16, 61, 100, 1000}) {
    CAPTURE(piece);
    CHECK(described(listenbrainz_zip(piece)) == zip);
    CHECK(described(your_spotify_zip(piece)) == dump);
    for (const auto& sample : kSamples) {
      CAPTURE(sample.name);
      auto whole = sample.make(options()), in_pieces = sample.make(options());
      CHECK(described(told_of(*in_pieces, file_text(sample.name), piece)) ==
            described(told_of(*whole, file_text(sample.name))));
    }
  }
}
