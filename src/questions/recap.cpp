#include "questions/recap.hpp"

#include <algorithm>

#include "questions/first_plays.hpp"
#include "questions/short_charts.hpp"

namespace mtm::questions {

using history::Day;
using history::History;

namespace {

constexpr std::size_t kTops = 5, kYearAlbums = 4, kNightEnds = 5;

Unit unit_of_parts(std::size_t days) {
  if (days <= 14) return Unit::day;
  if (days <= 62) return Unit::week;
  return days <= 731 ? Unit::month : Unit::year;
}

std::optional<ChartEntry> top_track(ShortCharts& charts, Counting counting, const Bucket& bucket) {
  if (bucket.played.plays == 0) return std::nullopt;
  counting.days = bucket.days;
  return charts.first(counting, 1).front();
}

std::optional<PlayedBefore> played_before(const History& history, const RecapQuestion& question) {
  if (!question.before) return std::nullopt;
  auto days = *question.before;
  auto asked = question.counting.days;
  if (asked.first <= question.today && question.today < asked.last)
    days.last = std::min(days.last, days.first + (question.today - asked.first));
  auto counting = question.counting;
  counting.days = days;
  PlayedBefore before{days, {}};
  each_counted(history, counting, [&](std::size_t, const Played& one) { before.played.add(one); });
  return before;
}

/// The chart of artists is made to its end, to find the first one who is new.
void add_artists(const History& history, const RecapQuestion& question, Recap& recap) {
  recap.artists =
      chart(history, {ChartOf::artists, question.counting, question.before, 0, count_of(history, ChartOf::artists)});
  auto& entries = recap.artists.entries;
  auto fresh = std::find_if(entries.begin(), entries.end(), [](const ChartEntry& entry) { return entry.is_new; });
  if (fresh != entries.end()) {
    recap.newcomers.artist = *fresh;
    recap.newcomers.artist_rank = fresh - entries.begin() + 1;
  }
  if (entries.size() > kTops) entries.erase(entries.begin() + kTops, entries.end());
}

void add_newcomers(const History& history, const Counting& counting, Newcomers& newcomers) {
  auto found = [&](ChartOf of) { return first_plays(history, {of, counting, 0, 0}).size; };
  newcomers.artists = found(ChartOf::artists);
  newcomers.albums = found(ChartOf::albums);
  newcomers.tracks = found(ChartOf::tracks);
}

void add_clock(const History& history, const Counting& counting, Recap& recap) {
  recap.clock = week_clock(history, counting);
  for (std::size_t hour = 0; hour < recap.clock.size(); ++hour)
    if (hour % 24 < kNightEnds) recap.night.add(recap.clock[hour]);
}

void add_days(const History& history, const Counting& counting, const Timeline& days, Recap& recap) {
  ShortCharts charts(history, ChartOf::tracks);
  if (const auto* day = biggest(days, counting.by))
    recap.biggest = BiggestDay{day->days.first, day->played, top_track(charts, counting, *day)};
  if (days.buckets.size() < 2) return;
  recap.unit = unit_of_parts(days.buckets.size());
  // There are fewer of them than days.
  auto parts = timeline(history, {recap.unit, counting, {}}).value();
  for (const auto& bucket : parts.buckets) recap.parts.push_back({bucket, top_track(charts, counting, bucket)});
}

void add_skips(const History& history, Counting counting, Recap& recap) {
  counting.filter.counted_from = 0;
  SkipsQuestion question;
  question.counting = counting;
  question.limit = 1;
  auto found = skips(history, question);
  recap.endings = found.all;
  if (!found.skipped_tracks.empty()) recap.most_skipped = found.skipped_tracks.front();
}

RecapCover cover_of(ShortCharts& charts, Counting counting, const Bucket& bucket, std::size_t most) {
  counting.days = bucket.days;
  return {bucket, charts.first(counting, most)};
}

}  // namespace

std::optional<Recap> recap(const History& history, const RecapQuestion& question) {
  const auto& counting = question.counting;
  auto days = timeline(history, {Unit::day, counting, {}});
  if (!days) return std::nullopt;
  Recap recap;
  recap.played = days->played;
  recap.at_least = days->at_least;
  recap.before = played_before(history, question);
  if (recap.played.plays == 0) return recap;
  add_artists(history, question, recap);
  recap.albums = chart(history, {ChartOf::albums, counting, question.before, 0, kTops});
  recap.tracks = chart(history, {ChartOf::tracks, counting, question.before, 0, kTops});
  recap.streaks = streaks(history, counting, question.today);
  add_days(history, counting, *days, recap);
  add_clock(history, counting, recap);
  auto sessions = listening_sessions(history, {counting, 0, 0});
  recap.sessions = sessions.count;
  recap.longest = sessions.longest;
  add_newcomers(history, counting, recap.newcomers);
  recap.on_repeat = on_repeat(history, counting);
  recap.decades = decades(history, counting);
  add_skips(history, counting, recap);
  return recap;
}

constexpr int kFirstYear = 1900;

std::vector<RecapYear> recaps(const History& history, const Counting& counting) {
  std::vector<RecapYear> found;
  ShortCharts charts(history, ChartOf::albums);
  // No days that can be asked about have as many months as a timeline may have.
  auto years = timeline(history, {Unit::year, counting, {}}).value().buckets;
  auto months = timeline(history, {Unit::month, counting, {}}).value().buckets;
  for (auto year = years.rbegin(); year != years.rend(); ++year) {
    // A play at the first hour of 1900 in UTC may be of a year that nobody can ask about.
    if (year->played.plays == 0 || year->days.first < days_of(kFirstYear).first) continue;
    RecapYear one{cover_of(charts, counting, *year, kYearAlbums), {}};
    for (auto month = months.rbegin(); month != months.rend(); ++month)
      if (month->played.plays > 0 && year->days.have(month->days.first))
        one.months.push_back(cover_of(charts, counting, *month, 1));
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace mtm::questions
