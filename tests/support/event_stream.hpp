// Reads server-sent events as a page does.
#pragma once
#include <optional>
#include <string>

#include "support/http_client.hpp"

namespace mtm::test {

struct Event {
  std::string name, data;
};

/// Asks for a stream and reads it event by event; comments are passed over.
class EventStream {
 public:
  EventStream(HttpClient& client, const std::string& target, const Fields& fields = {});

  const Reply& head() const { return head_; }
  /// The next event; nothing when the server has ended the stream.
  std::optional<Event> next(TestClock::duration limit = kPatience);

 private:
  HttpClient& client_;
  Reply head_;
  std::string text_;  // arrived and not yet read
};

}  // namespace mtm::test
