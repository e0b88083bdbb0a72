// Days and hours of moments that come nearly in order, such as the beginnings of plays.
#pragma once
#include "core/time_zone.hpp"
#include "history/history.hpp"

namespace mtm::questions {

/// Looks a day up only where it differs from the one before. A day lasts until the next one begins
/// (TimeZone::begin_of), as everywhere where days are cut.
class DayFinder {
 public:
  explicit DayFinder(const TimeZone& zone) : zone_(zone) {}

  history::Day day_of(history::Moment moment) {
    if (moment < begin_ || moment >= end_) find(moment);
    return day_;
  }

 private:
  void find(history::Moment moment) {
    day_ = zone_.day(moment);
    // When clocks are set back at midnight, part of the previous day is repeated.
    while (moment >= zone_.begin_of(day_ + 1)) ++day_;
    begin_ = zone_.begin_of(day_);
    end_ = zone_.begin_of(day_ + 1);
  }

  const TimeZone& zone_;
  history::Moment begin_ = 0, end_ = 0;
  history::Day day_ = 0;
};

/// The hour of the week, from Monday's first on, by the clock there. Looks its offset up only where it has changed
/// since the moment before.
class HourFinder {
 public:
  explicit HourFinder(const TimeZone& zone) : zone_(zone), steady_(zone.steady_at(0)) {}

  std::size_t hour_of_week(history::Moment moment) {
    if (moment < steady_.from || moment >= steady_.until) steady_ = zone_.steady_at(moment);
    return static_cast<std::uint64_t>(moment + steady_.offset - kMonday) / kHour % kHoursOfWeek;
  }

 private:
  static constexpr std::uint64_t kHour = 3'600'000'000, kHoursOfWeek = 7 * 24;
  /// A Monday before all moments, so that none is negative: 120,000 weeks before that of 1970-01-01, a Thursday.
  static constexpr history::Moment kMonday =
      -history::Moment(120'000 * kHoursOfWeek * kHour) - history::Moment(3 * 24 * kHour);

  const TimeZone& zone_;
  TimeZone::Steady steady_;
};

}  // namespace mtm::questions
