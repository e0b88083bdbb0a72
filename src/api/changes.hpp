// Wakes requests that watch a row, when somebody on any replica changed it (NOTIFY).
//
// While the listening connection is away, changes are not heard: then whoever watches is woken every second.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/races.hpp"

namespace mtm::api {

class Changes {
 public:
  void heard(std::string_view channel, std::string_view payload);
  /// Whether changes are heard from now on. Wakes everybody: what was said in between is lost.
  void listening(bool now);
  /// Wakes everybody, as for a server that stops.
  void wake_all();

 private:
  friend class Watch;
  std::unordered_multimap<std::string, class Watch*> watches_;  // by channel and payload
  bool listening_ = false;
};

/// Begins to listen when it is told what to watch, so that no change between the first look and the first wait is
/// missed.
class Watch {
 public:
  explicit Watch(Changes& changes) : changes_(changes) {}
  ~Watch();
  Watch(const Watch&) = delete;

  void add(std::string_view channel, std::string_view payload);

  /// True when something may have changed since the last call: it was heard, or changes are not heard and a second has
  /// passed. False at the deadline.
  Task<bool> next(Deadline deadline);

 private:
  friend class Changes;
  void wake();

  Changes& changes_;
  std::vector<std::string> keys_;
  Signal signal_;
  bool woken_ = false;
};

}  // namespace mtm::api
