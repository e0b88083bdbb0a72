// How often something happened to the rows of an import.
#pragma once
#include <cstdint>
#include <vector>

namespace mtm::transfer {

/// How often something happened, and the first rows it happened to.
struct Occurrences {
  std::int64_t count = 0;
  std::vector<std::int64_t> first_rows;

  void add(std::int64_t row) {
    constexpr std::size_t kShown = 5;
    ++count;
    if (first_rows.size() < kShown) first_rows.push_back(row);
  }
};

}  // namespace mtm::transfer
