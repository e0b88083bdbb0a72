// What sources say of a play beside its track, time and length.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "music/platforms.hpp"

namespace mtm::music {

/// How a play ended. Of two that contradict each other the one that stands further down here holds.
enum class Ending : std::uint8_t {
  unknown,   // no reason is given
  other,     // interrupted: by a logout, by another device, by a crash
  stopped,   // by the person, at "endplay": skipped if less than half of the track was played (questions/skips.hpp)
  skipped,   // by a button, or Spotify says so
  finished,  // the track was played to its end
};

enum class YesNo : std::uint8_t { unknown, no, yes };

/// All that is kept of it in memory, in 4 bytes.
struct PlayDetails {
  bool in_private : 1 = false;  // in a private session, which is called "incognito" in Spotify's files
  YesNo shuffle : 2 = YesNo::unknown;
  YesNo offline : 2 = YesNo::unknown;
  Ending ending : 3 = Ending::unknown;
  Platform platform = Platform::unknown;
  std::uint16_t country = 0;  // its number (country_of()); 0: unknown

  friend bool operator==(const PlayDetails&, const PlayDetails&) = default;

  /// As one number, which the database keeps (sql: plays.details); 0 when nothing is known.
  std::int32_t packed() const;
  static PlayDetails unpacked(std::int32_t number);
};
static_assert(sizeof(PlayDetails) == 4);

/// By the reason that Spotify's files give, and what they say beside it. `skipped` alone is not enough: it was never
/// true from 2015 to 2022.
Ending ending_of(std::string_view reason_end, bool skipped);

/// A number of two letters such as "DE", in their order; 0 of anything else, and of "ZZ", by which Spotify means that
/// it does not know.
std::uint16_t country_of(std::string_view letters);
inline constexpr std::uint16_t kCountryEnd = 26 * 26;  // behind all numbers
/// "DE"; empty when it is unknown.
std::string name_of_country(std::uint16_t country);

/// The details of one play, of what several sources say: of each detail what the best of them says that knows it, of
/// equally good ones what stands last in the order of values. It was in private when any of them says so. The order of
/// giving does not matter.
class GatheredDetails {
 public:
  /// `rank`: 0 is the best, of at most 254.
  void give(const PlayDetails& details, int rank);

  const PlayDetails& all() const { return all_; }

 private:
  static constexpr std::uint8_t kNone = 255;

  PlayDetails all_;
  std::uint8_t shuffle_ = kNone, offline_ = kNone, ending_ = kNone, platform_ = kNone, country_ = kNone;  // ranks
};

}  // namespace mtm::music
