// What somebody's likes amount to in the top lists of a day: of today, and of any day in the past.
#pragma once
#include <unordered_set>

#include "sandbox/person.hpp"
#include "sandbox/taste.hpp"

namespace mtm::sandbox {

class TopLists {
 public:
  /// The person's likes must be there already, and stay.
  TopLists(const Catalogue& catalogue, const Person& person, std::chrono::sys_seconds now);

  struct Top {
    std::vector<std::uint32_t> tracks, artists;  // best first
  };
  /// As they stood then: whatever was liked later is not in it.
  Top at(TimeRange range, std::chrono::sys_seconds then) const;

 private:
  std::chrono::sys_seconds out(std::uint32_t track) const;
  double fits(std::uint32_t track, std::chrono::sys_seconds then) const;
  double habit(std::uint32_t track) const;

  const Catalogue& catalogue_;
  const Person& person_;
  std::chrono::sys_seconds now_;
  Taste taste_;
  std::unordered_set<std::uint32_t> liked_;
};

/// The part of the calendar year that has passed at a time, 0 … 1.
double season_at(std::chrono::sys_seconds time);

/// How long a person's years are, in seconds.
inline constexpr double kSecondsOfYear = 365.2425 * 86'400;

}  // namespace mtm::sandbox
