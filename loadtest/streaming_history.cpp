#include "loadtest/streaming_history.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <deque>
#include <filesystem>
#include <iterator>
#include <memory>
#include <random>
#include <stdexcept>

namespace mtm::loadtest {
namespace {

using Random = std::mt19937_64;  // its numbers are the same everywhere; those of the distributions are not

constexpr std::chrono::sys_seconds kFirstPlay = std::chrono::sys_days(std::chrono::year(2016) / 1 / 1);
constexpr std::int64_t kSecondsApart = 300;
constexpr std::uint32_t kArtists = 6'000, kAlbums = 24'000, kShows = 40, kEpisodes = 2'000;

/// Bits that have nothing to do with each other, of a number.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
  number = (number ^ number >> 27) * 0x94d049bb133111eb;
  return number ^ number >> 31;
}

/// 22 letters and digits.
std::string id_of(std::uint64_t kind, std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string id;
  for (std::uint64_t part = 0; id.size() < 22; ++part)
    for (auto bits = mixed(mixed(kind * 16 + part) ^ number); id.size() < 11 * (part + 1); bits /= kDigits.size())
      id += kDigits[bits % kDigits.size()];
  return id;
}

/// One to five words.
std::string name_of(std::uint64_t kind, std::uint64_t number) {
  constexpr std::array<std::string_view, 40> kWords = {
      "Morning",          "Rain",         "Paper",      "Boats",      "Night",        "Train",  "Silver", "Lantern",
      "Harbour",          "Comet",        "Golden",     "Road",       "Echo",         "Winter", "Coffee", "Moon",
      "Letter",           "Garden",       "Blue",       "River",      "the",          "of",     "and",    "in",
      "(feat. Ida Loom)", "- Remastered", "Übermorgen", "Nebelkrähe", "für",          "Señal",  "Déjà",   "вечер",
      "Спутник",          "夜汽車",       "월요일",     "Café",       "\\\"Live\\\"", "Vol. 2", "Fire",   "Slow"};
  auto bits = mixed(kind << 32 ^ number);
  auto words = 1 + bits % 5;
  std::string name;
  for (std::uint64_t i = 0; i < words; ++i) {
    if (i > 0) name += ' ';
    name += kWords[mixed(bits + i) % kWords.size()];
  }
  return name;
}

/// From 0 up to `count`, low numbers far more often: of 100,000 the first thousand are drawn in a third of the cases.
std::uint32_t skewed(Random& random, std::uint32_t count) {
  auto drawn = static_cast<double>(random() >> 11) * 0x1p-53;
  return static_cast<std::uint32_t>(drawn * drawn * drawn * drawn * count);
}

/// Members of an object, one a line.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) {}

  void text(std::string_view key, std::string_view value) {  // which needs no escaping
    begin(key);
    fmt::format_to(std::back_inserter(out_), "\"{}\"", value);
  }
  void text_if(bool there, std::string_view key, const std::string& value) {
    there ? text(key, value) : plain(key, "null");
  }
  template <class T>
  void plain(std::string_view key, const T& value) {
    begin(key);
    fmt::format_to(std::back_inserter(out_), "{}", value);
  }

