#include "questions/today.hpp"

#include "questions/local_time.hpp"
#include "questions/periods.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::Moment;

namespace {

constexpr Moment kDay = 24 * Moment(3'600'000'000);

std::vector<LatestPlay> latest_plays(const History& history, const history::PlayFilter& filter, Moment now,
                                     std::size_t most) {
  std::vector<LatestPlay> latest;
  for (auto play = history.plays->size(); play-- > 0 && latest.size() < most;) {
    auto one = history::counted(*history.plays, filter, play);
    if (one && one->first <= now) latest.push_back({play, one->first});
  }
  return latest;
}

}  // namespace

Today today(const History& history, const history::PlayFilter& filter, Moment now, std::size_t latest) {
  const auto& zone = *history.zone;
  Day day = DayFinder(zone).day_of(now), monday = period_begin(day, Unit::week);
  auto same_time = zone.moment(zone.local(now) - 7 * kDay);
  Today today;
  DayFinder days(zone);
  HourFinder hours(zone);
  each_counted(history, {Days{monday - 7, day}, filter}, [&](std::size_t, const Played& one) {
    if (one.first > now) return;
    auto began_on = days.day_of(one.first);
    auto hour = hours.hour_of_week(one.first) % 24;
    bool this_week = began_on >= monday;
    auto& week = this_week ? today.days : today.days_then;
    week[static_cast<std::size_t>(weekday_of(began_on))].add(one);
    if (began_on == day) today.hours[hour].add(one);
    if (began_on == day - 7) today.hours_then[hour].add(one);
    if (one.first > same_time || this_week) return;
    today.week.then.add(one);
    if (began_on == day - 7) today.day.then.add(one);
  });
  auto sum = [](const auto& parts) {
    Played whole;
    for (const auto& part : parts) whole.add(part);
    return whole;
  };
  today.day.now = sum(today.hours);
  today.day.then_in_all = sum(today.hours_then);
  today.week.now = sum(today.days);
  today.week.then_in_all = sum(today.days_then);
  today.streak = current_streak(history, filter, day);
  today.latest = latest_plays(history, filter, now, latest);
  return today;
}

}  // namespace mtm::questions
