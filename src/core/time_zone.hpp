// A time zone as a table of its offsets, so that a loop over a million times can ask for each one's day.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

class TimeZone {
 public:
  /// By its IANA name; with the clock of UTC when this machine has no zone of that name. The table of a zone is made
  /// once. For any thread.
  static std::shared_ptr<const TimeZone> of(std::string_view name);

  /// Whether this machine has a zone of that name.
  static bool exists(std::string_view name);

  /// As it was asked for.
  const std::string& name() const { return name_; }

  /// A time in which the clock there keeps its distance from UTC.
  struct Steady {
    std::int64_t from, until;  // microseconds since 1970; until is the first one after it
    std::int64_t offset;       // microseconds
  };
  Steady steady_at(std::int64_t moment) const;

  /// Microseconds since 1970 by the clock on the wall there.
  std::int64_t local(std::int64_t moment) const { return moment + span_at(moment).offset; }
  /// Days since 1970-01-01 by the calendar there.
  std::int32_t day(std::int64_t moment) const;
  int year(std::int64_t moment) const;
  /// Months since 1970-01.
  int month(std::int64_t moment) const;
  /// The moment at which a clock on the wall there shows this many microseconds since 1970: the first one, where it
  /// shows them twice; where a change of the clock skips them, the moment of that change.
  std::int64_t moment(std::int64_t local) const;
  /// When a day begins there. Where a change of the clock skips midnight, the moment at which it would have come
  /// without the change; where midnight comes twice, the first one.
  std::int64_t begin_of(std::int32_t day) const;

 private:
  struct Span {
    std::int64_t from;    // microseconds since 1970, up to the next span
    std::int64_t offset;  // microseconds
  };

  static constexpr int kStretchBits = 43;  // 102 days: hardly ever more than one change of the clock

  explicit TimeZone(std::string name) : name_(std::move(name)) {}
  void index_spans();
  const Span& span_at(std::int64_t moment) const;

  std::string name_;
  std::vector<Span> spans_;
  std::vector<std::uint16_t> by_stretch_;  // of each 2^kStretchBits microseconds from the first span on, its first span
};

/// Days since 1970-01-01 of the first of January, or of a date.
std::int32_t first_day(int year);
std::int32_t day_of(std::chrono::year_month_day date);
/// The year of a day, and its month since 1970-01.
int year_of(std::int32_t day);
int month_of(std::int32_t day);
/// "2026-11-21"
std::string date_text(std::int32_t day);
/// "2026-11", of months since 1970-01.
std::string month_text(int month);

}  // namespace mtm
