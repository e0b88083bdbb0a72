#include "api/asked_range.hpp"

#include <fmt/format.h>

#include "api/history_of.hpp"
#include "http/problem.hpp"
#include "music/ranges.hpp"

namespace mtm::api {

namespace {

using http::Problem;
using http::Status;

std::optional<music::Day> asked_day(const http::Request& request, const char* name) {
  auto text = request.text(name);
  if (!text) return std::nullopt;
  auto day = music::day_from(*text);
  if (!day)
    throw Problem(Status::unprocessable,
                  fmt::format("'{}' must be a day from 1900 to 2100, such as 2026-05-31.", name));
  return day;
}

/// "2026-11-01,2026-11-30"
std::optional<music::Range> two_days(std::string_view text) {
  auto comma = text.find(',');
  if (comma == text.npos) return std::nullopt;
  auto from = music::day_from(text.substr(0, comma)), to = music::day_from(text.substr(comma + 1));
  if (!from || !to) return std::nullopt;
  return music::Range{from, *to};
}

music::Day calendar_day(history::Day day) { return std::chrono::sys_days(std::chrono::days(day)); }

AskedRange asked_days(const music::Range& range) {
  AskedRange asked;
  if (range.from) asked.from = music::to_text(*range.from);
  asked.to = music::to_text(range.to);
  asked.range = range;
  return asked;
}

}  // namespace

questions::Days AskedRange::days() const {
  questions::Days days;
  if (range.from) days.first = day_of(*range.from);
  days.last = day_of(range.to);
  return days;
}

std::optional<AskedRange> AskedRange::before() const {
  if (period) return asked_days(music::calendar_period(*period).value().before);
  auto days = music::days_before(range);
  if (!days) return std::nullopt;
  return asked_days(*days);
}

AskedRange asked_range(const http::Request& request, const history::History& history, const char* otherwise) {
  auto preset = request.text("range"), period = request.text("period");
  auto from = asked_day(request, "from");
  auto to = asked_day(request, "to");
  if (int(preset.has_value()) + int(period.has_value()) + int(from || to) > 1)
    throw Problem(Status::unprocessable, "Ask by one of 'range', 'period', or 'from' and 'to'.");
  if (auto days = two_days(period.value_or(""))) {
    from = days->from;
    to = days->to;
  }
  if (from && to && *from > *to) throw Problem(Status::unprocessable, "'from' must not be after 'to'.");
  auto today = calendar_day(api::today(history));
  if (from || to) return asked_days({from, to.value_or(std::max(today, from.value_or(today)))});
  if (period) {
    auto days = music::calendar_period(*period);
    if (!days)
      throw Problem(Status::unprocessable,
                    "'period' must be a year, month, week or day, or two days: 2026, 2026-11, 2026-W48, 2026-11-30, "
                    "2026-11-01,2026-11-30.");
    auto asked = asked_days(days->days);
    asked.period = std::move(period);
    return asked;
  }
  auto name = preset.value_or(otherwise);
  auto range = music::preset_range(name, today);
  if (!range) throw Problem(Status::unprocessable, "'range' must be 4w, 6m, 12m, 24m or all.");
  auto asked = asked_days(*range);
  asked.preset = std::move(name);
  return asked;
}

history::TimeRange asked_list(const http::Request& request) {
  auto range = history::TimeRange::short_term;
  auto name = request.text("time_range");
  if (name && !boost::describe::enum_from_string(name->c_str(), range))
    throw Problem(Status::unprocessable, "'time_range' must be short_term, medium_term or long_term.");
  return range;
}

}  // namespace mtm::api
