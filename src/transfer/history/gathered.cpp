#include "transfer/history/gathered.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

#include "store/imported_plays.hpp"

namespace mtm::transfer {

namespace {

/// What a file may ask for beyond that would be a server's memory.
constexpr std::size_t kMostTracks = 3'000'000, kMostDetails = 3'000'000, kMostText = 512 * 1024 * 1024;
constexpr std::uint32_t kNone = 0xFFFF'FFFF;

[[noreturn]] void refuse_so_much() {
  throw TooMuch("This history names more tracks than anybody can have heard: it is not taken.");
}

history::Moment micros(PlayTime time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

template <class Column>
void put_in_order(Column& column, const std::vector<std::uint32_t>& order) {
  Column ordered;
  ordered.reserve(column.size());
  for (auto from : order) ordered.push_back(column[from]);
  column = std::move(ordered);
}

}  // namespace

std::string_view name_of(PlayKind kind) {
  switch (kind) {
    case PlayKind::track:
      return "track";
    case PlayKind::episode:
      return "episode";
    case PlayKind::chapter:
      return "chapter";
  }
  throw std::logic_error("a kind of play without a name");
}

void Gathered::reserve(std::size_t plays) {
  at.reserve(plays);
  track_numbers.reserve(plays);
  ms_played.reserve(plays);
  files.reserve(plays);
  rows.reserve(plays);
  detail_numbers.reserve(plays);
}

void Gathered::finish() {
  texts.finish();
  words.finish();
  by_id_ = {};
  nameless_ = {};
  details_known_ = {};
}

std::uint32_t& Gathered::track_with_id(std::uint32_t text) {
  if (text >= by_id_.size()) by_id_.resize(texts.size(), kNone);
  return by_id_[text];
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
    id = texts.keep(store::nameless_track_id(name_of(row.kind), row.artist, row.title, row.album));
    if (auto same = track_with_id(id); same != kNone) return known->second = same;  // names that fold alike
  }
  auto& known = track_with_id(id);
  if (known == kNone) {
    if (tracks.size() == kMostTracks) refuse_so_much();
    known = next;
    auto& track = tracks.emplace_back();
    track.spotify_id = id;
    track.kind = row.kind;
  }
  return known;
}

/// No history names more than a few hundred; of one that does, what comes after so many is not kept.
std::uint16_t Gathered::word(std::string_view text) {
  constexpr std::size_t kMost = 65'535;
  if (text.empty()) return 0;
  if (words.size() >= kMost && !words.knows(text)) return 0;
  return static_cast<std::uint16_t>(words.keep(text));
}

std::uint32_t Gathered::details_of(const HistoryRow& row) {
  PlayDetails told;
  int place = 0;
  for (auto said : {row.shuffle, row.skipped, row.offline, row.incognito})
    told.answers = static_cast<std::uint8_t>(told.answers | static_cast<unsigned>(said) << (2 * place++));
  told.reason_start = word(row.reason_start);
  told.reason_end = word(row.reason_end);
  told.platform = word(row.platform);
  told.country = word(row.country);
  auto [known, added] = details_known_.try_emplace(told, static_cast<std::uint32_t>(details.size()));
  if (added) {
    if (details.size() == kMostDetails) refuse_so_much();
    details.push_back(told);
  }
  return known->second;
}

void Gathered::add(const HistoryRow& row, int file) {
  auto number = track_of(row);
  auto& track = tracks[number];
  auto time = micros(row.at);
  auto began = row.at_is_start ? time : time - std::max(row.ms_played, 0) * history::kMillisecond;
  if (track.first_played == history::kNever || began < track.first_played) track.first_played = began;
  if (!row.title.empty() && (track.named_at == history::kNever || time > track.named_at)) {
    track.named_at = time;
    track.title = texts.keep(row.title);
    track.artist = texts.keep(row.artist);
    if (!row.album.empty()) track.album = texts.keep(row.album);
  }
  if (row.length_ms >= 0) track.length_ms = row.length_ms;
  if (!row.isrc.empty()) track.isrc = texts.keep(row.isrc);
  if (!row.recording_mbid.empty()) track.recording_mbid = texts.keep(row.recording_mbid);
  if (texts.bytes() > kMostText) refuse_so_much();
  if (size() > 0 && row.at_is_start != at_is_start_) throw std::logic_error("a history that tells starts and ends");
  at_is_start_ = row.at_is_start;
  at.push_back(time);
  track_numbers.push_back(number);
  ms_played.push_back(row.ms_played);
  files.push_back(static_cast<std::uint16_t>(file));
  rows.push_back(static_cast<std::uint32_t>(row.row));
  detail_numbers.push_back(details_of(row));
}

history::Sighting Gathered::sighting(std::size_t play) const {
  return {track_numbers[play], at[play],     ms_played[play],       source_,
          telling_.teller,     at_is_start_, telling_.cut_to_minute};
}

void Gathered::sort(const std::vector<std::int64_t>& track_ids) {
  auto before = [&](std::uint32_t a, std::uint32_t b) {
    if (at[a] != at[b]) return at[a] < at[b];
    auto rest = [&](std::uint32_t i) { return std::pair(track_ids[track_numbers[i]], ms_played[i]); };
    return rest(a) < rest(b);
  };
  std::uint32_t sorted = 1;
  while (sorted < size() && !before(sorted, sorted - 1)) ++sorted;
  if (sorted >= size()) return;
  std::vector<std::uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), before);
  put_in_order(at, order);
  put_in_order(track_numbers, order);
  put_in_order(ms_played, order);
  put_in_order(files, order);
  put_in_order(rows, order);
  put_in_order(detail_numbers, order);
}

}  // namespace mtm::transfer
