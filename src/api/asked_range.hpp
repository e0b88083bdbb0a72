// The days that a request asks about: `range` is a preset, `period` one of the calendar or two days
// with a comma between, `from` and `to` any two days.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "history/history.hpp"
#include "http/request.hpp"
#include "music/ranges.hpp"
#include "questions/days.hpp"

namespace mtm::history {
/// By their names, as answers write them and requests ask for them.
BOOST_DESCRIBE_ENUM(TimeRange, short_term, medium_term, long_term)
}  // namespace mtm::history

namespace mtm::api {

struct AskedRange {
  std::optional<std::string> preset, period;  // as they were asked by; nothing for others
  std::optional<std::string> from;            // "2026-05-21"; nothing of all time
  std::string to;
  music::Range range;  // the same

  questions::Days days() const;
  /// As many days before them, or the period before; nothing of all time.
  std::optional<AskedRange> before() const;
};
BOOST_DESCRIBE_STRUCT(AskedRange, (), (preset, period, from, to))

/// Twelve months until today, where the user lives, when nothing is said, or another preset. Throws Problem(422).
AskedRange asked_range(const http::Request& request, const history::History& history, const char* otherwise = "12m");

/// Which of Spotify's top lists: short_term when nothing is said. Throws Problem(422).
history::TimeRange asked_list(const http::Request& request);

}  // namespace mtm::api
