// The rows of our own export, as transfer/archive writes them: JSON Lines, a file for each noun. Each row is checked by
// itself, so that one that was changed by hand never stands in the way of the next.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "transfer/history/input.hpp"

namespace mtm::transfer {

/// What a file of the archive has, in the order in which they are brought in.
enum class OwnNoun : std::uint8_t {
  counts,  // of the rows of each file
  account,
  sources,
  artists,
  tracks,
  track_claims,
  artist_claims,
  library,
  plays,
  snapshots,
  playlists,
  playlist_tracks,
  recordings,
  removed_plays,
  gaps,
  covered_spans,
  left_out,  // what is no fact about a person's music, such as sessions
};

enum class Holds : std::uint8_t {
  id,          // of the archive's own numbers
  spotify_id,  // 22 letters and digits; or "_" and 21 characters, of what files alone name
  text,
  small_number,
  number,
  truth,
  time,
  day,
  known_day,  // "2016", "2016-05" or "2016-05-04"; its first day
  json,
};

struct OwnColumn {
  std::string_view name;
  Holds holds;
  bool needed = false;
  std::int64_t least = 0, most = 0;  // of a number; the most characters of a text, 0: any number of them
  std::string_view among = {};       // the texts that there are, each between two "|"
};

/// The file's name without its ending: "playlist_tracks".
std::string_view name_of(OwnNoun noun);
/// What is read of a row. Nothing of counts and left_out.
std::span<const OwnColumn> columns_of(OwnNoun noun);

/// By the keys of the file's first row; nothing: it is no file of our own export.
std::optional<OwnNoun> recognize_own(std::string_view beginning);
/// The same of the form for spreadsheets, by its header.
bool is_own_csv(std::string_view beginning);

struct RawJson {
  std::string_view text;
};
using ExactTime = std::chrono::sys_time<std::chrono::microseconds>;
/// Texts are UTF-8 without NUL. They, and JSON, live until the row was taken. Nothing: null, or left out.
using OwnValue = std::variant<std::monostate, std::string_view, std::int16_t, std::int32_t, std::int64_t, bool,
                              ExactTime, std::chrono::sys_days, RawJson>;

class OwnRows {
 public:
  virtual ~OwnRows() = default;

  /// In the order of the noun's columns.
  virtual void take(std::int64_t row, std::span<const OwnValue> values) = 0;
  /// `reason` in words, such as "rank is missing"; `value` what stands there.
  virtual void reject(std::int64_t row, std::string_view reason, std::string_view value) = 0;
  /// Rows have something that this version does not know. Said for each row.
  virtual void unknown(std::string_view column) = 0;
  /// The rows up to here are whole, the rest of the file can't be read. `why` is a sentence.
  virtual void broken(std::string_view why) = 0;
};

/// One file, row by row; lines are numbered from 1, blank ones are no rows.
void read_own_rows(Input& input, OwnNoun noun, OwnRows& rows);

/// What counts.json says of each file; nothing when it can't be read.
struct OwnCount {
  std::string noun;
  std::int64_t rows;
};
std::vector<OwnCount> read_own_counts(Input& input);

}  // namespace mtm::transfer
