// Everything that a reader told, as lines of text: two readings are compared by them.
#pragma once
#include <fmt/format.h>

#include <memory>
#include <string>

#include "core/clock.hpp"
#include "transfer/history/format.hpp"
#include "unit/transfer/history/told_rows.hpp"

namespace mtm::transfer {

inline std::string described(const ToldRow& row) {
  auto line = fmt::format("{} kind={} at={}{}{} played={} length={} id={} \"{}\" by \"{}\" on \"{}\"", row.row,
                          static_cast<int>(row.kind), to_rfc3339(row.at), row.at_is_start ? " start" : "",
                          row.cut_to_minute ? " minute" : "", row.ms_played, row.length_ms, row.spotify_id, row.title,
                          row.artist, row.album);
  line +=
      fmt::format(" isrc={} mbid={} reasons={}/{} platform={} country={} said={}{}{}{}", row.isrc, row.recording_mbid,
                  row.reason_start, row.reason_end, row.platform, row.country, static_cast<int>(row.shuffle),
                  static_cast<int>(row.skipped), static_cast<int>(row.offline), static_cast<int>(row.incognito));
  return line;
}

/// Without what was rejected rows' text, which is only a beginning of it.
inline std::string described(const ToldRows& told) {
  std::string lines;
  for (const auto& row : told.taken) lines += described(row) + "\n";
  for (const auto& row : told.rejected) lines += fmt::format("{} rejected: {}\n", row.row, row.reason);
  for (const auto& [owner, times] : told.owners) lines += fmt::format("owner {} {}\n", owner, times);
  for (const auto& why : told.breaks) lines += fmt::format("broken: {}\n", why);
  return lines;
}

/// What a reader tells of a file that is a text.
inline ToldRows told_of(HistoryReader& reader, std::string text, std::size_t piece = 65'536) {
  TextInput input(std::move(text), piece);
  ToldRows rows;
  reader.read(input, rows);
  return rows;
}

}  // namespace mtm::transfer
