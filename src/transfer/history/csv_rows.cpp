#include "transfer/history/csv_rows.hpp"

#include <algorithm>
#include <utility>

#include "core/utf8.hpp"
#include "transfer/history/format.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class LineInput : public Input {
 public:
  explicit LineInput(std::string_view line) : line_(line) {}
  std::string_view next() override { return std::exchange(line_, {}); }

 private:
  std::string_view line_;
};

bool ends_row(char c) { return c == '\n' || c == '\r'; }

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    auto length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_mended(std::string& out, std::string_view text) {
  while (!text.empty()) {
    auto length = utf8_length(text);
    if (length == 0)
      out += "\xEF\xBF\xBD";  // U+FFFD
    else
      out.append(text, 0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

}  // namespace

std::string_view CsvRows::beginning() {
  if (!begun_) {
    begun_ = true;
    while (head_.size() < kRecognizable + kByteOrderMark.size() && read_piece()) head_ += rest_;
    rest_ = head_;
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }
  return rest_.substr(0, kRecognizable);
}

void CsvRows::skip(std::size_t bytes) { rest_.remove_prefix(bytes); }

bool CsvRows::read_piece() {
  if (ended_) return false;
  try {
    rest_ = input_.next();
  } catch (const BrokenFile& error) {
    rest_ = {};
    broken_ = error.what();
  }
  ended_ = rest_.empty();
  return !ended_;
}

void CsvRows::append(std::string_view bytes) {
  while (!bytes.empty()) {
    auto some = bytes.substr(0, bytes.find('\0'));
    auto room = kLongestRow - row_.size();
    row_.append(some, 0, room);
    if (some.size() > room) too_long_ = true;
    bytes.remove_prefix(std::min(some.size() + 1, bytes.size()));
  }
}

void CsvRows::end_cell() {
  if (!too_long_) ends_.push_back(row_.size());
}

void CsvRows::end_row(char c) {
  after_cr_ = c == '\r';
  end_cell();
}

bool CsvRows::read_row() {
  row_.clear();
  ends_.clear();
  too_long_ = had_quotes_ = false;
  at_ = At::cell_begin;
  while (!rest_.empty() || read_piece()) {
    if (std::exchange(after_cr_, false) && rest_[0] == '\n') {
      rest_.remove_prefix(1);
      continue;
    }
    switch (at_) {
      case At::cell_begin:
        at_ = At::plain;
        if (rest_[0] == '"' && quotes_ == Quotes::hold_cells) {
          at_ = At::quoted;
          had_quotes_ = true;
          rest_.remove_prefix(1);
        }
        break;
      case At::plain: {
        std::size_t end = 0;
        while (end < rest_.size() && rest_[end] != separator_ && !ends_row(rest_[end])) ++end;
        append(rest_.substr(0, end));
        rest_.remove_prefix(end);
        if (rest_.empty()) break;
        char stop = rest_[0];
        rest_.remove_prefix(1);
        if (stop != separator_) {
          end_row(stop);
          return true;
        }
        end_cell();
        append({&separator_, 1});
        at_ = At::cell_begin;
        break;
      }
      case At::quoted: {
        auto end = std::min(rest_.find('"'), rest_.size());
        append(rest_.substr(0, end));
        rest_.remove_prefix(end);
        if (rest_.empty()) break;
        rest_.remove_prefix(1);
        at_ = At::quote_in_quoted;
        break;
      }
      case At::quote_in_quoted: {
        // A quote that neither ends the cell nor is doubled was meant as text: "The "Best" Of".
        if (rest_[0] == separator_ || ends_row(rest_[0])) {
          at_ = At::plain;
          break;
        }
        append("\"");
        if (rest_[0] == '"') rest_.remove_prefix(1);
        at_ = At::quoted;
        break;
      }
    }
  }
  return false;
}

CsvRows::Found CsvRows::next() {
  beginning();
  for (;;) {
    bool whole = read_row();
    if (!whole && at_ == At::cell_begin && ends_.empty() && !too_long_) return Found::end;
    bool unclosed = !whole && at_ == At::quoted;
    bool cut = unclosed || (!whole && !broken_.empty());
    if (!whole) end_cell();
    if (ends_.size() == 1 && !had_quotes_ && without_spaces(row_).empty()) {
      if (whole) continue;
      return Found::end;
    }
    if (unclosed && broken_.empty())
      broken_ = "Its last row opens a quote that is never closed, so what follows can't be told from that row.";
    make_cells();
    return cut ? Found::cut : too_long_ ? Found::too_long : Found::row;
  }
}

void CsvRows::make_cells() {
  if (too_long_) ends_.assign(1, row_.size());
  if (!valid_utf8(row_)) {
    std::string mended;
    std::size_t from = 0;
    for (auto& end : ends_) {
      if (from > 0) mended += separator_;
      append_mended(mended, std::string_view(row_).substr(from, end - from));
      from = end + 1;
      end = mended.size();
    }
    row_ = std::move(mended);
  }
  cells_.clear();
  std::size_t from = 0;
  for (auto end : ends_) {
    cells_.push_back(std::string_view(row_).substr(from, end - from));
    from = end + 1;
  }
}

std::vector<std::string> cells_of_line(std::string_view line, char separator) {
  LineInput input(line);
  CsvRows rows(input);
  rows.separate_by(separator);
  if (rows.next() == CsvRows::Found::end) return {};
  return {rows.cells().begin(), rows.cells().end()};
}

}  // namespace mtm::transfer
