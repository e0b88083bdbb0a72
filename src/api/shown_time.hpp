// A moment of a history as every answer shows it.
#pragma once
#include <optional>

#include "core/clock.hpp"
#include "history/history.hpp"

namespace mtm::api {

/// In milliseconds; nothing when there is no such time.
inline std::optional<WallTime> shown(history::Moment moment) {
  if (moment == history::kNever) return std::nullopt;
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(moment)));
}

}  // namespace mtm::api
