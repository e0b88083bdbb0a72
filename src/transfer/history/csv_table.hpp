// A CSV file that names its columns, in any order and case, in a line that comments may precede.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/history/csv_rows.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

/// Goes to the next whole row; false at the end of the file. Rows that can't be read are rejected on the way, and a
/// file that breaks off is said to be broken.
bool next_row(CsvRows& rows, Scrobbles& scrobbles);

class CsvTable {
 public:
  static constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

  /// Finds the line that has all these columns, and what separates them: a comma, a semicolon or a tab. Names are in
  /// lower case; one that ends in '#' is the beginning of a column's name. Throws Refused when there is no such line.
  CsvTable(Input& input, std::initializer_list<std::string_view> columns);

  /// The place of a column; kNoColumn when the file has none of that name.
  std::size_t column(std::string_view name) const;
  /// What stands behind the '#' in the name of a column that ends in it.
  std::string behind(std::string_view name) const;

  /// Begins the next row in `scrobbles`; null at the end. Rows with too few or too many columns are rejected, too.
  HistoryRow* next(Scrobbles& scrobbles);
  /// Of the row; empty for kNoColumn.
  std::string_view cell(std::size_t column) const { return column == kNoColumn ? "" : rows_.cells()[column]; }

 private:
  bool find_header(std::string_view line, std::initializer_list<std::string_view> columns);

  CsvRows rows_;
  std::vector<std::string> header_;
};

}  // namespace mtm::transfer
