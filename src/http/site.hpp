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
  /// A few of them a second leave a line; a flood of garbage must not become a flood of log lines.
  bool may_report_refusal();

  Application& application;
  const Limits limits;
  const SecurityFields fields;
  Deadlines deadlines;
  RequestIds ids;
  std::string date;             // of the Date field; at most a sweep old
  Deadline now = Clock::now();  // at most a sweep old: precise enough for deadlines of many seconds
  std::string answer;           // where answers are put together; nobody waits while it is in use
  std::uint32_t connections = 0;
  std::size_t body_bytes = 0;  // of all bodies that arrive or are being answered now
  Signal connection_ended;
  bool draining = false;

 private:
  std::uint32_t refusals_ = 0;  // since the last sweep
};

}  // namespace mtm::http
