// ListenBrainz: a listen a line in the ZIP of 2024 and later, one list of them before. The ZIP's user.json says whose
// they are.
#include "transfer/history/json_items.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

namespace {

class ListenBrainz : public HistoryReader {
 public:
  ListenBrainz(JsonItems::Layout layout, const ReadingOptions& options) : layout_(layout), options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    JsonItems items(input, layout_);
    while (auto item = items.next(rows)) {
      auto user = (*item)["username"].text();
      if (!user.empty() && (*item)["track_metadata"].missing())
        rows.owner(user);
      else
        take(*item, scrobbles, scrobbles.begin(items.row()));
    }
  }

 private:
  static void take(const JsonValue& listen, Scrobbles& scrobbles, HistoryRow& row) {
    auto track = listen["track_metadata"], info = track["additional_info"];
    row.artist = track["artist_name"].text();
    row.title = track["track_name"].text();
    row.album = track["release_name"].text();
    row.ms_played = played_of_seconds(info["duration_played"].number());
    row.length_ms = length_of_ms(info["duration_ms"].number());
    if (row.length_ms < 0) row.length_ms = length_of_seconds(info["duration"].number());
    row.spotify_id = spotify_track_id(info["spotify_id"].text());
    if (row.spotify_id.empty()) row.spotify_id = spotify_track_id(info["origin_url"].text());
    row.platform = info["submission_client"].text();
    if (row.platform.empty()) row.platform = info["media_player"].text();
    scrobbles.set_isrc(info["isrc"].text());
    // What the client knew from its file is surer than what ListenBrainz found for the names.
    scrobbles.set_recording_mbid(info["recording_mbid"].text());
    if (row.recording_mbid.empty()) scrobbles.set_recording_mbid(track["mbid_mapping"]["recording_mbid"].text());
    auto time = listen["listened_at"];
    scrobbles.take(time_of_seconds(time.number()), time.written());
  }

  JsonItems::Layout layout_;
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> listenbrainz_lines_reader(const ReadingOptions& options) {
  return std::make_unique<ListenBrainz>(JsonItems::Layout::lines, options);
}

std::unique_ptr<HistoryReader> listenbrainz_list_reader(const ReadingOptions& options) {
  return std::make_unique<ListenBrainz>(JsonItems::Layout::list, options);
}

}  // namespace mtm::transfer
