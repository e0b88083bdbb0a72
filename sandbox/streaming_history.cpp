#include "sandbox/streaming_history.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <span>
#include <stdexcept>

#include "core/json.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::size_t kRowsInAFile = 16'000;
constexpr const char* kFolder = "Spotify Extended Streaming History/";

/// A list of objects, a member on each line, two spaces deep.
class RowWriter {
 public:
  explicit RowWriter(const Catalogue& catalogue) : catalogue_(catalogue) {}

  void write(const Stream& stream) {
    out_ += out_.empty() ? "[\n  {" : ",\n  {";
    first_ = true;
    const auto* song = std::get_if<Song>(&stream.what);
    const auto* episode = std::get_if<Episode>(&stream.what);
    const auto* chapter = std::get_if<Chapter>(&stream.what);
    const Track* track = song ? &catalogue_.tracks[song->track] : nullptr;
    const Album* album = track ? &catalogue_.album_of(*track) : nullptr;

    member("ts", to_rfc3339(stream.end));
    member("platform", stream.platform);
    member("ms_played", stream.ms_played);
    member("conn_country", stream.country);
    member("ip_addr", stream.ip_address);
    text("master_metadata_track_name", track, [&] { return track->name; });
    text("master_metadata_album_artist_name", album, [&] { return catalogue_.artists[album->artist].name; });
    text("master_metadata_album_album_name", album, [&] { return album->name; });
    text("spotify_track_uri", track, [&] { return "spotify:track:" + track->id; });
    text("episode_name", episode, [&] { return episode->name; });
    text("episode_show_name", episode, [&] { return episode->show; });
    text("spotify_episode_uri", episode, [&] { return "spotify:episode:" + episode->id; });
    text("audiobook_title", chapter, [&] { return chapter->book; });
    text("audiobook_uri", chapter, [&] { return "spotify:show:" + chapter->book_id; });
    text("audiobook_chapter_uri", chapter, [&] { return "spotify:episode:" + chapter->id; });
    text("audiobook_chapter_title", chapter, [&] { return chapter->title; });
    member("reason_start", stream.reason_start);
    member("reason_end", stream.reason_end);
    member("shuffle", stream.shuffle);
    member("skipped", stream.skipped);
    member("offline", stream.offline);
    member("offline_timestamp", stream.offline_timestamp);
    member("incognito_mode", stream.incognito);
    out_ += "\n  }";
  }

  std::string take() { return out_.empty() ? "[]" : std::move(out_) + "\n]"; }

 private:
  template <class T>
  void member(std::string_view name, const T& value) {
    fmt::format_to(std::back_inserter(out_), "{}\n    \"{}\": ", first_ ? "" : ",", name);
    first_ = false;
    write_json(out_, value);
  }
  /// Null where there is nothing to tell it of.
  template <class Text>
  void text(std::string_view name, const void* there, Text text) {
    member(name, there ? std::optional<std::string>(text()) : std::nullopt);
  }

  const Catalogue& catalogue_;
  std::string out_;
  bool first_ = true;
};

std::string years_of(std::span<const Stream> streams) {
  auto year = [](const Stream& stream) {
    return static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(stream.end)).year());
  };
  int first = year(streams.front()), last = year(streams.back());
  return first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last);
}

std::string text_of(const Catalogue& catalogue, std::span<const Stream> streams) {
  RowWriter rows(catalogue);
  for (const Stream& stream : streams) rows.write(stream);
  return rows.take();
}

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// Date and time as MS-DOS wrote them.
std::pair<zip_uint16_t, zip_uint16_t> dos_date_and_time(std::chrono::sys_seconds when) {
  auto day = std::chrono::floor<std::chrono::days>(when);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss time(when - day);
  auto years = static_cast<unsigned>(std::max(static_cast<int>(date.year()) - 1980, 0));
  auto packed_date = years << 9 | static_cast<unsigned>(date.month()) << 5 | static_cast<unsigned>(date.day());
  auto packed_time = time.hours().count() << 11 | time.minutes().count() << 5 | time.seconds().count() / 2;
  return {static_cast<zip_uint16_t>(packed_date), static_cast<zip_uint16_t>(packed_time)};
}

}  // namespace

std::vector<HistoryFile> history_files(const World& world) {
  const Person& demo = world.people.front();
  auto streams = streams_of(world.catalogue, demo, world.options.today);
  std::vector<HistoryFile> files;
  for (std::size_t begin = 0; begin < streams.size(); begin += kRowsInAFile) {
    auto rows = std::span(streams).subspan(begin, std::min(kRowsInAFile, streams.size() - begin));
    files.push_back({fmt::format("Streaming_History_Audio_{}_{}.json", years_of(rows), files.size()),
                     text_of(world.catalogue, rows)});
  }
  auto videos = videos_of(world.catalogue, demo, world.options.today);
  if (!videos.empty()) {
    files.push_back(
        {fmt::format("Streaming_History_Video_{}.json", years_of(videos)), text_of(world.catalogue, videos)});
  }
  return files;
}

void write_streaming_history(const World& world, const std::string& name) {
  auto files = history_files(world);
  int code = 0;
  std::unique_ptr<zip_t, Discard> archive(zip_open(name.c_str(), ZIP_CREATE | ZIP_EXCL, &code));
  if (!archive) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    auto sentence = code == ZIP_ER_EXISTS ? fmt::format("{} is there already", name)
                                          : fmt::format("{}: {}", name, zip_error_strerror(&error));
    zip_error_fini(&error);
    throw std::runtime_error(sentence);
  }
  auto check = [&](bool well) {
    if (!well) throw std::runtime_error(fmt::format("{}: {}", name, zip_strerror(archive.get())));
  };
  auto [date, time] = dos_date_and_time(world.options.today);
  for (const HistoryFile& file : files) {
    auto* source = zip_source_buffer(archive.get(), file.text.data(), file.text.size(), 0);  // `files` keeps the text
    check(source != nullptr);
    auto index = zip_file_add(archive.get(), (kFolder + file.name).c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) zip_source_free(source);
    check(index >= 0);
    check(zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), time, date, 0) == 0);
  }
  check(zip_close(archive.get()) == 0);
  archive.release();  // closed
}

}  // namespace mtm::sandbox
