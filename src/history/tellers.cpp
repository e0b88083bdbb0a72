#include "history/tellers.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "history/reconciliation.hpp"

namespace mtm::history {

namespace {

TrackFacts facts_of(const History& history) {
  TrackFacts facts{history.tracks->ids, history.tracks->durations_ms, {}};
  if (history.songs) facts.songs = *history.songs;
  return facts;
}

/// While one source has told all plays, each play is its row.
bool one_tells_all(const History& history) { return !history.sightings || history.sightings->parts.empty(); }

Sighting row_of(const History& history, std::uint32_t play) {
  Sighting row;
  if (history.sightings) row = history.sightings->alike;
  row.track = history.plays->tracks[play];
  row.at = history.plays->ended[play];
  row.ms_played = history.plays->ms_played[play];
  return row;
}

/// What a play says of itself in the columns.
using InColumns = std::tuple<Moment, TrackNo, std::int32_t>;

InColumns in_columns(const Plays& plays, std::uint32_t play) {
  return {plays.ended[play], plays.tracks[play], plays.ms_played[play]};
}

/// Plays of these songs by what they say, those that were removed among them; of what they say, only where
/// `wanted(said)`. Plays that say the same stand in the order of their rows.
template <class Wanted>
std::multimap<InColumns, Told> plays_of_songs(const History& history, const std::vector<std::uint8_t>& songs,
                                              Wanted wanted) {
  auto facts = facts_of(history);
  Sightings rows;
  for (const auto& part : history.sightings->parts)
    for (std::size_t i = 0; i < part->size(); ++i)
      if (songs[facts.song(part->tracks[i])]) rows.push_back((*part)[i]);
  auto order = order_of(rows, facts);
  auto same = same_plays(rows, facts, order);
  std::multimap<InColumns, Told> plays;
  std::vector<Told*> of_leader(rows.size());
  for (std::uint32_t n = 0; n < rows.size(); ++n) {
    auto i = order.empty() ? n : order[n];
    if (same.leaders[i] != i) continue;
    auto ended = end_of(rows.at[i], rows.manners[i], same.ms_played[i], facts.duration(rows.tracks[i]));
    InColumns said(ended, rows.tracks[i], same.ms_played[i]);
    if (!wanted(said)) continue;
    of_leader[i] = &plays.emplace(said, Told{{rows[i]}, rows[i].removed})->second;
  }
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    auto* play = of_leader[same.leaders[i]];
    if (!play || same.leaders[i] == i) continue;
    play->rows.push_back(rows[i]);
    play->removed = play->removed || rows[i].removed;
  }
  return plays;
}

std::vector<std::uint8_t> no_songs(const History& history) { return std::vector<std::uint8_t>(history.tracks->size()); }

}  // namespace

std::vector<std::uint32_t> Told::sources() const {
  std::vector<std::uint32_t> numbers;
  for (const auto& row : rows) numbers.push_back(row.source);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

std::vector<Told> told(const History& history, std::span<const std::uint32_t> plays) {
  std::vector<Told> answer;
  answer.reserve(plays.size());
  if (one_tells_all(history)) {
    for (auto play : plays) answer.push_back({{row_of(history, play)}, false});
    return answer;
  }
  auto facts = facts_of(history);
  auto songs = no_songs(history);
  for (auto play : plays) songs[facts.song(history.plays->tracks[play])] = 1;
  std::vector<InColumns> asked;
  for (auto play : plays) asked.push_back(in_columns(*history.plays, play));
  std::sort(asked.begin(), asked.end());
  auto known = plays_of_songs(
      history, songs, [&](const InColumns& said) { return std::binary_search(asked.begin(), asked.end(), said); });
  std::erase_if(known, [](const auto& play) { return play.second.removed; });
  for (auto play : plays) {
    auto said = in_columns(*history.plays, play);
    auto found = known.lower_bound(said);
    // Of plays that say the same, the first is the first.
    for (auto before = play; found != known.end() && before > 0 && in_columns(*history.plays, before - 1) == said;
         --before)
      ++found;
    if (found == known.end() || found->first != said) throw std::logic_error("no row found for a play");
    answer.push_back(found->second);
  }
  return answer;
}

std::vector<std::uint8_t> tracks_of_source(const History& history, std::int64_t source_id) {
  auto place = std::find(history.sources.begin(), history.sources.end(), source_id);
  auto number = static_cast<std::uint32_t>(place - history.sources.begin());
  auto size = history.tracks->size();
  if (place == history.sources.end()) return std::vector<std::uint8_t>(size);
  if (one_tells_all(history))
    return std::vector<std::uint8_t>(size, history.sightings && history.sightings->alike.source == number);
  auto facts = facts_of(history);
  auto songs = no_songs(history);
  for (const auto& part : history.sightings->parts)
    for (std::size_t i = 0; i < part->size(); ++i)
      if (part->sources[i] == number) songs[facts.song(part->tracks[i])] = 1;
  std::vector<std::uint8_t> tracks(size);
  for (TrackNo track = 0; track < size; ++track) tracks[track] = songs[facts.song(track)];
  return tracks;
}

RowName name_of(const History& history, const Sighting& row) {
  return {history.tracks->ids[row.track], row.at, row.ms_played, row.at_is_start};
}

std::optional<Told> told_by(const History& history, const RowName& row) {
  auto track = history.tracks->find(Id{row.track_id});
  if (track == kNoTrack) return std::nullopt;
  const auto& plays = *history.plays;
  if (one_tells_all(history)) {
    if (row.at_is_start) return std::nullopt;
    auto first = std::lower_bound(plays.ended.begin(), plays.ended.end(), row.at) - plays.ended.begin();
    for (auto play = static_cast<std::uint32_t>(first); play < plays.size() && plays.ended[play] == row.at; ++play)
      if (plays.tracks[play] == track && plays.ms_played[play] == row.ms_played)
        return Told{{row_of(history, play)}, false};
    return std::nullopt;
  }
  auto songs = no_songs(history);
  songs[facts_of(history).song(track)] = 1;
  std::optional<Told> found;
  for (auto& [said, play] : plays_of_songs(history, songs, [](const InColumns&) { return true; })) {
    bool tells = std::any_of(play.rows.begin(), play.rows.end(),
                             [&](const Sighting& each) { return name_of(history, each) == row; });
    if (!tells) continue;
    if (!found || found->removed) found = play;
  }
  return found;
}

}  // namespace mtm::history
