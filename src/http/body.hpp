// A body that is written while it is made, such as an export.
#pragma once
#include <string_view>

#include "core/task.hpp"

namespace mtm::http {

/// A client that went away, reads nothing for too long, or a server that drains ends it by an exception from write():
/// the session catches it, and the client sees a body that breaks off.
class Body {
 public:
  virtual ~Body() = default;
  /// Returns when the client's side has room for more.
  virtual Task<> write(std::string_view piece) = 0;
};

}  // namespace mtm::http
