// lastfmstats.com as JSON: who it is of, then the scrobbles with their dates in ms.
#include "transfer/history/json_items.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

namespace {

class LastfmstatsJson : public HistoryReader {
 public:
  explicit LastfmstatsJson(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    JsonItems items(input, JsonItems::Layout::list_of, "scrobbles");
    auto item = items.next(rows);
    if (auto user = items.member("username"); !user.empty()) rows.owner(user);
    for (; item; item = items.next(rows)) {
      auto& row = scrobbles.begin(items.row());
      row.artist = (*item)["artist"].text();
      row.title = (*item)["track"].text();
      row.album = (*item)["album"].text();
      auto time = (*item)["date"];
      scrobbles.take(time_of_ms(time.number()), time.written());
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> lastfmstats_json_reader(const ReadingOptions& options) {
  return std::make_unique<LastfmstatsJson>(options);
}

}  // namespace mtm::transfer
