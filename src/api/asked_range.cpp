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

music::Day calendar_day(history::Day day) { return std::chrono::sys_days(std::chrono::days(day)); }

}  // namespace

questions::Days AskedRange::days() const {
  questions::Days days;
  if (from) days.first = day_of(music::day_from(*from).value());
  days.last = day_of(music::day_from(to).value());
  return days;
}

AskedRange asked_range(const http::Request& request, const history::History& history) {
  auto preset = request.text("range");
  auto from = asked_day(request, "from");
  auto to = asked_day(request, "to");
  if (preset && (from || to))
    throw Problem(Status::unprocessable, "Ask by 'range' or by 'from' and 'to', not by both.");
  if (from && to && *from > *to) throw Problem(Status::unprocessable, "'from' must not be after 'to'.");
  auto today = calendar_day(api::today(history));
  AskedRange asked;
  if (from || to) {
    if (from) asked.from = music::to_text(*from);
    asked.to = music::to_text(to.value_or(std::max(today, from.value_or(today))));
    return asked;
  }
  asked.preset = preset.value_or("12m");
  auto range = music::preset_range(*asked.preset, today);
  if (!range) throw Problem(Status::unprocessable, "'range' must be 6m, 12m, 24m or all.");
  if (range->from) asked.from = music::to_text(*range->from);
  asked.to = music::to_text(range->to);
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
