// What a day of the demo person is like: where they are, and when they listen to music.
#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mtm::sandbox {

struct Place {
  std::string_view country;  // ISO, two letters
  std::string_view zone;     // IANA
  std::string_view ip_address;
};

enum class Occasion : unsigned char { commute, work, at_home, night, party };

/// A stretch of listening without a long pause.
struct Sitting {
  std::chrono::seconds begin;   // since midnight of its day, by the clock on the wall; may lie after the next midnight
  std::chrono::seconds length;  // as planned
  Occasion occasion;
};

struct Day {
  const Place* place;
  std::vector<Sitting> sittings;  // in order; none on a day without music
};

class Routine {
 public:
  /// Years of somebody whose last day is `last`. What happened to them once (journeys, an illness) is told in years
  /// before that day.
  Routine(std::uint64_t seed, std::chrono::sys_days last) : seed_(seed), last_(last) {}

  /// The same for the same seed, last day and date.
  Day day(std::chrono::sys_days date) const;

 private:
  std::uint64_t seed_;
  std::chrono::sys_days last_;
};

/// The moment at which a clock on the wall of that place shows so much after midnight of a day.
std::chrono::sys_seconds moment_at(const Place& place, std::chrono::sys_days day, std::chrono::seconds since_midnight);

}  // namespace mtm::sandbox
