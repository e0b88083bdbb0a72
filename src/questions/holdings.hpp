// What is kept of a person's history, in figures.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "history/history.hpp"

namespace mtm::questions {

struct Holding {
  std::string_view table;
  std::int64_t rows;
  std::int64_t bytes;  // about what they take in PostgreSQL, without its indexes
};

/// Of library, plays and snapshots.
std::vector<Holding> holdings(const history::History& history);

}  // namespace mtm::questions
