// The rows of our own export, as transfer/archive writes them: JSON Lines, a file for each noun. Each row is checked by
// itself, so that one that was changed by hand never stands in the way of the next.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/history/input.hpp"
#include "transfer/history/own_columns.hpp"
#include "transfer/history/own_values.hpp"

namespace mtm::transfer {

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
