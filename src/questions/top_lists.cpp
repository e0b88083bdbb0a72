#include "questions/top_lists.hpp"

#include <algorithm>
#include <tuple>

#include "music/diversity.hpp"
#include "questions/best.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::Snapshots;
using history::TimeRange;
using history::TopList;
using history::TrackNo;

namespace {

/// How many of the tracks of a list another one does not have.
std::int64_t fresh_tracks(const Snapshots& snapshots, const TopList& list, const TopList& before) {
  auto known = tracks_of(snapshots, before);
  std::vector<TrackNo> sorted(known.begin(), known.end());
  std::sort(sorted.begin(), sorted.end());
  auto tracks = tracks_of(snapshots, list);
  return std::count_if(tracks.begin(), tracks.end(),
                       [&](TrackNo track) { return !std::binary_search(sorted.begin(), sorted.end(), track); });
}

}  // namespace

std::span<const TopList> top_lists(const Snapshots& snapshots, TimeRange range, Days days) {
  auto at = [](const TopList& list) { return std::tuple(list.range, list.day); };
  const auto& lists = snapshots.lists;
  auto begin = std::partition_point(lists.begin(), lists.end(),
                                    [&](const TopList& list) { return at(list) < std::tuple(range, days.first); });
  auto end = std::partition_point(begin, lists.end(),
                                  [&](const TopList& list) { return at(list) <= std::tuple(range, days.last); });
  return {begin, end};
}

std::span<const TrackNo> tracks_of(const Snapshots& snapshots, const TopList& list) {
  return std::span(snapshots.tracks).subspan(list.begin, list.end - list.begin);
}

std::vector<Turnover> turnover(const Snapshots& snapshots, TimeRange range, Days days) {
  std::vector<Turnover> turnovers;
  const TopList* before = nullptr;
  for (const auto& list : top_lists(snapshots, range, {Days().first, days.last})) {
    if (days.have(list.day)) {
      Turnover turnover{list.day, std::nullopt, list.end - list.begin, 0, std::nullopt};
      if (before) {
        turnover.before = before->day;
        turnover.fresh = fresh_tracks(snapshots, list, *before);
        turnover.share = static_cast<double>(turnover.fresh) / static_cast<double>(turnover.tracks);
      }
      turnovers.push_back(turnover);
    }
    before = &list;
  }
  return turnovers;
}

std::vector<MonthDiversity> diversity(const History& history, TimeRange range, Days days) {
  const auto& tracks = *history.tracks;
  std::vector<MonthDiversity> months;
  auto lists = top_lists(*history.snapshots, range, days);
  for (auto list = lists.begin(); list != lists.end();) {
    int month = month_of(list->day);
    std::vector<std::int64_t> places(tracks.artist_ids.size());  // by the artist's number
    for (; list != lists.end() && month_of(list->day) == month; ++list)
      for (auto track : tracks_of(*history.snapshots, *list)) ++places[tracks.artists[track]];
    auto nobody = std::count(places.begin(), places.end(), 0);
    months.push_back({month, static_cast<std::int64_t>(places.size()) - nobody, music::effective_number(places)});
  }
  return months;
}

std::vector<FaithfulArtist> faithful_artists(const History& history, TimeRange range, Days days, std::size_t most) {
  const auto& tracks = *history.tracks;
  std::vector<FaithfulArtist> artists;
  for (std::uint32_t artist = 0; artist < tracks.artist_ids.size(); ++artist)
    artists.push_back({artist, 0, 0, history::kNoDay, history::kNoDay});
  std::vector<bool> met(tracks.size());
  for (const auto& list : top_lists(*history.snapshots, range, days)) {
    for (auto track : tracks_of(*history.snapshots, list)) {
      auto& artist = artists[tracks.artists[track]];
      if (artist.days == 0) artist.first_day = list.day;
      if (artist.last_day != list.day) ++artist.days;
      artist.last_day = list.day;
      if (!met[track]) ++artist.tracks;
      met[track] = true;
    }
  }
  std::erase_if(artists, [](const FaithfulArtist& artist) { return artist.days == 0; });
  keep_first(artists, most, [&](const FaithfulArtist& of) {
    return std::tuple(-of.days, -of.tracks, tracks.text(tracks.artist_names[of.artist]), tracks.artist_ids[of.artist]);
  });
  return artists;
}

std::vector<Discoveries> discoveries(const History& history, TimeRange range, Days days) {
  std::vector<Discoveries> found;
  std::vector<bool> known(history.tracks->size());
  for (const auto& list : top_lists(*history.snapshots, range, {Days().first, days.last})) {
    Discoveries discoveries{list.day, list.end - list.begin, 0};
    for (auto track : tracks_of(*history.snapshots, list)) {
      if (!known[track]) ++discoveries.fresh;
      known[track] = true;
    }
    if (days.have(list.day)) found.push_back(discoveries);
  }
  return found;
}

}  // namespace mtm::questions
