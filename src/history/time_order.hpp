// The order of rows that are kept as columns.
#pragma once
#include <algorithm>
#include <vector>

#include "history/history.hpp"

namespace mtm::history {

/// The numbers of the times in their order, those of one time by `before`; empty when that is the order they have.
template <class Before>
std::vector<std::uint32_t> order_of(const std::vector<Moment>& times, Before before) {
  bool ordered = true;
  for (std::size_t i = 1; i < times.size() && ordered; ++i)
    ordered = times[i - 1] < times[i] ||
              (times[i - 1] == times[i] && !before(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i - 1)));
  if (ordered) return {};
  std::vector<std::pair<Moment, std::uint32_t>> keys(times.size());
  for (std::uint32_t i = 0; i < keys.size(); ++i) keys[i] = {times[i], i};
  std::sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : before(a.second, b.second);
  });
  std::vector<std::uint32_t> order;
  order.reserve(keys.size());
  for (const auto& key : keys) order.push_back(key.second);
  return order;
}

}  // namespace mtm::history
