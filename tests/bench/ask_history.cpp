// Asks a made-up history of a million plays each question over time, and says what one answer costs.
//   ask-history [PLAYS [TRACKS]]     prints a line of each question: its name and milliseconds of processor time
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "history/builder.hpp"
#include "questions/charts.hpp"
#include "questions/clock.hpp"
#include "questions/first_plays.hpp"
#include "questions/gaps.hpp"
#include "questions/gems.hpp"
#include "questions/listening_sessions.hpp"
#include "questions/on_this_day.hpp"
#include "questions/recap.hpp"
#include "questions/streaks.hpp"
#include "questions/timeline.hpp"
#include "questions/today.hpp"

using namespace mtm;
using namespace mtm::questions;

namespace {

constexpr history::Moment kSecond = 1'000'000;

/// Twenty years until the end of 2026: evenings of music, a few artists played far more than the others, a tenth of the
/// tracks twins of others.
history::HistoryPtr made_history(std::size_t plays, std::size_t tracks) {
  std::mt19937_64 random(7);
  history::Builder builder;
  for (std::size_t i = 0; i < tracks; ++i) {
    history::TrackRow row;
    row.id = static_cast<std::int64_t>(i + 1);
    auto name = "Track " + std::to_string(i), artist = "Artist " + std::to_string(i / 12);
    auto album = "Album " + std::to_string(i / 10),
         isrc = "AA" + std::to_string(1'000'000'000 + (i % 10 == 9 ? i - 1 : i));
    row.name = name;
    row.artist_id = static_cast<std::int64_t>(i / 12 + 1);
    row.artist = artist;
    row.album = album;
    row.isrc = isrc;
    row.first_seen = 0;
    builder.add(row);
  }
  auto begin = first_day(2007) * 86'400 * kSecond, end = first_day(2027) * 86'400 * kSecond;
  auto step = (end - begin) / static_cast<history::Moment>(plays);
  for (std::size_t i = 0; i < plays; ++i) {
    auto share = std::pow(static_cast<double>(random() % 1'000'000) / 1'000'000, 3);
    auto track = static_cast<std::int64_t>(share * static_cast<double>(tracks)) + 1;
    auto length = random() % 5 == 0 ? static_cast<std::int32_t>(random() % 30'000)
                                    : static_cast<std::int32_t>(150'000 + random() % 120'000);
    auto at = begin + static_cast<history::Moment>(i) * step + static_cast<history::Moment>(random() % 200) * kSecond;
    builder.add(history::PlayRow{track, at, length});
  }
  return builder.finish(Id{1}, 1, 1, TimeZone::of("Europe/Berlin"));
}

double processor_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// The median of eleven.
template <class Question>
void ask(const char* name, Question question) {
  std::vector<double> times;
  std::size_t check = 0;
  for (int i = 0; i < 11; ++i) {
    auto begin = processor_ms();
    check += question();
    times.push_back(processor_ms() - begin);
  }
  std::sort(times.begin(), times.end());
  std::printf("%-44s %6.2f ms   (%zu)\n", name, times[5], check);
}

}  // namespace

int main(int count, char** words) {
  auto plays = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  auto tracks = count > 2 ? std::strtoull(words[2], nullptr, 10) : 100'000;
  auto history = made_history(plays, tracks);
  const auto& of = *history;
  Days year = days_of(2026), before = days_of(2025), ever{Days().first, first_day(2027) - 1};
  auto today = first_day(2026) + 200;
  auto artist = subject_of(of, ChartOf::artists, Id{1}).value();
  for (auto what : {ChartOf::artists, ChartOf::albums, ChartOf::tracks}) {
    auto name = std::string("charts, ") + (what == ChartOf::artists  ? "artists"
                                           : what == ChartOf::albums ? "albums"
                                                                     : "tracks");
    ask((name + ", all").c_str(), [&] { return chart(of, {what}).size; });
    ask((name + ", a year, with the year before").c_str(), [&] { return chart(of, {what, {year}, before}).size; });
    ask((name + ", all until a day, from 0 s").c_str(),
        [&] { return chart(of, {what, {{Days().first, today}, {0}}}).size; });
  }
  ask("timeline, all by month", [&] { return timeline(of, {Unit::month, {ever}})->buckets.size(); });
  ask("timeline, ten years by day",
      [&] { return timeline(of, {Unit::day, {{first_day(2017), ever.last}}})->buckets.size(); });
  ask("timeline, all by month, of an artist",
      [&] { return timeline(of, {Unit::month, {ever}, artist})->buckets.size(); });
  ask("timeline, all by month, from 0 s", [&] { return timeline(of, {Unit::month, {ever, {0}}})->buckets.size(); });
  ask("calendar, a year", [&] { return timeline(of, {Unit::day, {year}})->buckets.size(); });
  ask("clock, all", [&] { return std::size_t(week_clock(of, {ever})[40].plays); });
  ask("clock, all, of an artist", [&] { return std::size_t(week_clock(of, {ever}, artist)[40].plays); });
  ask("listening sessions, all", [&] { return listening_sessions(of, {{ever}}).count; });
  ask("listening sessions, a year", [&] { return listening_sessions(of, {{year}}).count; });
  ask("streaks, all", [&] { return std::size_t(streaks(of, {ever}, today).days); });
  ask("streaks of artists, all", [&] { return artist_streaks(of, {ever}, today, 20).size(); });
  ask("discoveries of tracks, a year", [&] { return first_plays(of, {ChartOf::tracks, {year}}).size; });
  ask("discoveries of artists, a year, from 0 s",
      [&] { return first_plays(of, {ChartOf::artists, {year, {0}}}).size; });
  ask("recap, a year", [&] { return recap(of, {{year}, before, today})->sessions; });
  ask("recap, a year, from 0 s", [&] { return recap(of, {{year, {0}}, before, today})->sessions; });
  ask("recap, ten years", [&] { return recap(of, {{{first_day(2017), ever.last}}, {}, today})->sessions; });
  ask("recaps, all", [&] { return recaps(of, {}).size(); });
  ask("on this day", [&] { return on_this_day(of, {}, today, 5).size(); });
  ask("today",
      [&] { return mtm::questions::today(of, {}, of.zone->begin_of(today) + 50'000 * kSecond, 10).latest.size(); });
  ask("forgotten gems", [&] {
    auto days = music::gem_days({}, std::chrono::sys_days(std::chrono::days(today)));
    return std::size_t(forgotten_gems(of, days, 5, 50).candidates);
  });
}
