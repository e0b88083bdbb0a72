// A play as a file of somebody's listening history tells it, and who takes such rows.
#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>

namespace mtm::transfer {

enum class PlayKind : std::uint8_t { track, episode, chapter };

/// What a row says of a yes-or-no question.
enum class Said : std::uint8_t { nothing, no, yes };

using PlayTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Texts are valid UTF-8 without NUL, cut to what the columns hold (kLongestName and so on); empty: the row does not
/// say. Each row has a spotify_id, or a title and an artist.
struct HistoryRow {
  std::int64_t row = 0;  // in its file, from 1
  PlayKind kind = PlayKind::track;
  PlayTime at;                  // when it ended
  bool at_is_start = false;     // `at` is when it began
  bool cut_to_minute = false;   // `at` is the beginning of its minute
  std::int32_t ms_played = -1;  // -1: unknown; else 0 to kLongestPlay
  std::string_view spotify_id;  // 22 letters and digits, of the track, episode or chapter
  std::string_view title;       // of an audiobook: of the chapter
  std::string_view artist;      // of an episode: its show; of a chapter: its book
  std::string_view album;
  std::int32_t length_ms = -1;      // of the track, not of the play; -1: unknown
  std::string_view isrc;            // 12 capitals and digits
  std::string_view recording_mbid;  // a MusicBrainz recording, 36 characters in lower case
  std::string_view reason_start, reason_end;
  std::string_view platform;  // as the file has it; or the client that told of it
  std::string_view country;   // two capitals
  Said shuffle = Said::nothing, skipped = Said::nothing, offline = Said::nothing, incognito = Said::nothing;
};

inline constexpr std::size_t kLongestName = 500;  // characters
inline constexpr std::size_t kLongestReason = 40, kLongestPlatform = 200;
inline constexpr std::int32_t kLongestPlay = 86'400'000;  // ms

/// Why a row is no play. One wording for all formats, because reports count by it.
namespace rejected {
inline constexpr std::string_view kNoObject = "not an object";
inline constexpr std::string_view kNoJson = "not JSON";
inline constexpr std::string_view kTooLong = "longer than 1 MB";
inline constexpr std::string_view kColumns = "too few or too many columns";
inline constexpr std::string_view kNoTime = "time missing or unreadable";
inline constexpr std::string_view kStillPlaying = "still playing, no time";
inline constexpr std::string_view kTooOldOrAhead = "time before 2006 or in the future";      // Spotify is from 2006
inline constexpr std::string_view kBefore2002OrAhead = "time before 2002 or in the future";  // Audioscrobbler from 2002
inline constexpr std::string_view kDuration = "duration not a whole number of ms from 0 to 86,400,000";
inline constexpr std::string_view kNoName = "nothing to name it by";
inline constexpr std::string_view kNoPlay = "not a play";  // a love, say
inline constexpr std::string_view kCut = "file ends in the middle of a row";
}  // namespace rejected

class HistoryRows {
 public:
  virtual ~HistoryRows() = default;

  /// Texts need to live only until the call returns.
  virtual void take(const HistoryRow& row) = 0;

  /// `reason` is one of rejected::; `value` what stands there, of which the beginning is shown.
  virtual void reject(std::int64_t row, std::string_view reason, std::string_view value) = 0;

  /// Whose history the file says this row, or all of it, is: a user name. May be said for each row.
  virtual void owner(std::string_view name) = 0;

  /// The rows up to here are whole, the rest of the file can't be read. `why` is a sentence.
  virtual void broken(std::string_view why) = 0;
};

}  // namespace mtm::transfer
