// The first places of the charts of many short stretches of days.
#pragma once
#include <vector>

#include "questions/charts.hpp"

namespace mtm::questions {

/// As chart() without days before, but for `is_new`. A chart goes through the whole library once; here only what was
/// played on the days is looked at, and what it is added up in is made once for all of them.
class ShortCharts {
 public:
  ShortCharts(const history::History& history, ChartOf of);
  ShortCharts(const ShortCharts&) = delete;

  /// The first entries of the chart, at most so many.
  std::vector<ChartEntry> first(const Counting& counting, std::size_t most);

 private:
  void add_up(const Counting& counting);
  void group(const Counting& counting);
  void clear();

  const history::History& history_;
  ChartOf of_;
  const std::vector<std::uint32_t>& numbers_;  // by track
  std::vector<std::int64_t> made_ids_;
  const std::vector<std::int64_t>& ids_;  // by number
  // All of these are empty between two charts.
  std::vector<Played> tracks_, groups_;
  std::vector<history::TrackNo> top_tracks_;  // by number; kNone
  std::vector<history::TrackNo> played_;
  std::vector<std::uint32_t> played_groups_;
};

}  // namespace mtm::questions
