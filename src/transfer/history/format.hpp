// The formats that histories come in, recognised by what stands in the files, never by their names. All of them to the
// byte: docs/imports.md.
#pragma once
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/time_zone.hpp"
#include "transfer/history/input.hpp"
#include "transfer/history/row.hpp"

namespace mtm::transfer {

enum class Format : std::uint8_t {
  spotify_extended,
  spotify_account,
  lastfm_to_csv,
  ghan_csv,
  ghan_json,
  lastfmstats_csv,
  lastfmstats_json,
  librefm,
  listenbrainz_lines,
  listenbrainz_list,
  maloja,
  koito,
  your_spotify,
  rockbox,
  pano_lines,
  pano_csv,
};

/// What people call it, such as "Spotify's extended streaming history".
std::string_view name_of(Format format);

/// What a file holds. Files of one history are read by one reader in the order of their turns: what names the tracks
/// before what plays them.
struct Recognized {
  Format format;
  int turn = 0;
};

/// The file is a history that can't be taken, such as one of a version that nobody knows; its text is a sentence.
struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// So much of a file's beginning is enough to recognise it.
inline constexpr std::size_t kRecognizable = 65'536;

/// By the first kRecognizable bytes, or all if there are fewer. Nothing: it is none of these. Throws Refused.
std::optional<Recognized> recognize(std::string_view beginning);

enum class OtherFile : std::uint8_t {
  empty,
  no_rows,          // an empty list: a history of nothing, or anything else
  one_row,          // of Spotify's, where a list of them should be
  spotify_account,  // of Spotify's account data, such as Playlist1.json: a history stands in other files of it
  own_csv,          // of our own export in the form for spreadsheets
  own_lines,        // one file of our own export
  utf16,            // which tells nothing of what it holds
  zip,
  unknown,
};

/// What a file is that recognize() knows nothing of.
OtherFile what_else(std::string_view beginning);

struct ReadingOptions {
  PlayTime now;                          // nobody played anything more than a day later
  std::shared_ptr<const TimeZone> zone;  // of files that write local times
};

/// Reads the files of one history.
class HistoryReader {
 public:
  virtual ~HistoryReader() = default;

  /// One file, from its beginning. Throws Refused when it is none of this format after all, and what the input and the
  /// rows throw. A file that can't be read to its end is said by HistoryRows::broken, its whole rows are taken.
  virtual void read(Input& input, HistoryRows& rows) = 0;
};

std::unique_ptr<HistoryReader> make_reader(Format format, const ReadingOptions& options);

}  // namespace mtm::transfer
