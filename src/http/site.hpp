// What all connections of one server share: the application, the limits, and the few words every answer repeats.
#pragma once
#include <cstdint>
#include <string>

#include "core/races.hpp"
#include "http/deadlines.hpp"
#include "http/request_id.hpp"
#include "http/server.hpp"

namespace mtm::http {

struct Site {
  Site(Application& application, const Limits& limits, const SecurityFields& fields);

  std::string_view security(Audience audience) const;
  /// Looks at the clocks once for everybody.
  void keep_time();

  Application& application;
  const Limits limits;
  const SecurityFields fields;
  Deadlines deadlines;
  RequestIds ids;
  std::string date;             // of the Date field; at most a sweep old
  Deadline now = Clock::now();  // at most a sweep old: precise enough for deadlines of many seconds
  std::string answer;           // where answers are put together; nobody waits while it is in use
  std::uint32_t connections = 0;
  Signal connection_ended;
  bool draining = false;
};

}  // namespace mtm::http
