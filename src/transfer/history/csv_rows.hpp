// The rows of a CSV file (RFC 4180), cut while the file arrives: a row at a time is in memory, however long the file
// is.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/history/input.hpp"

namespace mtm::transfer {

/// Whether a quote at the beginning of a cell is the cell's text or holds it together.
enum class Quotes : std::uint8_t { are_text, hold_cells };

class CsvRows {
 public:
  /// A longer row is skipped.
  static constexpr std::size_t kLongestRow = 1'048'576;

  enum class Found : std::uint8_t {
    row,
    too_long,  // a row; its beginning is in text()
    cut,       // the last row, in whose middle the file ends: broken() says why
    end,
  };

  explicit CsvRows(Input& input, Quotes quotes = Quotes::hold_cells) : input_(input), quotes_(quotes) {}

  /// The first bytes, as many as a file is recognised by, without a byte order mark. To be asked before the first row.
  std::string_view beginning();
  /// Goes on behind so many bytes of the beginning.
  void skip(std::size_t bytes);
  /// A comma, unless it is said.
  void separate_by(char separator) { separator_ = separator; }

  /// Goes to the next row that is not blank.
  Found next();

  /// Of a whole row. Texts are valid UTF-8 without NUL; they are valid until the next call.
  const std::vector<std::string_view>& cells() const { return cells_; }
  /// The row for a report, without its quotes.
  std::string_view text() const { return row_; }
  /// Why the rest of the file can't be read, as a sentence; empty when it could.
  const std::string& broken() const { return broken_; }

 private:
  enum class At : std::uint8_t { cell_begin, plain, quoted, quote_in_quoted };

  bool read_piece();
  bool read_row();
  void append(std::string_view bytes);
  void end_cell();
  void end_row(char c);
  void make_cells();

  Input& input_;
  Quotes quotes_;
  char separator_ = ',';
  std::string head_;       // what was read to look at the beginning
  std::string_view rest_;  // of the head or the input's latest piece
  bool begun_ = false, ended_ = false;
  bool after_cr_ = false;  // whose LF may be in the next piece

  At at_ = At::cell_begin;
  bool too_long_ = false, had_quotes_ = false;  // the row
  std::string row_;                             // the texts of its cells with a separator after each but the last
  std::vector<std::size_t> ends_;               // of the cells in row_
  std::vector<std::string_view> cells_;
  std::string broken_;
};

/// The cells of one line that holds no end of a line.
std::vector<std::string> cells_of_line(std::string_view line, char separator);

}  // namespace mtm::transfer
