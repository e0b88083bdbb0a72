#include "transfer/history/csv_table.hpp"

#include <algorithm>

#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return lower;
}

bool is_column(std::string_view cell, std::string_view name) {
  auto lower = lower_ascii(without_spaces(cell));
  return name.ends_with('#') ? lower.starts_with(name) : lower == name;
}

}  // namespace

bool next_row(CsvRows& rows, Scrobbles& scrobbles) {
  for (;;) {
    switch (rows.next()) {
      case CsvRows::Found::row:
        return true;
      case CsvRows::Found::too_long:
        scrobbles.begin();
        scrobbles.reject(rejected::kTooLong, rows.text());
        break;
      case CsvRows::Found::cut:
        scrobbles.begin();
        scrobbles.reject(rejected::kCut, rows.text());
        break;
      case CsvRows::Found::end:
        if (!rows.broken().empty()) scrobbles.rows().broken(rows.broken());
        return false;
    }
  }
}

CsvTable::CsvTable(Input& input, std::initializer_list<std::string_view> columns) : rows_(input) {
  auto beginning = rows_.beginning();
  std::size_t from = 0;
  while (from < beginning.size()) {
    auto end = std::min(beginning.find_first_of("\r\n", from), beginning.size());
    if (find_header(beginning.substr(from, end - from), columns)) {
      rows_.skip(end);
      return;
    }
    from = end + 1;
  }
  if (!rows_.broken().empty()) throw Refused(rows_.broken());
  std::string names;
  for (auto name : columns) names.append(names.empty() ? "" : ", ").append(name.substr(0, name.find('#')));
  throw Refused("It has no line that names its columns: " + names + ".");
}

bool CsvTable::find_header(std::string_view line, std::initializer_list<std::string_view> columns) {
  for (char separator : {',', ';', '\t'}) {
    header_ = cells_of_line(line, separator);
    bool all = std::all_of(columns.begin(), columns.end(), [&](auto name) { return column(name) != kNoColumn; });
    if (!all) continue;
    rows_.separate_by(separator);
    return true;
  }
  return false;
}

std::size_t CsvTable::column(std::string_view name) const {
  auto found = std::find_if(header_.begin(), header_.end(), [&](auto& cell) { return is_column(cell, name); });
  return found == header_.end() ? kNoColumn : static_cast<std::size_t>(found - header_.begin());
}

std::string CsvTable::behind(std::string_view name) const {
  auto at = column(name);
  if (at == kNoColumn) return {};
  return std::string(without_spaces(header_[at]).substr(name.size()));
}

HistoryRow* CsvTable::next(Scrobbles& scrobbles) {
  while (next_row(rows_, scrobbles)) {
    auto& row = scrobbles.begin();
    const auto& cells = rows_.cells();
    // Spreadsheets add empty cells at the end.
    auto last =
        std::find_if(cells.rbegin(), cells.rend(), [](auto cell) { return !cell.empty(); }).base() - cells.begin();
    if (cells.size() >= header_.size() && static_cast<std::size_t>(last) <= header_.size()) return &row;
    scrobbles.reject(rejected::kColumns, rows_.text());
  }
  return nullptr;
}

}  // namespace mtm::transfer
