#include "core/time_zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>

namespace mtm {

namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

// Offsets are known by table for these years. Before, the first one holds, which is the zone's local mean time; after,
// the last one.
constexpr auto kFrom = date::sys_days(date::year(1900) / 1 / 1);
constexpr auto kUntil = date::sys_days(date::year(2100) / 1 / 1);

template <class Duration>
std::int64_t micros(Duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

std::int32_t floored_days(std::int64_t local) {
  auto days = local / kMicrosPerDay;
  return static_cast<std::int32_t>(local % kMicrosPerDay < 0 ? days - 1 : days);
}

std::chrono::year_month_day calendar(std::int32_t day) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day)));
}

}  // namespace

bool TimeZone::exists(std::string_view name) {
  if (name == "UTC") return true;
  try {
    return date::locate_zone(std::string(name)) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::shared_ptr<const TimeZone> TimeZone::of(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const TimeZone>, std::less<>> known;
  std::lock_guard lock(mutex);
  if (auto found = known.find(name); found != known.end()) return found->second;
  const date::time_zone* zone = nullptr;
  try {
    zone = name == "UTC" ? nullptr : date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    // No zone of that name, or none at all on this machine.
  }
  // It keeps the name that it was asked by, so that who compares names sees that it is the one that was asked for.
  std::shared_ptr<TimeZone> made(new TimeZone(std::string(name)));
  if (zone) {
    for (date::sys_seconds at = kFrom; at < kUntil;) {
      auto info = zone->get_info(at);
      made->spans_.push_back(
          {micros(std::max<date::sys_seconds>(info.begin, kFrom).time_since_epoch()), micros(info.offset)});
      if (info.end <= at) break;
      at = info.end;
    }
  }
  if (made->spans_.empty()) made->spans_.push_back({0, 0});
  made->index_spans();
  // Names come from the database, which takes those of the world's zones alone: there are six hundred.
  known.emplace(name, made);
  return made;
}

void TimeZone::index_spans() {
  std::size_t span = 0;
  for (auto from = spans_.front().from; from <= spans_.back().from; from += std::int64_t(1) << kStretchBits) {
    while (span + 1 < spans_.size() && spans_[span + 1].from <= from) ++span;
    by_stretch_.push_back(static_cast<std::uint16_t>(span));
  }
}

const TimeZone::Span& TimeZone::span_at(std::int64_t moment) const {
  auto first = spans_.front().from;
  if (moment < first) return spans_.front();
  auto stretch = (static_cast<std::uint64_t>(moment) - static_cast<std::uint64_t>(first)) >> kStretchBits;
  std::size_t span = by_stretch_[std::min<std::uint64_t>(stretch, by_stretch_.size() - 1)];
  while (span + 1 < spans_.size() && spans_[span + 1].from <= moment) ++span;
  return spans_[span];
}

TimeZone::Steady TimeZone::steady_at(std::int64_t moment) const {
  using Limits = std::numeric_limits<std::int64_t>;
  const auto& span = span_at(moment);
  bool first = &span == &spans_.front(), last = &span == &spans_.back();
  return {first ? Limits::min() : span.from, last ? Limits::max() : (&span)[1].from, span.offset};
}

std::int32_t TimeZone::day(std::int64_t moment) const { return floored_days(local(moment)); }

int TimeZone::year(std::int64_t moment) const { return year_of(day(moment)); }

int TimeZone::month(std::int64_t moment) const { return month_of(day(moment)); }

std::int64_t TimeZone::moment(std::int64_t local) const {
  // No offset is as large as a day. The first span that ends after the wanted time by its own clock either shows it or,
  // having begun later, skipped it.
  const Span* span = &span_at(local - kMicrosPerDay);
  for (const Span* last = &spans_.back(); span != last; ++span)
    if (local - span->offset < span[1].from) break;
  bool first = span == &spans_.front();
  return first ? local - span->offset : std::max(local - span->offset, span->from);
}

std::int64_t TimeZone::begin_of(std::int32_t day) const {
  std::int64_t midnight = day * kMicrosPerDay;
  // The offsets around it: a change of the clock lies less than a day away, or matters to none.
  const auto& before = span_at(midnight - kMicrosPerDay);
  const auto& after = span_at(midnight + kMicrosPerDay);
  std::int64_t by_before = midnight - before.offset, by_after = midnight - after.offset;
  if (before.offset == after.offset || by_before < after.from) return by_before;
  return local(by_after) == midnight ? by_after : by_before;
}

std::int32_t day_of(std::chrono::year_month_day date) {
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::int32_t first_day(int year) {
  using namespace std::chrono;
  return day_of(std::chrono::year(year) / January / 1);
}

int year_of(std::int32_t day) { return static_cast<int>(calendar(day).year()); }

int month_of(std::int32_t day) {
  auto date = calendar(day);
  return (static_cast<int>(date.year()) - 1970) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

std::string date_text(std::int32_t day) {
  auto date = calendar(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string month_text(int month) {
  int year = 1970 + month / 12, of_year = month % 12;
  if (of_year < 0) --year, of_year += 12;
  return fmt::format("{:04}-{:02}", year, of_year + 1);
}

}  // namespace mtm
