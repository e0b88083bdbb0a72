// Koito, version 1: tracks, albums and artists have aliases, of which one is their name.
#include "transfer/history/artist_names.hpp"
#include "transfer/history/json_items.hpp"
#include "transfer/history/play_times.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/history/scrobbles.hpp"

namespace mtm::transfer {

namespace {

/// The primary alias of a track, album or artist; the first one when none is primary.
std::string_view primary_alias(const JsonValue& named) {
  auto aliases = named["aliases"].items();
  for (const auto& alias : aliases)
    if (alias["is_primary"].said() == Said::yes) return alias["alias"].text();
  return aliases.empty() ? std::string_view() : aliases[0]["alias"].text();
}

class Koito : public HistoryReader {
 public:
  explicit Koito(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    Scrobbles scrobbles(options_, rows);
    JsonItems items(input, JsonItems::Layout::list_of, "listens");
    auto item = items.next(rows);
    if (auto version = items.member("version"); version != "1")
      throw Refused("It is a Koito export of version " + std::string(version.empty() ? "unknown" : version) +
                    "; only version 1 can be read.");
    if (auto user = items.member("user"); !user.empty()) rows.owner(user);
    std::string artists;
    for (; item; item = items.next(rows)) {
      auto& row = scrobbles.begin(items.row());
      auto track = (*item)["track"];
      artists.clear();
      for (const auto& artist : (*item)["artists"].items()) add_artist(artists, primary_alias(artist));
      row.artist = artists;
      row.title = primary_alias(track);
      row.album = primary_alias((*item)["album"]);
      row.length_ms = length_of_seconds(track["duration"].number());
      row.platform = (*item)["client"].text();
      scrobbles.set_recording_mbid(track["mbid"].text());
      auto time = (*item)["listened_at"];
      scrobbles.take(play_time(time.text()), time.written());
    }
  }

 private:
  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> koito_reader(const ReadingOptions& options) { return std::make_unique<Koito>(options); }

}  // namespace mtm::transfer
