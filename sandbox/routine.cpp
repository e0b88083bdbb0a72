#include "sandbox/routine.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/time_zone.hpp"
#include "sandbox/random.hpp"
#include "sandbox/top_lists.hpp"

namespace mtm::sandbox {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

// Addresses are of the ranges for documentation (RFC 5737).
constexpr Place kHome{"SE", "Europe/Stockholm", "203.0.113.24"};
constexpr Place kPortugal{"PT", "Europe/Lisbon", "198.51.100.7"};
constexpr Place kJapan{"JP", "Asia/Tokyo", "198.51.100.81"};

/// Some days of a year that lies so many before the last one.
struct Span {
  int years_ago;
  unsigned month, day;
  int length;
};
struct Journey {
  Span span;
  Place place;
};
constexpr Journey kJourneys[] = {{{9, 7, 10, 15}, kPortugal}, {{3, 4, 2, 18}, kJapan}, {{1, 7, 5, 12}, kPortugal}};
constexpr Span kIllness{5, 2, 3, 11};
constexpr Span kLongStreak{2, 1, 10, 230};  // a resolution that held until the end of August
constexpr Span kMove{4, 5, 14, 1};          // music from the first box to the last

// When nearly everybody worked at home.
constexpr sys_days kAtHomeFrom = std::chrono::year(2020) / 3 / 16;
constexpr sys_days kAtHomeUntil = std::chrono::year(2021) / 9 / 1;

constexpr double kWithoutMusic = 0.03;  // of all days

bool within(const Span& span, sys_days date, sys_days last) {
  auto year = std::chrono::year_month_day(last).year() - std::chrono::years(span.years_ago);
  sys_days first = year / std::chrono::month(span.month) / std::chrono::day(span.day);
  return date >= first && date < first + days(span.length);
}

/// How much of what is usual they listen to: some years are full of music, and so are autumns.
double busy(std::uint64_t seed, sys_days date, sys_days last) {
  double years_ago = static_cast<double>((last - date).count()) / 365.2425;
  double start = Random(mix(seed, "busy years")).unit();
  constexpr double kTurn = 2 * std::numbers::pi;
  return 0.84 * (1 + 0.3 * std::sin(kTurn * (years_ago / 4.3 + start))) *
         (1 + 0.15 * std::cos(kTurn * (season_at(date) - 0.85)));
}

class Plan {
 public:
  Plan(Random& random, double busy) : random_(random), busy_(busy) {}

  /// With that probability, around that hour of the day.
  void maybe(double probability, double hour, double spread, int least, int most, Occasion occasion) {
    bool taken = random_.chance(std::min(probability * busy_, 0.95));
    double begin = random_.bell(hour, spread) * 3600;
    int length = random_.between(least, most);
    if (taken) sittings.push_back({seconds(static_cast<int>(begin)), minutes(length), occasion});
  }

  std::vector<Sitting> sittings;

 private:
  Random& random_;
  double busy_;
};

}  // namespace

std::chrono::sys_seconds moment_at(const Place& place, sys_days day, seconds since_midnight) {
  auto wall = std::chrono::duration_cast<std::chrono::microseconds>(day.time_since_epoch() + since_midnight).count();
  auto moment = TimeZone::of(place.zone)->moment(wall);
  return std::chrono::sys_seconds(std::chrono::floor<seconds>(std::chrono::microseconds(moment)));
}

Day Routine::day(sys_days date) const {
  Day today{&kHome, {}};
  bool away = false;
  for (const Journey& journey : kJourneys) {
    if (!within(journey.span, date, last_)) continue;
    today.place = &journey.place;
    away = true;
  }
  Random random(mix(mix(seed_, "day"), static_cast<std::uint64_t>(date.time_since_epoch().count())));
  bool rest = random.chance(kWithoutMusic) && !within(kLongStreak, date, last_);
  if (rest || within(kIllness, date, last_)) return today;

  std::chrono::year_month_day calendar(date);
  if (within(kMove, date, last_)) {
    today.sittings.push_back({std::chrono::hours(8), std::chrono::hours(14), Occasion::party});
    return today;
  }
  if (calendar.month() == std::chrono::December && calendar.day() == std::chrono::day(31)) {
    today.sittings.push_back({std::chrono::hours(19), std::chrono::hours(7), Occasion::party});
    return today;
  }

  auto weekday = std::chrono::weekday(date).iso_encoding();
  bool working = weekday <= 5 && !away;
  bool at_home = date >= kAtHomeFrom && date < kAtHomeUntil;
  Plan plan(random, busy(seed_, date, last_));
  if (working && !at_home) {
    plan.maybe(0.62, 7.5, 0.25, 14, 32, Occasion::commute);
    plan.maybe(0.12, 10, 0.7, 30, 90, Occasion::work);
    plan.maybe(0.55, 17.3, 0.4, 14, 34, Occasion::commute);
  } else if (working) {
    plan.maybe(0.45, 9.5, 0.5, 25, 80, Occasion::work);
    plan.maybe(0.35, 14, 0.7, 25, 80, Occasion::work);
  } else {
    plan.maybe(0.42, 10.6, 0.8, 25, 80, Occasion::at_home);
    plan.maybe(0.3, 15.4, 0.9, 20, 80, Occasion::at_home);
  }
  plan.maybe(working ? 0.34 : 0.38, 20.2, 0.7, 15, 75, Occasion::at_home);
  plan.maybe(weekday == 5 || weekday == 6 ? 0.3 : 0.07, 23.6, 0.4, 20, 85, Occasion::night);
  // A day with a little music at least; what begins late at night is told of the next one.
  if (plan.sittings.empty() || plan.sittings.front().begin > std::chrono::hours(22)) {
    seconds begin(static_cast<int>(random.bell(19.2, 0.8) * 3600));
    plan.sittings.insert(plan.sittings.begin(), {begin, minutes(random.between(8, 30)), Occasion::at_home});
  }
  today.sittings = std::move(plan.sittings);
  return today;
}

}  // namespace mtm::sandbox
