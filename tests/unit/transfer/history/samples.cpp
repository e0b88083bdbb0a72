// The made-up files of tests/data/history, read as they are: every row is accounted for as EXPECTED.json says.
#include <simdjson.h>

#include <catch2/catch.hpp>
#include <set>
#include <tuple>

#include "core/time_zone.hpp"
#include "transfer/history/file_input.hpp"
#include "transfer/history/format.hpp"
#include "transfer/history/zip_files.hpp"
#include "unit/transfer/history/told_rows.hpp"

using namespace mtm::transfer;
using namespace std::chrono;

namespace {

const std::filesystem::path kSamples = std::filesystem::path(SOURCE_FOLDER) / "tests/data/history";

const ReadingOptions kOptions = {sys_days(year(2026) / 11 / 30), mtm::TimeZone::of("Europe/Berlin")};

using OpenFile = std::function<std::unique_ptr<Input>()>;

struct Sample {
  std::vector<std::pair<Recognized, OpenFile>> files;
  std::vector<OtherFile> others;
};

/// The file itself, or what is in the ZIP.
Sample sample(const std::string& path) {
  Sample found;
  auto look_at = [&](const OpenFile& open) {
    auto input = open();
    auto beginning = beginning_of(*input, kRecognizable);
    if (auto recognized = recognize(beginning))
      found.files.emplace_back(*recognized, open);
    else
      found.others.push_back(what_else(beginning));
  };
  if (path.ends_with(".zip")) {
    auto zip = std::make_shared<ZipFiles>(kSamples / path);
    for (const auto& entry : zip->entries()) look_at([zip, entry] { return zip->open(entry); });
  } else {
    look_at([path] { return std::make_unique<FileInput>(kSamples / path); });
  }
  return found;
}

ToldRows rows_of(const Sample& sample) {
  ToldRows rows;
  REQUIRE(!sample.files.empty());
  auto reader = make_reader(sample.files[0].first.format, kOptions);
  for (int turn = 0; turn < 2; ++turn)
    for (const auto& [recognized, open] : sample.files) {
      REQUIRE(recognized.format == sample.files[0].first.format);
      if (recognized.turn != turn) continue;
      auto input = open();
      reader->read(*input, rows);
    }
  return rows;
}

std::int64_t count(const ToldRows& rows, PlayKind kind) {
  return std::count_if(rows.taken.begin(), rows.taken.end(), [&](const auto& row) { return row.kind == kind; });
}

/// Plays, without those that are told twice: the account data has none.
std::vector<ToldRow> plays_in(const ToldRows& rows, Format format) {
  std::vector<ToldRow> plays;
  std::set<std::tuple<PlayTime, std::string, std::string, std::string, std::int32_t>> seen;
  bool scrobbles = format != Format::spotify_extended && format != Format::spotify_account;
  for (const auto& row : rows.taken) {
    if (row.kind != PlayKind::track) continue;
    bool first = seen.emplace(row.at, row.spotify_id, row.title, row.artist, scrobbles ? 0 : row.ms_played).second;
    if (first || format == Format::spotify_account) plays.push_back(row);
  }
  return plays;
}

std::int64_t of_30_seconds(const std::vector<ToldRow>& plays) {
  return std::count_if(plays.begin(), plays.end(), [](const auto& row) { return row.ms_played >= 30'000; });
}

/// EXPECTED.json by its files.
class Expected {
 public:
  Expected() : json_(simdjson::padded_string::load((kSamples / "EXPECTED.json").string())) {
    root_ = parser_.parse(json_).get_object();
  }
  auto begin() const { return root_.begin(); }
  auto end() const { return root_.end(); }
  std::size_t size() const { return root_.size(); }

 private:
  simdjson::padded_string json_;
  simdjson::dom::parser parser_;
  simdjson::dom::object root_;
};

/// A number of EXPECTED.json; 0 if it isn't there.
std::int64_t number(simdjson::dom::element expected, std::string_view key) {
  std::int64_t number = 0;
  (void)expected[key].get(number);
  return number;
}

}  // namespace

TEST_CASE("every row of the made-up files is accounted for as expected") {
  Expected expected;
  std::size_t read = 0;
  for (auto [path, numbers] : expected) {
    if (!numbers["file_refused"].error() || path.ends_with("empty_list.json")) continue;
    CAPTURE(path);
    ++read;
    auto found = sample(std::string(path));
    auto rows = rows_of(found);
    auto plays = plays_in(rows, found.files[0].first.format);

    std::map<std::string, std::int64_t> reasons;
    simdjson::dom::object rejected;
    if (!numbers["rejected"].get(rejected))
      for (auto [reason, times] : rejected) reasons[std::string(reason)] = times.get_int64();
    CHECK(rows.reasons() == reasons);

    bool cut = path.starts_with("spotify-extended/broken/truncated");
    CHECK(rows.breaks.size() == (cut ? 1 : 0));
    auto told = static_cast<std::int64_t>(rows.taken.size() + rows.rejected.size());
    CHECK(told == number(numbers, "rows") + (cut ? 1 : 0));
    CHECK(count(rows, PlayKind::episode) == number(numbers, "episodes"));
    CHECK(count(rows, PlayKind::chapter) == number(numbers, "audiobooks"));
    auto duplicates = count(rows, PlayKind::track) - static_cast<std::int64_t>(plays.size());
    CHECK(duplicates == number(numbers, "duplicates"));
    if (path.starts_with("your_spotify/"))
      CHECK(rows.owners ==
            std::map<std::string, std::int64_t>{{"000000000000000000000063", 3}, {"000000000000000000000062", 1}});
    else
      CHECK(static_cast<std::int64_t>(plays.size()) == number(numbers, "plays"));
    if (!numbers["listens_30s"].error()) CHECK(of_30_seconds(plays) == number(numbers, "listens_30s"));
    if (!numbers["skipped_plays"].error())
      CHECK(std::count_if(plays.begin(), plays.end(), [](auto& row) { return row.skipped == Said::yes; }) ==
            number(numbers, "skipped_plays"));
    if (!numbers["incognito_plays"].error())
      CHECK(std::count_if(plays.begin(), plays.end(), [](auto& row) { return row.incognito == Said::yes; }) ==
            number(numbers, "incognito_plays"));
    for (const auto& row : rows.taken) CHECK((!row.spotify_id.empty() || (!row.title.empty() && !row.artist.empty())));
  }
  CHECK(read == expected.size() - 7);  // six are refused, and one is an empty list
}

TEST_CASE("the made-up files are recognised as what they are") {
  const std::pair<const char*, Format> files[] = {
      {"spotify-extended/my_spotify_data.zip", Format::spotify_extended},
      {"spotify-extended/endsong_2023.zip", Format::spotify_extended},
      {"spotify-extended/Streaming_History_Audio_2024.json", Format::spotify_extended},
      {"spotify-extended/Streaming_History_Audio_oddities_9.json", Format::spotify_extended},
      {"spotify-extended/broken/truncated_Streaming_History_Audio_2025_3.json", Format::spotify_extended},
      {"spotify-extended/broken/traversal.zip", Format::spotify_extended},
      {"spotify-account/my_spotify_data.zip", Format::spotify_account},
      {"spotify-account/StreamingHistory0.json", Format::spotify_account},
      {"lastfm/listener.csv", Format::lastfm_to_csv},
      {"lastfm/recenttracks-listener-1748772000.csv", Format::ghan_csv},
      {"lastfm/recenttracks-listener-1748772000.json", Format::ghan_json},
      {"lastfm/lastfmstats-listener.csv", Format::lastfmstats_csv},
      {"lastfm/lastfmstats-listener.json", Format::lastfmstats_json},
      {"lastfm/librefm.csv", Format::librefm},
      {"listenbrainz/listenbrainz_listener_1767225600.zip", Format::listenbrainz_lines},
      {"listenbrainz/listener_lb-2023-02-11.json", Format::listenbrainz_list},
      {"maloja/maloja_export_2026_01_01_00_00_00.json", Format::maloja},
      {"koito/koito_export.json", Format::koito},
      {"your_spotify/your_spotify_mongoexport.zip", Format::your_spotify},
      {"rockbox/.scrobbler.log", Format::rockbox},
      {"pano/scrobbles.jsonl", Format::pano_lines},
      {"pano/scrobbles.csv", Format::pano_csv},
  };
  for (const auto& [path, format] : files) {
    CAPTURE(path);
    auto found = sample(path);
    REQUIRE(!found.files.empty());
    for (const auto& file : found.files) CHECK(file.first.format == format);
  }
  CHECK(sample("listenbrainz/listenbrainz_listener_1767225600.zip").files.size() == 3);
  CHECK(sample("your_spotify/your_spotify_mongoexport.zip").files.size() == 4);
}

TEST_CASE("made-up files that hold no history say what they are") {
  const std::pair<const char*, std::vector<OtherFile>> files[] = {
      {"spotify-extended/broken/empty.json", {OtherFile::empty}},
      {"spotify-extended/broken/empty_list.json", {OtherFile::no_rows}},
      {"spotify-extended/broken/object_not_array.json", {OtherFile::one_row}},
      {"spotify-extended/broken/account_instead_of_extended.zip",
       {OtherFile::spotify_account, OtherFile::spotify_account}},
      {"statsfm/streams.json", {OtherFile::unknown}},
  };
  for (const auto& [path, others] : files) {
    CAPTURE(path);
    auto found = sample(path);
    CHECK(found.files.empty());
    CHECK(found.others == others);
  }
  CHECK_THROWS_AS(sample("spotify-extended/broken/not_a.zip"), Refused);
  CHECK_THROWS_WITH(sample("koito/koito_export_version_2.json"),
                    "It is a Koito export of version 2; only version 1 can be read.");
}