 private:
  void begin(std::string_view key) {
    fmt::format_to(std::back_inserter(out_), "{}\n    \"{}\": ", first_ ? "" : ",", key);
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

void append_row(std::string& out, std::int64_t row, Random& random) {
  constexpr std::array<std::string_view, 10> kPlatforms = {"android",        "android",
                                                           "android",        "ios",
                                                           "windows",        "linux",
                                                           "web_player",     "cast",
                                                           "not_applicable", "Android OS 8.0.0 API 26 (HUAWEI, LG)"};
  auto end = kFirstPlay + std::chrono::seconds(row * kSecondsApart + static_cast<std::int64_t>(random() % 250));
  bool episode = random() % 100 < 3, short_play = random() % 100 < 30, offline = random() % 100 < 4;
  auto track = skewed(random, kHistoryTracks);
  auto album = mixed(track) % kAlbums, artist = mixed(album + kAlbums) % kArtists;
  auto told = skewed(random, kEpisodes), show = told % kShows;
  auto ms = short_play ? random() % 30'000 : 90'000 + mixed(track) % 200'000;
  ObjectWriter object(out);
  object.text("ts", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", end));
  object.text("platform", kPlatforms[random() % kPlatforms.size()]);
  object.plain("ms_played", ms);
  object.text("conn_country", random() % 50 ? "DE" : "SE");
  object.text("ip_addr", fmt::format("192.0.2.{}", random() % 250));
  object.text_if(!episode, "master_metadata_track_name", name_of(1, track));
  object.text_if(!episode, "master_metadata_album_artist_name", name_of(2, artist));
  object.text_if(!episode, "master_metadata_album_album_name", name_of(3, album));
  object.text_if(!episode, "spotify_track_uri", "spotify:track:" + id_of(1, track));
  object.text_if(episode, "episode_name", name_of(4, told));
  object.text_if(episode, "episode_show_name", name_of(5, show));
  object.text_if(episode, "spotify_episode_uri", "spotify:episode:" + id_of(4, told));
  for (auto key : {"audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title"})
    object.plain(key, "null");
  object.text("reason_start", random() % 4 ? "trackdone" : random() % 2 ? "clickrow" : "fwdbtn");
  object.text("reason_end", short_play ? "fwdbtn" : random() % 5 ? "trackdone" : "endplay");
  object.plain("shuffle", random() % 2 == 0);
  object.plain("skipped", short_play);
  object.plain("offline", offline);
  if (offline)
    object.plain("offline_timestamp", end.time_since_epoch().count() - static_cast<std::int64_t>(ms / 1000));
  else
    object.plain("offline_timestamp", "null");
  object.plain("incognito_mode", random() % 200 == 0);
}

std::int64_t files_of(const HistoryPlan& plan) {
  return std::max<std::int64_t>(1, (plan.rows + kRowsInHistoryFile - 1) / kRowsInHistoryFile);
}

std::int64_t rows_of_file(const HistoryPlan& plan, std::int64_t number) {
  return std::clamp<std::int64_t>(plan.rows - number * kRowsInHistoryFile, 0, kRowsInHistoryFile);
}

int year_of_row(std::int64_t row) {
  auto day = std::chrono::floor<std::chrono::days>(kFirstPlay + std::chrono::seconds(row * kSecondsApart));
  return static_cast<int>(std::chrono::year_month_day(day).year());
}

std::string name_of_file(const HistoryPlan& plan, std::int64_t number) {
  auto first = number * kRowsInHistoryFile;
  int from = year_of_row(first), until = year_of_row(first + std::max<std::int64_t>(1, rows_of_file(plan, number)) - 1);
  return fmt::format("Spotify Extended Streaming History/Streaming_History_Audio_{}{}_{}.json", from,
                     from == until ? "" : fmt::format("-{}", until), number);
}

/// A file of the ZIP, which is made when libzip asks for it, so that one at a time is in memory.
struct LazyFile {
  const HistoryPlan* plan;
  std::int64_t number;
  std::string text;
  std::size_t given = 0;
};

zip_int64_t answer_libzip(void* state, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  auto& file = *static_cast<LazyFile*>(state);
  switch (command) {
    case ZIP_SOURCE_OPEN:
      file.text = history_file(*file.plan, file.number);
      file.given = 0;
      return 0;
    case ZIP_SOURCE_READ: {
      auto some = std::min<std::size_t>(length, file.text.size() - file.given);
      std::memcpy(data, file.text.data() + file.given, some);
      file.given += some;
      return static_cast<zip_int64_t>(some);
    }
    case ZIP_SOURCE_CLOSE:
      file.text = {};
      return 0;
    case ZIP_SOURCE_STAT:
      zip_stat_init(static_cast<zip_stat_t*>(data));
      return sizeof(zip_stat_t);
    case ZIP_SOURCE_ERROR: {
      zip_error_t none;
      zip_error_init(&none);
      return zip_error_to_data(&none, data, length);
    }
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    default:
      return 0;
  }
}

struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};

}  // namespace

std::string history_file(const HistoryPlan& plan, std::int64_t number) {
  Random random(mixed(plan.seed) ^ static_cast<std::uint64_t>(number));
  std::string text = "[";
  text.reserve(static_cast<std::size_t>(rows_of_file(plan, number)) * 900 + 16);
  for (std::int64_t i = 0; i < rows_of_file(plan, number); ++i) {
    text += i == 0 ? "\n  {" : ",\n  {";
    append_row(text, number * kRowsInHistoryFile + i, random);
    text += "\n  }";
  }
  return text + "\n]";
}

void write_history(const HistoryPlan& plan) {
  constexpr zip_uint16_t kDate = (2026 - 1980) << 9 | 1 << 5 | 1;  // not of this moment: the same bytes each time
  int code = 0;
  std::unique_ptr<zip_t, DiscardZip> zip(zip_open(plan.file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
  if (!zip) throw std::runtime_error("can't write " + plan.file);
  std::deque<LazyFile> files;
  for (std::int64_t number = 0; number < files_of(plan); ++number) {
    auto& file = files.emplace_back(LazyFile{&plan, number, {}});
    auto source = zip_source_function(zip.get(), answer_libzip, &file);
    auto index = zip_file_add(zip.get(), name_of_file(plan, number).c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error(fmt::format("can't write {}: {}", plan.file, zip_strerror(zip.get())));
    zip_file_set_dostime(zip.get(), static_cast<zip_uint64_t>(index), 0, kDate, 0);
  }
  if (zip_close(zip.get()) != 0)
    throw std::runtime_error(fmt::format("can't write {}: {}", plan.file, zip_strerror(zip.get())));
  zip.release();  // closed
}

}  // namespace mtm::loadtest
