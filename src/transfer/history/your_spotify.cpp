// your_spotify by mongoexport: `infos` has the plays of everybody on that server, the other collections what the ids in
// it mean. played_at is as Spotify gave it, the end of a play; durationMs is the track's.
#include <string>
#include <unordered_map>
#include <vector>

#include "transfer/history/artist_names.hpp"
#include "transfer/history/json_items.hpp"
#include "transfer/history/play_times.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

namespace {

/// Of names that are kept in memory. Plays of tracks beyond have their Spotify id alone, which is enough to name them.
constexpr std::size_t kMostNameBytes = 67'108'864;
constexpr std::size_t kBytesBesideName = 150;  // an entry's id, and what the table takes for it
constexpr std::size_t kMostArtists = 20;

/// A value of MongoDB's that JSON has no type for is an object with one member, such as {"$oid": "…"}.
std::string_view object_id(const JsonValue& value) { return value.is_text() ? value.text() : value["$oid"].text(); }

JsonValue plain_number(const JsonValue& value) {
  for (auto type : {"$numberLong", "$numberInt", "$numberDouble"})
    if (auto number = value[type]; !number.missing()) return number;
  return value;
}

std::optional<PlayTime> play_time_of(const JsonValue& played_at) {
  auto date = played_at.is_object() ? played_at["$date"] : played_at;
  return date.is_text() ? play_time(date.text()) : time_of_ms(plain_number(date).number());
}

class YourSpotify : public HistoryReader {
 public:
  explicit YourSpotify(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    JsonItems items(input, JsonItems::Layout::lines);
    while (auto item = items.next(rows)) {
      if (!(*item)["played_at"].missing() || !(*item)["owner"].missing())
        take(*item, scrobbles, scrobbles.begin(items.row()));
      else if ((*item)["album"].is_text())
        keep_track(*item);
      else
        keep_name(*item);
    }
  }

 private:
  struct Track {
    std::string title, album_id;
    std::vector<std::string> artist_ids;
    std::int32_t length_ms = -1;
  };

  bool room_for(std::size_t bytes) {
    if (kept_ + bytes > kMostNameBytes) return false;
    kept_ += bytes;
    return true;
  }

  void keep_track(const JsonValue& item) {
    Track track{.title = std::string(item["name"].text()), .album_id = std::string(item["album"].text())};
    track.length_ms = length_of_ms(plain_number(item["duration_ms"]).number());
    for (const auto& artist : item["artists"].items())
      if (track.artist_ids.size() < kMostArtists) track.artist_ids.emplace_back(artist.text());
    auto bytes = 2 * kBytesBesideName + track.title.size() + track.artist_ids.size() * sizeof(Track);
    if (room_for(bytes)) tracks_.insert_or_assign(std::string(item["id"].text()), std::move(track));
  }

  /// Of an album or an artist: no two of them have one id.
  void keep_name(const JsonValue& item) {
    auto id = item["id"].text(), name = item["name"].text();
    if (id.empty() || name.empty() || !room_for(kBytesBesideName + name.size())) return;
    names_.insert_or_assign(std::string(id), std::string(name));
  }

  std::string_view name_of_id(const std::string& id) const {
    auto found = names_.find(id);
    return found == names_.end() ? std::string_view() : found->second;
  }

  void take(const JsonValue& item, Scrobbles& scrobbles, HistoryRow& row) {
    if (auto owner = object_id(item["owner"]); !owner.empty()) scrobbles.rows().owner(owner);
    auto id = item["id"].text();
    row.at_is_start = false;
    row.spotify_id = spotify_track_id(id);
    row.length_ms = length_of_ms(plain_number(item["durationMs"]).number());
    if (auto known = tracks_.find(std::string(id)); known != tracks_.end()) {
      const auto& track = known->second;
      row.title = track.title;
      row.album = name_of_id(track.album_id);
      artists_.clear();
      for (const auto& artist : track.artist_ids) add_artist(artists_, name_of_id(artist));
      row.artist = artists_;
      if (track.length_ms >= 0) row.length_ms = track.length_ms;
    }
    auto time = item["played_at"];
    scrobbles.take(play_time_of(time), time.written());
  }

  ReadingOptions options_;
  std::unordered_map<std::string, Track> tracks_;
  std::unordered_map<std::string, std::string> names_;
  std::size_t kept_ = 0;
  std::string artists_;
};

}  // namespace

std::unique_ptr<HistoryReader> your_spotify_reader(const ReadingOptions& options) {
  return std::make_unique<YourSpotify>(options);
}

}  // namespace mtm::transfer
