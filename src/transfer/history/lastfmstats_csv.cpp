// lastfmstats.com as CSV: Artist;Album;AlbumId;Track;Date#USER, the date in ms.
#include "transfer/history/csv_table.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

class LastfmstatsCsv : public HistoryReader {
 public:
  explicit LastfmstatsCsv(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    CsvTable table(input, {"artist", "track", "date#"});
    auto time = table.column("date#"), artist = table.column("artist"), title = table.column("track"),
         album = table.column("album");
    if (auto user = table.behind("date#"); !user.empty()) rows.owner(user);
    while (auto* row = table.next(scrobbles)) {
      row->artist = table.cell(artist);
      row->title = table.cell(title);
      row->album = table.cell(album);
      scrobbles.take(time_of_ms(number_of(table.cell(time))), table.cell(time));
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> lastfmstats_csv_reader(const ReadingOptions& options) {
  return std::make_unique<LastfmstatsCsv>(options);
}

}  // namespace mtm::transfer
