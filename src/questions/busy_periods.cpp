#include "questions/busy_periods.hpp"

#include <cstdlib>
#include <map>
#include <tuple>

#include "questions/local_time.hpp"
#include "questions/years.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::Moment;

namespace {

/// Periods by their first days. Facts that follow each other are mostly of the same one.
class Periods {
 public:
  explicit Periods(Unit unit) : unit_(unit) {}

  BusyPeriod& of(Day day) {
    if (!latest_ || day < latest_->first || day >= end_) {
      auto first = period_begin(day, unit_);
      latest_ = &periods_.try_emplace(first, BusyPeriod{first, {}}).first->second;
      end_ = period_end(day, unit_);
    }
    return *latest_;
  }

  std::vector<BusyPeriod> all() const {
    std::vector<BusyPeriod> all;
    for (const auto& [_, period] : periods_) all.push_back(period);
    return all;
  }

 private:
  Unit unit_;
  std::map<Day, BusyPeriod> periods_;
  BusyPeriod* latest_ = nullptr;
  Day end_ = 0;
};

constexpr std::int64_t kEnoughToOpenOn = 5;  // covers on the page

}  // namespace

std::vector<BusyPeriod> busy_periods(const History& history, Unit unit, Days days, const history::PlayFilter& filter) {
  Periods periods(unit);
  DayFinder finder(*history.zone);
  each_counted(history, Counting{days, filter},
               [&](std::size_t, const Played& one) { periods.of(finder.day_of(one.first)).played.add(one); });
  auto stretch = stretch_of(history, days);
  for (auto saved : history.meetings->saved)
    if (stretch.has(saved)) ++periods.of(finder.day_of(saved)).likes;
  for (const auto& list : history.snapshots->lists)
    if (days.have(list.day)) periods.of(list.day).listed += list.end - list.begin;
  return periods.all();
}

std::optional<Day> week_to_open_on(const History& history, Day today) {
  auto wanted = week_ten_years_before(today);
  std::optional<Day> best;
  std::tuple<bool, Day, Day> best_place;
  for (const auto& week : busy_periods(history, Unit::week, {first_day(kFirstYearOfListening), today})) {
    bool thin = week.first != wanted && week.events() < kEnoughToOpenOn;
    std::tuple place(thin, std::abs(week.first - wanted), week.first);
    if (best && !(place < best_place)) continue;
    best = week.first;
    best_place = place;
  }
  return best;
}

Day week_ten_years_before(Day day) {
  using namespace std::chrono;
  year_month_day date{sys_days(days(day))};
  date -= years(10);
  if (!date.ok()) date = date.year() / date.month() / last;
  return period_begin(day_of(date), Unit::week);
}

}  // namespace mtm::questions
