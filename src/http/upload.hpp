// Where a body goes that is too large for memory: piece by piece, as it comes.
#pragma once
#include <cstdint>
#include <string_view>

#include "core/task.hpp"

namespace mtm::http {

class Upload {
 public:
  virtual ~Upload() = default;
  /// Bytes; a longer body is refused with 413.
  virtual std::uint64_t most() const = 0;
  /// Returns when the next piece may come: a slow disk slows the client, and no memory fills.
  virtual Task<> write(std::string_view piece) = 0;
};

}  // namespace mtm::http
