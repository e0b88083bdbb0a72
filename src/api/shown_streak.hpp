// A streak as every answer shows it.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "questions/streaks.hpp"

namespace mtm::api {

struct ShownStreak {
  std::int64_t days;
  std::string first_day, last_day;
};
BOOST_DESCRIBE_STRUCT(ShownStreak, (), (days, first_day, last_day))

/// Nothing for one of no day.
inline std::optional<ShownStreak> shown(const questions::Streak& streak) {
  if (streak.days() == 0) return std::nullopt;
  return ShownStreak{streak.days(), date_text(streak.first), date_text(streak.last)};
}

}  // namespace mtm::api
