// A table of audio features as a CSV file: columns by name in any order, others ignored.
//
// Such tables hold what Spotify's own service said while it was open to all: danceability, energy, valence and so on
// in Spotify's scales, by track id.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "music/features.hpp"
#include "transfer/history/csv_rows.hpp"

namespace mtm::transfer {

class FeatureTable {
 public:
  /// Reads the line with the names, in any case: `track_id` or `id`, and all of music::kFeatureRanges; `key`, `mode`
  /// and `time_signature` are kept when they are there. What separates them is a comma, a semicolon or a tab. Throws
  /// Refused when it is no such line.
  explicit FeatureTable(Input& input);

  struct Row {
    std::int64_t number = 0;  // in the file, whose first row has the names
    std::string spotify_id;
    std::string features;  // JSON, under Spotify's own names
    std::string rejected;  // why the row can't be taken; empty when it can
  };

  /// Goes to the next row, false at the end. It is valid until the next call.
  bool next();
  const Row& row() const { return row_; }
  /// Why the rest of the file can't be read, as a sentence; empty when it could.
  const std::string& broken() const { return rows_.broken(); }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void find_columns(const std::vector<std::string>& names);
  void read();
  std::string_view cell(std::size_t column) const;

  CsvRows rows_;
  Row row_;
  std::size_t width_ = 0, id_ = kNone;
  std::array<std::size_t, std::size(music::kFeatureRanges)> measured_{};  // in their order
  std::array<std::size_t, 3> counted_{};                                  // key, mode, time_signature
};

}  // namespace mtm::transfer
