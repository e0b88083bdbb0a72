#pragma once
#include <compare>
#include <cstdint>

namespace mtm {

/// A row's number. In JSON it is text: on a distributed PostgreSQL numbers pass 2^53, which JavaScript would round.
struct Id {
  std::int64_t number = 0;
  auto operator<=>(const Id&) const = default;
};

}  // namespace mtm
