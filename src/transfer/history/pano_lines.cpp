// Pano Scrobbler as lines of JSON: also loves and other events, which are no plays.
#include "transfer/history/json_items.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

namespace {

class PanoLines : public HistoryReader {
 public:
  explicit PanoLines(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    JsonItems items(input, JsonItems::Layout::lines);
    while (auto item = items.next(rows)) {
      auto& row = scrobbles.begin(items.row());
      auto event = (*item)["event"];
      if (event.text() != "scrobble") {
        scrobbles.reject(rejected::kNoPlay, event.written());
        continue;
      }
      row.artist = (*item)["artist"].text();
      row.title = (*item)["track"].text();
      row.album = (*item)["album"].text();
      row.length_ms = length_of_ms((*item)["durationMs"].number());
      row.platform = (*item)["mediaPlayerName"].text();
      if (row.platform.empty()) row.platform = (*item)["mediaPlayerPackage"].text();
      auto time = (*item)["timeMs"];
      scrobbles.take(time_of_ms(time.number()), time.written());
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> pano_lines_reader(const ReadingOptions& options) {
  return std::make_unique<PanoLines>(options);
}

}  // namespace mtm::transfer
