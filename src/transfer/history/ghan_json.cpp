// lastfm.ghan.nl as JSON: pages of what Last.fm's API answers. The track that was playing has no date.
#include "transfer/history/json_items.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

namespace {

class GhanJson : public HistoryReader {
 public:
  explicit GhanJson(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    JsonItems items(input, JsonItems::Layout::pages_of, "track");
    while (auto item = items.next(rows)) {
      auto& row = scrobbles.begin(items.row());
      row.artist = (*item)["artist"]["#text"].text();
      row.title = (*item)["name"].text();
      row.album = (*item)["album"]["#text"].text();
      scrobbles.set_recording_mbid((*item)["mbid"].text());
      auto time = (*item)["date"]["uts"];
      if (time.missing() && (*item)["@attr"]["nowplaying"].said() == Said::yes)
        scrobbles.reject(rejected::kStillPlaying, row.title);
      else
        scrobbles.take(time_of_seconds(time.number()), time.written());
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> ghan_json_reader(const ReadingOptions& options) {
  return std::make_unique<GhanJson>(options);
}

}  // namespace mtm::transfer
