// Server-sent events (WHATWG HTML, section 9.2): what a page watches while the server works. Events are the pieces of
// one body, and each leaves at once.
#pragma once
#include <string>
#include <string_view>

#include "http/body.hpp"

namespace mtm::http {

/// One client's open stream. A client that went away, reads too slowly, or a server that drains ends it by an exception
/// from send(), which the session catches: a streaming task needs no code for that.
class Events {
 public:
  explicit Events(Body& body) : body_(body) {}

  /// One event; `data` is JSON.
  Task<> send(std::string_view name, std::string_view data);
  /// A comment line, so that proxies and the deadline see life. Call it at least every 20 seconds of silence.
  Task<> keep_alive();

 private:
  Task<> write(std::string text);

  Body& body_;
};

}  // namespace mtm::http
