// What scrobbles of all formats have in common: they say when a track began, and nobody scrobbled before 2002.
#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "transfer/history/format.hpp"
#include "transfer/history/row.hpp"

namespace mtm::transfer {

/// Each row of a file is either taken as a play or rejected.
class Scrobbles {
 public:
  Scrobbles(const ReadingOptions& options, HistoryRows& rows) : options_(options), rows_(rows) {}

  /// The next row, or the one of that number. Nothing is known of it yet; a format fills in what its file says.
  HistoryRow& begin() { return begin(row_.row + 1); }
  HistoryRow& begin(std::int64_t number);
  /// A MusicBrainz recording and an ISRC in any case, with or without hyphens in the latter; nothing else is kept.
  void set_recording_mbid(std::string_view text);
  void set_isrc(std::string_view text);

  /// Ends the row that was begun: takes it, or rejects it for its time or for want of a name. `written` is what the
  /// time was read from. Texts may have spaces around them and be too long.
  void take(std::optional<PlayTime> at, std::string_view written);
  void reject(std::string_view reason, std::string_view value);

  HistoryRows& rows() { return rows_; }

 private:
  const ReadingOptions& options_;
  HistoryRows& rows_;
  HistoryRow row_;
  std::array<char, 36> mbid_;
  std::array<char, 12> isrc_;
};

}  // namespace mtm::transfer
