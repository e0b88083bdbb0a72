// lastfm.ghan.nl as CSV: uts is the time, utc_time the same for people.
#include "transfer/history/csv_table.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

class GhanCsv : public HistoryReader {
 public:
  explicit GhanCsv(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    CsvTable table(input, {"uts", "artist", "track"});
    auto time = table.column("uts"), artist = table.column("artist"), title = table.column("track"),
         album = table.column("album"), mbid = table.column("track_mbid");
    while (auto* row = table.next(scrobbles)) {
      row->artist = table.cell(artist);
      row->title = table.cell(title);
      row->album = table.cell(album);
      scrobbles.set_recording_mbid(table.cell(mbid));
      scrobbles.take(time_of_seconds(number_of(table.cell(time))), table.cell(time));
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> ghan_csv_reader(const ReadingOptions& options) {
  return std::make_unique<GhanCsv>(options);
}

}  // namespace mtm::transfer
