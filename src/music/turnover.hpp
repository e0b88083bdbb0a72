// How much of a top list is new: the share of its tracks that were not in the one before.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mtm::music {

/// One top list of one day; the tracks in any order, none twice.
struct TopList {
  std::string date;
  std::vector<std::int64_t> tracks;
};

struct Turnover {
  std::string date;
  std::optional<std::string> before;  // the day it is compared with; nothing for the first list
  std::int64_t tracks = 0;
  std::int64_t fresh = 0;       // of which were not in the one before
  std::optional<double> share;  // undefined without one before, and for an empty list
};

/// One for each list; they come oldest first.
std::vector<Turnover> turnover(const std::vector<TopList>& lists);

}  // namespace mtm::music
