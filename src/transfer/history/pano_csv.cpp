// Pano Scrobbler as CSV: also loves and other events, which are no plays.
#include "transfer/history/csv_table.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

class PanoCsv : public HistoryReader {
 public:
  explicit PanoCsv(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    CsvTable table(input, {"timems", "artist", "track", "event"});
    auto time = table.column("timems"), artist = table.column("artist"), title = table.column("track"),
         album = table.column("album"), length = table.column("durationms"), event = table.column("event"),
         player = table.column("mediaplayername"), package = table.column("mediaplayerpackage");
    while (auto* row = table.next(scrobbles)) {
      if (table.cell(event) != "scrobble") {
        scrobbles.reject(rejected::kNoPlay, table.cell(event));
        continue;
      }
      row->artist = table.cell(artist);
      row->title = table.cell(title);
      row->album = table.cell(album);
      row->length_ms = length_of_ms(number_of(table.cell(length)));
      row->platform = table.cell(player).empty() ? table.cell(package) : table.cell(player);
      scrobbles.take(time_of_ms(number_of(table.cell(time))), table.cell(time));
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> pano_csv_reader(const ReadingOptions& options) {
  return std::make_unique<PanoCsv>(options);
}

}  // namespace mtm::transfer
