// lastfm-to-csv: artist,album,track,date without a header. The tool deletes quotes and commas from what it writes, also
// the comma in its date; files that were saved again by a spreadsheet may have quotes, and another separator.
#include <algorithm>

#include "transfer/history/csv_table.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kDateColumn = 3;

/// A date whose comma was kept goes over two cells.
std::string date_cell(const std::vector<std::string_view>& cells) {
  std::string date(cells[kDateColumn]);
  if (cells.size() > kDateColumn + 1) date.append(",").append(cells[kDateColumn + 1]);
  return date;
}

/// The first line with a date tells; tracks that were playing have none.
char separator_of_dated_lines(std::string_view beginning) {
  while (!beginning.empty()) {
    auto end = std::min(beginning.find_first_of("\r\n"), beginning.size());
    for (char separator : {',', ';', '\t'}) {
      auto cells = cells_of_line(beginning.substr(0, end), separator);
      if (cells.size() <= kDateColumn) continue;
      if (time_of_lastfm(date_cell({cells.begin(), cells.end()}))) return separator;
    }
    beginning.remove_prefix(std::min(end + 1, beginning.size()));
  }
  return ',';
}

class LastfmToCsv : public HistoryReader {
 public:
  explicit LastfmToCsv(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    CsvRows csv(input);
    csv.separate_by(separator_of_dated_lines(csv.beginning()));
    while (next_row(csv, scrobbles)) {
      auto& row = scrobbles.begin();
      const auto& cells = csv.cells();
      if (cells.size() <= kDateColumn || cells.size() > kDateColumn + 2) {
        scrobbles.reject(rejected::kColumns, csv.text());
        continue;
      }
      row.artist = cells[0];
      row.album = cells[1];
      row.title = cells[2];
      row.cut_to_minute = true;
      auto date = date_cell(cells);
      if (without_spaces(date).empty())
        scrobbles.reject(rejected::kStillPlaying, csv.text());
      else
        scrobbles.take(time_of_lastfm(date), date);
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> lastfm_to_csv_reader(const ReadingOptions& options) {
  return std::make_unique<LastfmToCsv>(options);
}

}  // namespace mtm::transfer
