// The first few of many, in order, without sorting the rest.
#pragma once
#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace mtm::questions {

/// Leaves the `most` with the smallest places, in the order of these. `place_of(candidate)` is asked once for each; no
/// two may have the same.
template <class T, class PlaceOf>
void keep_first(std::vector<T>& candidates, std::size_t most, PlaceOf place_of) {
  using Placed = std::pair<std::invoke_result_t<PlaceOf, const T&>, T>;
  auto before = [](const Placed& a, const Placed& b) { return a.first < b.first; };
  std::vector<Placed> kept;  // a heap: the last of them, which goes when a better one comes, is in front
  for (const auto& candidate : candidates) {
    auto place = place_of(candidate);
    if (kept.size() == most) {
      if (most == 0 || !(place < kept.front().first)) continue;
      std::pop_heap(kept.begin(), kept.end(), before);
      kept.pop_back();
    }
    kept.emplace_back(std::move(place), candidate);
    std::push_heap(kept.begin(), kept.end(), before);
  }
  std::sort_heap(kept.begin(), kept.end(), before);
  candidates.clear();
  for (const auto& [place, candidate] : kept) candidates.push_back(candidate);
}

/// The place of what comes first when its value is largest.
template <class Value>
struct Descending {
  Value value;
  bool operator<(const Descending& other) const { return other.value < value; }
};

}  // namespace mtm::questions
