// Maloja: `time` is when a track began, `duration` how long it was played, `length` how long it is, all in seconds.
#include "transfer/history/artist_names.hpp"
#include "transfer/history/json_items.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

namespace {

class Maloja : public HistoryReader {
 public:
  explicit Maloja(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    constexpr std::string_view kClient = "client:";  // other origins are the files that Maloja imported
    Scrobbles scrobbles(options_, rows);
    JsonItems items(input, JsonItems::Layout::list_of, "scrobbles");
    std::string artists;
    while (auto item = items.next(rows)) {
      auto& row = scrobbles.begin(items.row());
      auto track = (*item)["track"];
      artists.clear();
      for (const auto& artist : track["artists"].items()) add_artist(artists, artist.text());
      row.artist = artists;
      row.title = track["title"].text();
      row.album = track["album"]["albumtitle"].text();
      row.ms_played = played_of_seconds((*item)["duration"].number());
      row.length_ms = length_of_seconds(track["length"].number());
      auto origin = (*item)["origin"].text();
      if (origin.starts_with(kClient)) row.platform = origin.substr(kClient.size());
      auto time = (*item)["time"];
      scrobbles.take(time_of_seconds(time.number()), time.written());
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> maloja_reader(const ReadingOptions& options) {
  return std::make_unique<Maloja>(options);
}

}  // namespace mtm::transfer
