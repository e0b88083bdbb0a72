// Libre.fm as CSV: columns by name, below lines of comments; the time in seconds.
#include "transfer/history/csv_table.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

class Librefm : public HistoryReader {
 public:
  explicit Librefm(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    CsvTable table(input, {"artist", "track", "time"});
    auto time = table.column("time"), artist = table.column("artist"), title = table.column("track"),
         album = table.column("album");
    while (auto* row = table.next(scrobbles)) {
      row->artist = table.cell(artist);
      row->title = table.cell(title);
      row->album = table.cell(album);
      scrobbles.take(time_of_seconds(number_of(table.cell(time))), table.cell(time));
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> librefm_reader(const ReadingOptions& options) {
  return std::make_unique<Librefm>(options);
}

}  // namespace mtm::transfer
