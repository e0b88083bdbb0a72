#include "transfer/history/told_before.hpp"

#include <map>
#include <span>

#include "history/builder.hpp"
#include "history/same_plays.hpp"
#include "history/same_songs.hpp"
#include "history/telling.hpp"
#include "store/imported_plays.hpp"

namespace mtm::transfer {

namespace {

void add_track(history::Builder& builder, const store::PlayedTrack& track) {
  history::TrackRow row;
  row.id = track.id;
  row.name = track.name;
  row.artist_id = track.artist_id;
  row.artist = track.artist;
  row.duration_ms = track.duration_ms.value_or(-1);
  row.isrc = track.isrc;
  builder.add(row);
}

/// Those of sources that were there. Their numbers begin after those of the import's own.
void add_others(db::BlockingConnection& database, Id user, std::span<const Id> sources, const history::Tracks& tracks,
                history::Sightings& all) {
  std::map<std::int64_t, history::Telling> tellings;
  std::map<std::int64_t, std::uint32_t> numbers;
  for (const auto& source : store::source_kinds(database, user)) tellings[source.id] = history::telling_of(source.kind);
  auto next = static_cast<std::uint32_t>(sources.size());
  store::each_other_play(database, user, sources, [&](const store::ToldPlay& play) {
    auto [number, added] = numbers.try_emplace(play.source_id, next);
    if (added) ++next;
    auto telling = tellings[play.source_id];
    history::Sighting sighting;
    sighting.track = tracks.find(Id{play.track_id});
    sighting.at = play.at.time_since_epoch().count();
    sighting.ms_played = play.ms_played.value_or(-1);
    sighting.source = number->second;
    sighting.teller = telling.teller;
    sighting.at_is_start = play.is_start;
    sighting.cut_to_minute = telling.cut_to_minute;
    all.push_back(sighting);
  });
}

std::int64_t compare_with_others(db::BlockingConnection& database, Id user, std::span<const Id> sources,
                                 std::deque<Bringing>& bringings) {
  history::Builder builder;
  store::each_played_track(database, user, sources,
                           [&](const store::PlayedTrack& track) { add_track(builder, track); });
  auto known = builder.finish(user, 0, 0, nullptr);
  const auto& tracks = *known->tracks;
  history::Sightings all;
  for (auto& bringing : bringings) {
    const auto& plays = bringing.plays;
    std::vector<history::TrackNo> numbers;
    for (auto id : bringing.track_ids) numbers.push_back(tracks.find(Id{id}));
    for (std::size_t i = 0; i < plays.size(); ++i) {
      auto sighting = plays.sighting(i);
      sighting.track = numbers[sighting.track];
      all.push_back(sighting);
    }
  }
  auto ours = all.size();
  add_others(database, user, sources, tracks, all);
  std::vector<std::string_view> isrcs;
  for (auto isrc : tracks.isrcs) isrcs.push_back(tracks.text(isrc));
  auto songs = history::same_songs(tracks, isrcs);
  history::TrackFacts facts{tracks.ids, tracks.durations_ms, songs};
  auto same = history::same_plays(all, facts, history::order_of(all, facts));
  std::vector<std::uint8_t> told(all.size());  // by leader
  std::vector<std::uint32_t> teller(all.size(), history::kNone);
  std::vector<std::uint8_t> several(all.size());
  auto note = [&](std::size_t i) {
    auto leader = same.leaders[i];
    if (teller[leader] != history::kNone && teller[leader] != all.sources[i]) several[leader] = 1;
    teller[leader] = all.sources[i];
    told[leader] = 1;
  };
  for (auto i = ours; i < all.size(); ++i) note(i);
  std::size_t place = 0;
  for (auto& bringing : bringings) {
    for (std::size_t i = 0; i < bringing.plays.size(); ++i, ++place) {
      bringing.there[i] = told[same.leaders[place]];
      note(place);
    }
  }
  std::vector<std::uint8_t> counted_once(all.size());
  std::int64_t told_by_several = 0;
  for (std::size_t i = 0; i < ours; ++i) {
    auto leader = same.leaders[i];
    if (several[leader] && !counted_once[leader]) ++told_by_several;
    counted_once[leader] = 1;
  }
  return told_by_several;
}

}  // namespace

std::int64_t mark_told_before(db::BlockingConnection& database, Id user, std::deque<Bringing>& bringings) {
  if (bringings.empty()) return 0;
  std::vector<Id> sources;
  for (auto& bringing : bringings) {
    sources.push_back(bringing.source);
    bringing.plays.sort(bringing.track_ids);
    bringing.there.resize(bringing.plays.size());
  }
  bool alone = bringings.size() == 1 && !store::others_told(database, user, sources);
  if (!alone) return compare_with_others(database, user, sources, bringings);
  auto& bringing = bringings.front();
  const auto& plays = bringing.plays;
  auto teller = history::telling_of(source_kind(bringing.found.format)).teller;
  auto leaders = history::told_again(teller, plays.at, plays.track_numbers, plays.ms_played);
  for (std::uint32_t i = 0; i < leaders.size(); ++i) bringing.there[i] = leaders[i] != i;
  return 0;
}

}  // namespace mtm::transfer
