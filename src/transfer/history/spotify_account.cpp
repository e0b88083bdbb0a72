// The history in Spotify's account data: music, podcasts and audiobooks of the last year, by names and minutes.
#include "transfer/history/json_items.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/spotify_row.hpp"

namespace mtm::transfer {

namespace {

class SpotifyAccount : public HistoryReader {
 public:
  explicit SpotifyAccount(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    JsonItems items(input, JsonItems::Layout::list);
    while (auto item = items.next(rows)) {
      HistoryRow row;
      row.row = items.row();
      auto time = (*item)["endTime"];
      if (!set_time_and_duration(row, time, (*item)["msPlayed"], options_, rows)) continue;
      row.cut_to_minute = time.text().size() == kMinuteLength;
      name(row, *item);
      take_named(row, *item, rows);
    }
  }

 private:
  static constexpr std::size_t kMinuteLength = 16;  // "2025-01-31 23:59"

  static void name(HistoryRow& row, const JsonValue& item) {
    if (!item["podcastName"].missing() || !item["episodeName"].missing()) {
      row.kind = PlayKind::episode;
      row.title = item["episodeName"].text();
      row.artist = item["podcastName"].text();
    } else if (!item["audiobookName"].missing() || !item["chapterName"].missing()) {
      row.kind = PlayKind::chapter;
      row.title = item["chapterName"].text();
      row.artist = item["audiobookName"].text();
    } else {
      row.title = item["trackName"].text();
      row.artist = item["artistName"].text();
    }
  }

  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> spotify_account_reader(const ReadingOptions& options) {
  return std::make_unique<SpotifyAccount>(options);
}

}  // namespace mtm::transfer
