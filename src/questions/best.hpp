// The first few of many, in order, without sorting the rest.
#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

namespace mtm::questions {

/// Leaves the `most` that come first by `before`, in its order.
template <class T, class Before>
void keep_first(std::vector<T>& candidates, std::size_t most, Before before) {
  auto wanted = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(most, candidates.size()));
  std::partial_sort(candidates.begin(), wanted, candidates.end(), before);
  candidates.erase(wanted, candidates.end());
}

}  // namespace mtm::questions
