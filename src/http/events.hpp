// Server-sent events (WHATWG HTML, section 9.2): what a page watches while the server works.
#pragma once
#include <string_view>

#include "core/clock.hpp"
#include "core/task.hpp"

namespace mtm::http {

/// One client's open stream. A client that went away, reads too slowly, or a server that drains ends it by an exception
/// from send(), which the session catches: a streaming task needs no code for that.
class Events {
 public:
  virtual ~Events() = default;
  /// One event; `data` is one line of JSON.
  virtual Task<> send(std::string_view name, std::string_view data) = 0;
  /// A comment line, so that proxies and the deadline see life. Call it at least every 20 seconds of silence.
  virtual Task<> keep_alive() = 0;
};

}  // namespace mtm::http
