// Made-up histories: rows as the database has them, and the way a history is to be told from another.
#pragma once
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "history/builder.hpp"

namespace mtm::test {

/// The texts of a row of tracks, which TrackRow only points to.
struct MadeTrack {
  history::TrackRow facts;
  std::string spotify_id, name, artist, album, image;

  history::TrackRow row() const {
    auto row = facts;
    row.spotify_id = spotify_id;
    row.name = name;
    row.artist = artist;
    if (!album.empty()) row.album = album;
    row.image = image;
    return row;
  }
};

/// What a database might hold of one person, changed at random.
class MadeLibrary {
 public:
  explicit MadeLibrary(unsigned seed) : random_(seed) {}

  int drawn(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  /// A track of few names, so that artists and albums are shared; met lately.
  MadeTrack track(std::int64_t id) {
    MadeTrack made;
    made.facts.id = id;
    made.spotify_id = "spotify" + std::to_string(id);
    made.name = "Song " + std::to_string(drawn(50));
    made.facts.artist_id = drawn(8);
    made.artist = name_of(made.facts.artist_id);
    if (drawn(4) > 0) made.album = "Album " + std::to_string(drawn(10)), made.image = drawn(2) ? "cover" : "";
    if (drawn(3) > 0) made.facts.release_day = drawn(20'000);
    if (drawn(3) > 0) made.facts.popularity = static_cast<std::int8_t>(drawn(101));
    for (auto& feature : made.facts.features)
      if (drawn(3) > 0) feature = static_cast<float>(drawn(1000)) / 1000.0F;
    made.facts.first_seen = drawn(1'000'000) * std::int64_t(1'000'000'000);
    if (drawn(2)) made.facts.saved = made.facts.first_seen;
    made.facts.unknown_meeting = drawn(10) == 0;
    return made;
  }

  std::map<std::int64_t, MadeTrack> tracks;
  std::map<std::tuple<std::int64_t, history::Moment, std::int64_t>, history::PlayRow> plays;  // by source, time, track
  std::map<std::pair<int, history::Day>, std::map<std::int16_t, std::int64_t>> lists;  // by range and day: rank, track
  std::map<std::int64_t, std::string> renamed;  // what was added to names of artists

  void rename_artist(std::int64_t artist, std::set<std::int64_t>& changed) {
    renamed[artist] += '!';
    for (auto& [id, track] : tracks) {
      if (track.facts.artist_id != artist) continue;
      track.artist = name_of(artist);
      changed.insert(id);
    }
  }

  std::int64_t any_track() { return std::next(tracks.begin(), drawn(static_cast<int>(tracks.size())))->first; }

 private:
  std::string name_of(std::int64_t artist) { return "Artist " + std::to_string(artist) + renamed[artist]; }

  std::mt19937 random_;
};

inline void add_list(history::Builder& builder, int range, history::Day day,
                     const std::map<std::int16_t, std::int64_t>& places) {
  for (auto [rank, track] : places)
    builder.add(history::SnapshotRow{static_cast<history::TimeRange>(range), day, rank, track});
}

/// The whole history, built at once.
inline history::HistoryPtr whole(const MadeLibrary& library) {
  history::Builder builder;
  for (const auto& [id, track] : library.tracks) builder.add(track.row());
  for (const auto& [key, play] : library.plays) builder.add(play);
  for (const auto& [place, list] : library.lists) add_list(builder, place.first, place.second, list);
  return builder.finish(Id{1}, 1, 0, TimeZone::of("UTC"));
}

/// Everything that a history says, with ids instead of numbers, so that two that number their tracks differently are
/// equal when they say the same.
inline std::string said_by(const history::History& history) {
  const auto& tracks = *history.tracks;
  std::string said;
  auto say = [&](const auto& value) {
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>)
      said += std::to_string(value);
    else
      said += value;
    said += '|';
  };
  for (auto track : tracks.by_id) {
    say(tracks.ids[track]);
    say(tracks.text(tracks.spotify_ids[track]));
    say(tracks.name(track));
    say(tracks.text(tracks.folded_names[track]));
    say(tracks.artist_id(track));
    say(tracks.artist(track));
    say(tracks.text(tracks.folded_artist_names[tracks.artists[track]]));
    say(tracks.albums[track] == history::kNone);
    say(tracks.album(track));
    say(tracks.text(tracks.images[track]));
    say(tracks.text(tracks.pictures[track]));
    say(tracks.release_days[track]);
    say(int(tracks.popularities[track]));
    for (const auto& values : tracks.values) say(values[track]);
    say(history.meetings->first_seen[track]);
    say(history.meetings->saved[track]);
    say(int(history.meetings->unknown_meeting[track]));
    say(history.counts->plays[track]);
    say(history.counts->last_played[track]);
    said += '\n';
  }
  for (std::size_t i = 0; i < history.plays->size(); ++i) {
    say(history.plays->ended[i]);
    say(tracks.ids[history.plays->tracks[i]]);
    say(history.plays->ms_played[i]);
    auto details = history.plays->details[i];
    say(int(details.in_private));
    say(int(details.ending));
    say(int(details.platform));
    said += '\n';
  }
  for (const auto& list : history.snapshots->lists) {
    say(int(list.range));
    say(list.day);
    for (auto i = list.begin; i < list.end; ++i) {
      say(history.snapshots->ranks[i]);
      say(tracks.ids[history.snapshots->tracks[i]]);
    }
    said += '\n';
  }
  const auto& totals = *history.totals;
  for (auto total : {totals.tracks, totals.artists, totals.high, totals.medium, totals.low, totals.with_valence,
                     totals.with_danceability, totals.with_popularity})
    say(total);
  return said;
}

}  // namespace mtm::test
