#include "sandbox/old_database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <set>
#include <stdexcept>

#include "sandbox/top_lists.hpp"

namespace mtm::sandbox {
namespace {

constexpr int kWeeks = 105;          // two years and the week they end in
constexpr std::size_t kPlaces = 50;  // of a snapshot
constexpr const char* kRangeNames[] = {"short_term", "medium_term", "long_term"};

constexpr const char* kTables = R"sql(
  create table tracks (track_id text primary key, name text not null, artist_name text not null, album_name text,
                       duration_ms integer, spotify_url text, raw_json text);
  create table snapshots (track_id text not null, snapshot_date text not null, time_range text not null, rank integer not null,
                          primary key (track_id, snapshot_date, time_range), foreign key (track_id) references tracks (track_id));
)sql";

struct Close {
  void operator()(sqlite3* file) const { sqlite3_close(file); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class File {
 public:
  explicit File(const std::string& name) : name_(name) {
    if (std::filesystem::exists(name)) throw std::runtime_error(fmt::format("{} is there already", name));
    sqlite3* opened = nullptr;
    int code = sqlite3_open_v2(name.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    file_.reset(opened);
    check(code == SQLITE_OK);
  }

  void run(const char* script) { check(sqlite3_exec(file_.get(), script, nullptr, nullptr, nullptr) == SQLITE_OK); }

  std::unique_ptr<sqlite3_stmt, Close> prepare(const char* statement) {
    sqlite3_stmt* prepared = nullptr;
    check(sqlite3_prepare_v2(file_.get(), statement, -1, &prepared, nullptr) == SQLITE_OK);
    return std::unique_ptr<sqlite3_stmt, Close>(prepared);
  }

  /// One row, of texts and numbers in the order of the statement's parameters.
  template <class... Values>
  void insert(sqlite3_stmt* statement, const Values&... values) {
    int place = 0;
    (bind(statement, ++place, values), ...);
    check(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
  }

 private:
  void bind(sqlite3_stmt* statement, int place, std::string_view text) {
    check(sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT) ==
          SQLITE_OK);
  }
  void bind(sqlite3_stmt* statement, int place, int number) {
    check(sqlite3_bind_int(statement, place, number) == SQLITE_OK);
  }
  void check(bool well) {
    if (!well) throw std::runtime_error(fmt::format("{}: {}", name_, sqlite3_errmsg(file_.get())));
  }

  std::string name_;
  std::unique_ptr<sqlite3, Close> file_;
};

std::string text_of(std::chrono::sys_days day) {
  std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

void write_old_database(const World& world, const std::string& name) {
  File file(name);
  file.run(kTables);
  file.run("begin");
  const Person& demo = world.people.front();
  TopLists lists(world.catalogue, demo, world.options.today);
  std::set<std::uint32_t> met;
  auto snapshot = file.prepare("insert into snapshots values (?, ?, ?, ?)");
  for (int weeks_ago = kWeeks - 1; weeks_ago >= 0; --weeks_ago) {
    auto then = world.options.today - std::chrono::weeks(weeks_ago);
    auto date = text_of(std::chrono::floor<std::chrono::days>(then));
    for (auto range : kTimeRanges) {
      auto tracks = lists.at(range, then).tracks;
      if (tracks.size() > kPlaces) tracks.resize(kPlaces);
      int rank = 0;
      for (auto track : tracks) {
        file.insert(snapshot.get(), world.catalogue.tracks[track].id, date,
                    kRangeNames[static_cast<std::size_t>(range)], ++rank);
        met.insert(track);
      }
    }
  }
  auto statement = file.prepare("insert into tracks values (?, ?, ?, ?, ?, ?, ?)");
  for (auto number : met) {
    const Track& track = world.catalogue.tracks[number];
    file.insert(statement.get(), track.id, track.name, world.catalogue.artist_of(track).name,
                world.catalogue.album_of(track).name, track.duration_ms, "https://open.spotify.com/track/" + track.id,
                world.payloads().track(number, Detail::full));
  }
  file.run("commit");
}

}  // namespace mtm::sandbox
