// What the files of our own export are called and which columns they have (transfer/archive writes them), and how a
// file is recognized as one of them.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

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
  left_out,  // not about the music of the person, such as sessions
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

/// Keys that are known of the noun's rows and are not brought into the database.
bool is_passed_over(OwnNoun noun, std::string_view key);

/// By the keys of the file's first row; nothing: it is no file of our own export.
std::optional<OwnNoun> recognize_own(std::string_view beginning);
/// The same of the form for spreadsheets, by its header.
bool is_own_csv(std::string_view beginning);

}  // namespace mtm::transfer
