#include "sandbox/streaming_history.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "core/time_zone.hpp"
#include "sandbox/repertoire.hpp"

namespace mtm::sandbox {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

sys_seconds today() { return sys_days(year(2026) / 11 / 21); }

const World& world() {
  static const World made([] {
    Options options;
    options.today = today();
    return options;
  }());
  return made;
}
const Catalogue& catalogue() { return world().catalogue; }
const Person& demo() { return world().people.front(); }

const std::vector<Stream>& streams() {
  static const auto made = streams_of(catalogue(), demo(), today());
  return made;
}

sys_seconds begin_of(const Stream& stream) { return stream.end - std::chrono::seconds(stream.ms_played / 1000); }

/// The clock on the wall at home when a stream began.
struct Wall {
  explicit Wall(const Stream& stream) {
    auto micros = std::chrono::microseconds(begin_of(stream).time_since_epoch()).count();
    std::chrono::sys_time<std::chrono::microseconds> local{
        std::chrono::microseconds(TimeZone::of("Europe/Stockholm")->local(micros))};
    day = std::chrono::floor<days>(local);
    hour = static_cast<int>(std::chrono::floor<std::chrono::hours>(local - day).count());
    weekday = static_cast<int>(std::chrono::weekday(day).iso_encoding());
    std::chrono::year_month_day date(day);
    month = static_cast<int>(static_cast<unsigned>(date.month()));
    year = static_cast<int>(date.year());
  }
  sys_days day;
  int hour, weekday, month, year;
};

const Track* track_of(const Stream& stream) {
  const auto* song = std::get_if<Song>(&stream.what);
  return song ? &catalogue().tracks[song->track] : nullptr;
}

bool is_by(const Stream& stream, std::uint32_t artist) {
  const Track* track = track_of(stream);
  return track && track->artists.front() == artist;
}

template <class Condition>
double share(Condition condition) {
  auto count = std::count_if(streams().begin(), streams().end(), condition);
  return static_cast<double>(count) / static_cast<double>(streams().size());
}

/// How many streams have a title with the word, by month 1 … 12.
std::vector<int> months_of(std::string_view word) {
  std::vector<int> months(13);
  for (const Stream& stream : streams()) {
    const Track* track = track_of(stream);
    if (track && track->name.find(word) != std::string::npos) ++months[static_cast<std::size_t>(Wall(stream).month)];
  }
  return months;
}

std::vector<sys_days> days_with_music() {
  std::set<sys_days> found;
  for (const Stream& stream : streams()) found.insert(Wall(stream).day);
  return {found.begin(), found.end()};
}

TEST_CASE("the demo person's history has about 60,000 streams of ten years, in order") {
  REQUIRE(streams().size() > 57'000);
  REQUIRE(streams().size() < 64'000);
  REQUIRE(begin_of(streams().front()) < today() - days(3650));
  REQUIRE(streams().back().end > today() - days(1));
  REQUIRE(streams().back().end < today());
  for (std::size_t number = 1; number < streams().size(); ++number) {
    CAPTURE(number);
    REQUIRE(streams()[number - 1].end < streams()[number].end);
    REQUIRE(begin_of(streams()[number]) >= streams()[number - 1].end - std::chrono::seconds(1));
  }
}

TEST_CASE("the history ends with the plays that the Web API tells") {
  const auto& plays = demo().plays;
  for (std::size_t number = 0; number < plays.size(); ++number) {
    CAPTURE(number);
    const Stream& stream = streams()[streams().size() - 1 - number];
    const Track& track = catalogue().tracks[plays[number].track];
    REQUIRE(track_of(stream) == &track);
    REQUIRE(stream.end == std::chrono::floor<std::chrono::seconds>(plays[number].played_at));
    REQUIRE(stream.ms_played == track.duration_ms);
  }
}

TEST_CASE("what Spotify lists as the top tracks of four weeks was played most in them") {
  std::map<std::uint32_t, int> counts;
  for (const Stream& stream : streams()) {
    const Track* track = track_of(stream);
    if (track && stream.end > today() - days(28)) ++counts[catalogue().number_of(*track)];
  }
  const auto& top = demo().top_tracks[static_cast<int>(TimeRange::short_term)];
  int all = 0, first = 0;
  for (auto [track, count] : counts) all += count;
  for (std::size_t place = 0; place < 50; ++place) first += counts[top[place]];
  REQUIRE(first > all * 3 / 10);
}

TEST_CASE("no song is played before it is out") {
  for (const Stream& stream : streams()) {
    if (const Track* track = track_of(stream))
      REQUIRE(catalogue().album_of(*track).released.first_day() <= begin_of(stream));
  }
}

TEST_CASE("songs of the winter are for December, songs of the summer for the summer") {
  for (auto word : {"December", "Winter", "Snow"}) {
    CAPTURE(word);
    auto months = months_of(word);
    for (int month = 1; month < 12; ++month) REQUIRE(months[static_cast<std::size_t>(month)] < months[12] / 2);
  }
  auto months = months_of("Summer");
  REQUIRE(months[7] > 2 * months[2]);
  REQUIRE(months[7] > 2 * months[11]);
}

TEST_CASE("an artist who was loved in 2017 and 2018 was never played again") {
  Repertoire repertoire(catalogue(), demo(), today());
  auto artist = repertoire.forgotten().artist;
  std::map<int, int> years;
  for (const Stream& stream : streams()) {
    if (is_by(stream, artist)) ++years[Wall(stream).year];
  }
  REQUIRE(years[2017] > 400);
  REQUIRE(years[2018] > 400);
  years.erase(2016);
  REQUIRE(years.size() == 2);
}

TEST_CASE("there are months of one artist, who is then hardly ever played") {
  Repertoire repertoire(catalogue(), demo(), today());
  REQUIRE(repertoire.phases().size() > 15);
  int clear = 0;
  for (const ArtistPhase& phase : repertoire.phases()) {
    CAPTURE(catalogue().artists[phase.artist].name);
    int within = 0, after = 0;
    for (const Stream& stream : streams()) {
      if (!is_by(stream, phase.artist)) continue;
      within += stream.end >= phase.begin && stream.end < phase.end;
      after += stream.end > phase.end + days(1);
    }
    REQUIRE(within > 60);
    clear += after * 4 < within;
  }
  REQUIRE(clear * 10 > static_cast<int>(repertoire.phases().size()) * 8);
}

TEST_CASE("the ways to work are full of music on weekdays, and not while everybody worked at home") {
  std::map<int, int> seven;  // by weekday
  int at_home = 0, before = 0;
  for (const Stream& stream : streams()) {
    Wall wall(stream);
    if (wall.hour != 7 || stream.country != "SE") continue;
    ++seven[wall.weekday];
    at_home += wall.day >= sys_days(year(2020) / 4 / 1) && wall.day < sys_days(year(2021) / 4 / 1);
    before += wall.day >= sys_days(year(2019) / 3 / 1) && wall.day < sys_days(year(2020) / 3 / 1);
  }
  for (int weekday = 1; weekday <= 5; ++weekday) REQUIRE(seven[weekday] > 20 * std::max(seven[6], seven[7]));
  REQUIRE(before > 300);
  REQUIRE(at_home * 20 < before);
}

TEST_CASE("the nights before Saturday and Sunday are the loudest, and mornings at five are silent") {
  std::map<int, int> midnights;  // by weekday of the new day
  for (const Stream& stream : streams()) {
    Wall wall(stream);
    if (wall.hour == 0) ++midnights[wall.weekday];
  }
  for (int weekday : {1, 2, 3, 4, 5}) REQUIRE(std::min(midnights[6], midnights[7]) > midnights[weekday]);
  REQUIRE(share([](const Stream& stream) { return Wall(stream).hour == 5 && stream.country == "SE"; }) < 0.001);
}

TEST_CASE("a seventh to a fourth of the songs is skipped, and none is marked so before October of 2022") {
  auto skips = share([](const Stream& stream) { return stream.reason_end == "fwdbtn"; });
  REQUIRE(skips > 0.14);
  REQUIRE(skips < 0.25);
  int marked = 0;
  for (const Stream& stream : streams()) {
    if (!stream.skipped) continue;
    ++marked;
    REQUIRE(stream.end >= sys_days(year(2022) / 10 / 1));
    REQUIRE(stream.reason_end == "fwdbtn");
  }
  REQUIRE(marked > 3000);
  auto short_ones = share([](const Stream& stream) { return stream.ms_played < 30'000; });
  REQUIRE(short_ones > 0.15);
  REQUIRE(short_ones < 0.45);
}

TEST_CASE(
    "three shows are two to four hundredths of what is heard, one of them each week, and two audiobooks are finished") {
  std::map<std::string, int> shows;
  std::map<std::string, std::set<std::string>> books;
  std::set<std::int64_t> weeks;  // with the weekly show, of the last year
  for (const Stream& stream : streams()) {
    if (const auto* episode = std::get_if<Episode>(&stream.what)) {
      ++shows[episode->show];
      if (episode->show == "The Slow Tram" && stream.end > today() - days(364))
        weeks.insert((today() - stream.end) / std::chrono::weeks(1));
    }
    if (const auto* chapter = std::get_if<Chapter>(&stream.what)) {
      books[chapter->book].insert(chapter->title);
      REQUIRE_FALSE(stream.offline);
    }
  }
  REQUIRE(shows.size() == 3);
  REQUIRE(weeks.size() > 40);
  REQUIRE(books["The Lighthouse Inventory"].size() == 38);
  REQUIRE(books["A Short History of Waiting"].size() == 24);
  auto episodes = share([](const Stream& stream) { return std::holds_alternative<Episode>(stream.what); });
  REQUIRE(episodes > 0.02);
  REQUIRE(episodes < 0.04);
}

TEST_CASE("some sittings are private and some offline") {
  auto private_ones = share([](const Stream& stream) { return stream.incognito; });
  REQUIRE(private_ones > 0.005);
  REQUIRE(private_ones < 0.05);
  REQUIRE(share([](const Stream& stream) { return stream.offline == true; }) > 0.01);
}

TEST_CASE("the platforms change with the years: iOS, then Android, and a browser at work") {
  std::map<int, std::map<std::string_view, int>> kinds;
  for (const Stream& stream : streams()) {
    auto is = [&](std::string_view begin) { return stream.platform.starts_with(begin); };
    auto kind = is("iOS") ? "ios" : is("Android") || is("android") ? "android" : is("web_player") ? "browser" : "other";
    ++kinds[Wall(stream).year][kind];
    bool word = stream.platform.find(' ') == std::string_view::npos;
    REQUIRE(word == (stream.end >= sys_days(year(2023) / 10 / 1)));
  }
  REQUIRE(kinds[2018]["ios"] > 2000);
  REQUIRE(kinds[2018]["android"] == 0);
  REQUIRE(kinds[2024]["ios"] == 0);
  REQUIRE(kinds[2024]["android"] > 2000);
  REQUIRE(kinds[2018]["browser"] == 0);
  REQUIRE(kinds[2024]["browser"] > 500);
}

TEST_CASE("two summers and a spring have a holiday abroad") {
  std::map<std::string_view, std::set<std::pair<int, int>>> months;  // years and months by country
  for (const Stream& stream : streams()) {
    Wall wall(stream);
    months[stream.country].insert({wall.year, wall.month});
  }
  REQUIRE(months.size() == 3);
  REQUIRE(months["PT"] == std::set<std::pair<int, int>>{{2017, 7}, {2025, 7}});
  REQUIRE(months["JP"] == std::set<std::pair<int, int>>{{2023, 4}});
}

TEST_CASE("an illness has eleven days without music, and a long streak none") {
  auto with_music = days_with_music();
  int streak = 1, longest = 1;
  days pause(0);
  for (std::size_t number = 1; number < with_music.size(); ++number) {
    auto apart = with_music[number] - with_music[number - 1];
    pause = std::max(pause, apart - days(1));
    streak = apart == days(1) ? streak + 1 : 1;
    longest = std::max(longest, streak);
  }
  REQUIRE(pause >= days(11));
  REQUIRE(longest > 220);
  REQUIRE(3652 - with_music.size() > 60);
}

TEST_CASE("the day of the move has more music than any other") {
  std::map<sys_days, int> counts;
  for (const Stream& stream : streams()) ++counts[Wall(stream).day];
  auto most = std::max_element(counts.begin(), counts.end(),
                               [](const auto& one, const auto& other) { return one.second < other.second; });
  REQUIRE(most->first == sys_days(year(2022) / 5 / 14));
}

TEST_CASE("most videos are previews of a few seconds, and to some Spotify gives no name") {
  auto videos = videos_of(catalogue(), demo(), today());
  REQUIRE(videos.size() > 20);
  REQUIRE(videos.size() < 80);
  auto previews =
      std::count_if(videos.begin(), videos.end(), [](const Stream& video) { return video.ms_played < 30'000; });
  auto unnamed = std::count_if(videos.begin(), videos.end(),
                               [](const Stream& video) { return std::holds_alternative<Unnamed>(video.what); });
  REQUIRE(previews * 10 > static_cast<std::ptrdiff_t>(videos.size()) * 7);
  REQUIRE(unnamed > 0);
}

TEST_CASE("the files are named and laid out as Spotify's") {
  auto files = history_files(world());
  REQUIRE(files.size() == 5);
  REQUIRE(files.front().name.starts_with("Streaming_History_Audio_2016-"));
  REQUIRE(files.front().name.ends_with("_0.json"));
  REQUIRE(files[3].name.ends_with("-2026_3.json"));
  REQUIRE(files[4].name.starts_with("Streaming_History_Video_"));

  const Stream& first = streams().front();
  const Track* track = track_of(first);
  REQUIRE(track);
  auto text = fmt::format(R"([
  {{
    "ts": "{}",
    "platform": "{}",
    "ms_played": {},
    "conn_country": "SE",
    "ip_addr": "203.0.113.24",
    "master_metadata_track_name": "{}",
    "master_metadata_album_artist_name": "{}",
    "master_metadata_album_album_name": "{}",
    "spotify_track_uri": "spotify:track:{}",
    "episode_name": null,
    "episode_show_name": null,
    "spotify_episode_uri": null,
    "audiobook_title": null,
    "audiobook_uri": null,
    "audiobook_chapter_uri": null,
    "audiobook_chapter_title": null,
    "reason_start": "{}",
    "reason_end": "{}",
    "shuffle": {},
    "skipped": false,
    "offline": {},
    "offline_timestamp": null,
    "incognito_mode": {}
  }},
  {{
    "ts": ")",
                          to_rfc3339(first.end), first.platform, first.ms_played, track->name,
                          catalogue().artists[catalogue().album_of(*track).artist].name,
                          catalogue().album_of(*track).name, track->id, first.reason_start, first.reason_end,
                          first.shuffle, first.offline.value(), first.incognito);
  REQUIRE(files.front().text.substr(0, text.size()) == text);

  simdjson::dom::parser parser;
  std::size_t rows = 0;
  for (const auto& file : files) {
    CAPTURE(file.name);
    auto list = parser.parse(file.text).get_array();
    REQUIRE_FALSE(list.error());
    rows += list.value_unsafe().size();
  }
  REQUIRE(rows == streams().size() + videos_of(catalogue(), demo(), today()).size());
}

TEST_CASE("the same day and seed make the same files") {
  Options options;
  options.today = today();
  World again(options);
  auto one = history_files(world()), other = history_files(again);
  REQUIRE(one.size() == other.size());
  for (std::size_t number = 0; number < one.size(); ++number) {
    REQUIRE(one[number].name == other[number].name);
    REQUIRE((one[number].text == other[number].text));  // without millions of letters in the failure
  }
}

TEST_CASE("somebody without likes has a history, too") {
  Options options;
  options.today = today();
  options.likes = 0;
  World without(options);
  auto made = streams_of(without.catalogue, without.people.front(), today());
  REQUIRE(made.size() > 40'000);
  REQUIRE(made.back().end < today());
}

}  // namespace
}  // namespace mtm::sandbox
