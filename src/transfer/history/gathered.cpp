#include "transfer/history/gathered.hpp"

#include <chrono>

#include "store/imported_plays.hpp"

namespace mtm::transfer {

namespace {

/// What a file may ask for beyond that would be a server's memory.
constexpr std::size_t kMostTracks = 3'000'000, kMostText = 512 * 1024 * 1024;

history::Moment micros(PlayTime time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

std::string_view kind_name(PlayKind kind) {
  return kind == PlayKind::track ? "track" : kind == PlayKind::episode ? "episode" : "chapter";
}

template <class Column>
void put_in_order(Column& column, const std::vector<std::uint32_t>& order) {
  Column ordered;
  ordered.reserve(column.size());
  for (auto from : order) ordered.push_back(column[from]);
  column = std::move(ordered);
}

}  // namespace

void Gathered::reserve(std::size_t plays) {
  sightings.reserve(plays);
  files.reserve(plays);
  rows.reserve(plays);
  answers.reserve(plays);
  for (auto* column : {&reasons_start, &reasons_end, &platforms, &countries}) column->reserve(plays);
}

std::uint32_t Gathered::track_of(const HistoryRow& row) {
  auto next = static_cast<std::uint32_t>(tracks.size());
  std::uint32_t id = 0;
  if (!row.spotify_id.empty()) {
    id = texts.keep(row.spotify_id);
  } else {
    Name name{static_cast<std::uint32_t>(row.kind), texts.keep(row.artist), texts.keep(row.title),
              texts.keep(row.album)};
    auto [known, added] = nameless_.try_emplace(name, next);
    if (!added) return known->second;
    id = texts.keep(store::nameless_track_id(kind_name(row.kind), row.artist, row.title, row.album));
    known->second = by_id_.try_emplace(id, next).first->second;  // names that fold alike are one track
    if (known->second != next) return known->second;
  }
  auto [known, added] = by_id_.try_emplace(id, next);
  if (added || known->second == next) {
    if (tracks.size() == kMostTracks || texts.bytes() > kMostText)
      throw TooMuch("This history names more tracks than anybody can have heard: it is not taken.");
    auto& track = tracks.emplace_back();
    track.spotify_id = id;
    track.kind = row.kind;
  }
  return known->second;
}

/// No history names more than a few hundred; of one that does, what comes after so many is not kept.
std::uint16_t Gathered::word(std::string_view text) {
  constexpr std::size_t kMost = 65'535;
  if (text.empty()) return 0;
  if (words.size() >= kMost && !words.knows(text)) return 0;
  return static_cast<std::uint16_t>(words.keep(text));
}

void Gathered::add(const HistoryRow& row, int file) {
  auto number = track_of(row);
  auto& track = tracks[number];
  auto at = micros(row.at);
  auto began = row.at_is_start ? at : at - std::max(row.ms_played, 0) * history::kMillisecond;
  if (track.first_played == history::kNever || began < track.first_played) track.first_played = began;
  if (!row.title.empty() && (track.named_at == history::kNever || at > track.named_at)) {
    track.named_at = at;
    track.title = texts.keep(row.title);
    track.artist = texts.keep(row.artist);
    if (!row.album.empty()) track.album = texts.keep(row.album);
  }
  if (row.length_ms >= 0) track.length_ms = row.length_ms;
  if (!row.isrc.empty()) track.isrc = texts.keep(row.isrc);
  if (!row.recording_mbid.empty()) track.recording_mbid = texts.keep(row.recording_mbid);
  history::Sighting sighting;
  sighting.track = number;
  sighting.at = at;
  sighting.ms_played = row.ms_played;
  sighting.source = source_;
  sighting.teller = telling_.teller;
  sighting.at_is_start = row.at_is_start;
  sighting.cut_to_minute = telling_.cut_to_minute;
  sightings.push_back(sighting);
  files.push_back(static_cast<std::uint16_t>(file));
  rows.push_back(static_cast<std::uint32_t>(row.row));
  int answer = 0, place = 0;
  for (auto said : {row.shuffle, row.skipped, row.offline, row.incognito})
    answer |= static_cast<int>(said) << (2 * place++);
  answers.push_back(static_cast<std::uint8_t>(answer));
  reasons_start.push_back(word(row.reason_start));
  reasons_end.push_back(word(row.reason_end));
  platforms.push_back(word(row.platform));
  countries.push_back(word(row.country));
}

void Gathered::reorder(const std::vector<std::uint32_t>& order) {
  if (order.empty()) return;
  put_in_order(sightings.at, order);
  put_in_order(sightings.tracks, order);
  put_in_order(sightings.ms_played, order);
  put_in_order(sightings.sources, order);
  put_in_order(sightings.manners, order);
  put_in_order(files, order);
  put_in_order(rows, order);
  put_in_order(answers, order);
  for (auto* column : {&reasons_start, &reasons_end, &platforms, &countries}) put_in_order(*column, order);
}

}  // namespace mtm::transfer
