// Wakes requests that watch a row, when somebody on any replica changed it (NOTIFY).
//
// A hint may be lost while the listening connection is away, so whoever watches looks at the row every second anyway.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/races.hpp"

namespace mtm::api {

class Changes {
 public:
  void heard(std::string_view channel, std::string_view payload);

 private:
  friend class Watch;
  std::unordered_multimap<std::string, class Watch*> watches_;  // by channel and payload
};

/// Begins to listen when it is made, so that no change between the first look and the first wait is missed.
class Watch {
 public:
  Watch(Changes& changes, std::string_view channel, std::string_view payload);
  ~Watch();
  Watch(const Watch&) = delete;

  /// Returns when something was heard since the last call, or after a second.
  Task<> next();

 private:
  friend class Changes;
  Changes& changes_;
  std::string key_;
  Signal signal_;
  bool heard_ = false;
};

}  // namespace mtm::api
