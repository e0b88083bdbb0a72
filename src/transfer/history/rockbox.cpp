// Rockbox's .scrobbler.log (Audioscrobbler 1.1): tabs, no quotes, and times by the device's clock on the wall unless
// the file says that they are UTC.
#include <string_view>

#include "transfer/history/csv_table.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

enum Column : std::size_t { kArtist, kAlbum, kTitle, kNumber, kLength, kRating, kTime, kMbid, kMostColumns };
constexpr std::string_view kZone = "#TZ/";

/// Logs that were put together have headers in their middle, too.
bool is_log_header(std::string_view text) {
  for (auto begin : {"#AUDIOSCROBBLER/", "#TZ/", "#CLIENT/", "#ARTIST\t"})
    if (text.starts_with(begin)) return true;
  return false;
}

class Rockbox : public HistoryReader {
 public:
  explicit Rockbox(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    CsvRows lines(input, Quotes::are_text);
    lines.separate_by('\t');
    bool utc = false, begun = false;
    while (next_row(lines, scrobbles)) {
      if (is_log_header(lines.text()) || (!begun && lines.text().starts_with('#'))) {
        if (lines.text().starts_with(kZone)) utc = without_spaces(lines.text().substr(kZone.size())) == "UTC";
        continue;
      }
      begun = true;
      auto& row = scrobbles.begin();
      const auto& cells = lines.cells();
      if (cells.size() <= kTime || cells.size() > kMostColumns) {
        scrobbles.reject(rejected::kColumns, lines.text());
      } else if (without_spaces(cells[kArtist]) == "<Untagged>") {
        scrobbles.reject(rejected::kNoName, lines.text());
      } else {
        row.artist = cells[kArtist];
        row.album = cells[kAlbum];
        row.title = cells[kTitle];
        row.length_ms = length_of_seconds(number_of(cells[kLength]));
        row.skipped = cells[kRating] == "S" ? Said::yes : cells[kRating] == "L" ? Said::no : Said::nothing;
        if (cells.size() > kMbid) scrobbles.set_recording_mbid(without_spaces(cells[kMbid]));
        scrobbles.take(time(cells[kTime], utc), cells[kTime]);
      }
    }
  }

 private:
  std::optional<PlayTime> time(std::string_view cell, bool utc) const {
    using std::chrono::microseconds, std::chrono::milliseconds;
    auto written = time_of_seconds(number_of(cell));
    // A device whose clock was never set, or that has none.
    if (written && written->time_since_epoch().count() == 0) return std::nullopt;
    if (!written || utc || !options_.zone) return written;
    auto wall = microseconds(written->time_since_epoch());
    return PlayTime(std::chrono::floor<milliseconds>(microseconds(options_.zone->moment(wall.count()))));
  }

  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> rockbox_reader(const ReadingOptions& options) {
  return std::make_unique<Rockbox>(options);
}

}  // namespace mtm::transfer
