#include "history/reconciliation.hpp"

#include <algorithm>
#include <tuple>

#include "history/time_order.hpp"

namespace mtm::history {

namespace {

/// Plays while they are made.
struct MadePlays {
  std::vector<Moment> ended;
  std::vector<TrackNo> tracks;
  std::vector<std::int32_t> ms_played;
  std::vector<PlayDetails> details;

  std::size_t size() const { return ended.size(); }
  void reserve(std::size_t size) {
    ended.reserve(size);
    tracks.reserve(size);
    ms_played.reserve(size);
    details.reserve(size);
  }
};

Plays finished(MadePlays made) {
  return {std::move(made.ended), std::move(made.tracks), std::move(made.ms_played), std::move(made.details)};
}

/// Reads each column in a new order.
template <class... Columns>
void reorder(const std::vector<std::uint32_t>& order, Columns&... columns) {
  auto one = [&order](auto& column) {
    std::decay_t<decltype(column)> ordered;
    ordered.reserve(order.size());
    for (auto i : order) ordered.push_back(column[i]);
    column = std::move(ordered);
  };
  (one(columns), ...);
}

void sort(MadePlays& plays, const TrackFacts& facts) {
  auto order = order_of(plays.ended, [&](std::uint32_t a, std::uint32_t b) {
    auto rest = [&](std::uint32_t i) {
      return std::tuple(facts.ids[plays.tracks[i]], plays.ms_played[i], plays.details[i].packed());
    };
    return rest(a) < rest(b);
  });
  if (!order.empty()) reorder(order, plays.ended, plays.tracks, plays.ms_played, plays.details);
}

bool tells_all_ends(const Sightings& all) {
  return std::none_of(all.manners.begin(), all.manners.end(), [](auto manner) { return manner & kAtIsStart; });
}

Plays reconciled_alike(Sightings all, const TrackFacts& facts) {
  auto order = order_of(all, facts);
  if (!order.empty()) reorder(order, all.at, all.tracks, all.ms_played, all.manners, all.details);
  auto teller = all.size() > 0 ? teller_of(all.manners.front()) : Teller::account_data;
  auto leaders = told_again(teller, all.at, all.tracks, all.ms_played);
  if (!leaders.empty()) all.details = details_of_plays(all, leaders);
  bool ends = tells_all_ends(all);
  MadePlays plays{std::move(all.at), std::move(all.tracks), std::move(all.ms_played), std::move(all.details)};
  if (!leaders.empty()) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < leaders.size(); ++i) {
      if (leaders[i] != i) continue;
      plays.ended[kept] = plays.ended[i];
      plays.tracks[kept] = plays.tracks[i];
      plays.ms_played[kept] = plays.ms_played[i];
      plays.details[kept] = plays.details[i];
      all.manners[kept++] = all.manners[i];
    }
    plays.ended.resize(kept);
    plays.tracks.resize(kept);
    plays.ms_played.resize(kept);
    plays.details.resize(kept);
  }
  if (ends) return finished(std::move(plays));
  for (std::size_t i = 0; i < plays.size(); ++i)
    plays.ended[i] = end_of(plays.ended[i], all.manners[i], plays.ms_played[i], facts.duration(plays.tracks[i]));
  sort(plays, facts);
  return finished(std::move(plays));
}

/// Whether all are of one source, which tells ends in one manner, and none is removed: then plays say as much as their
/// sightings.
bool plays_say_all(const Sightings& all) {
  auto same = [](const auto& column) {
    return std::all_of(column.begin(), column.end(), [&](auto value) { return value == column.front(); });
  };
  return tells_all_ends(all) && !any_removed(all) && same(all.manners) && same(all.sources);
}

Sightings sightings_of(const Plays& plays, const Sighting& alike) {
  auto copy = [](const auto& column) { return std::vector(column.begin(), column.end()); };
  return {copy(plays.ended),
          copy(plays.tracks),
          copy(plays.ms_played),
          std::vector<std::uint32_t>(plays.size(), alike.source),
          std::vector<std::uint8_t>(plays.size(), manner_of(alike)),
          copy(plays.details)};
}

template <class Wanted>
void append(Sightings& to, const Sightings& from, Wanted wanted) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (!wanted(from.tracks[i])) continue;
    to.at.push_back(from.at[i]);
    to.tracks.push_back(from.tracks[i]);
    to.ms_played.push_back(from.ms_played[i]);
    to.sources.push_back(from.sources[i]);
    to.manners.push_back(from.manners[i]);
    to.details.push_back(from.details[i]);
  }
}

/// Adds a part to those that are kept. Each is less than half as large as the one before it, so that there are few and
/// each row is copied a few times at most.
void keep_part(std::vector<std::shared_ptr<const Sightings>>& parts, std::shared_ptr<const Sightings> part) {
  parts.push_back(std::move(part));
  while (parts.size() > 1 && parts.back()->size() * 2 > parts[parts.size() - 2]->size()) {
    auto both = std::make_shared<Sightings>();
    both->reserve(parts.back()->size() + parts[parts.size() - 2]->size());
    auto every = [](TrackNo) { return true; };
    append(*both, *parts[parts.size() - 2], every);
    append(*both, *parts.back(), every);
    parts.pop_back();
    parts.back() = std::move(both);
  }
}

/// By track, 1 for those whose plays may be others than before.
std::vector<std::uint8_t> to_do_again(const TrackFacts& then, const Sightings& newer, const TrackFacts& now) {
  auto known = then.ids.size();
  std::vector<std::uint8_t> songs(now.ids.size());  // by number, then and now
  auto add = [&](TrackNo track) {
    songs[now.song(track)] = 1;
    if (track < known) songs[then.song(track)] = 1;
  };
  for (auto track : newer.tracks) add(track);
  for (TrackNo track = 0; track < known; ++track)
    if (then.song(track) != now.song(track) || then.duration(track) != now.duration(track)) add(track);
  std::vector<std::uint8_t> tracks(now.ids.size());
  for (TrackNo track = 0; track < tracks.size(); ++track) tracks[track] = songs[now.song(track)];
  return tracks;
}

/// Plays from `begin` up to `end`, in one piece.
void append(MadePlays& to, const Plays& from, std::size_t begin, std::size_t end) {
  auto copy = [&](auto& column, const auto& source) {
    column.insert(column.end(), source.begin() + begin, source.begin() + end);
  };
  copy(to.ended, from.ended);
  copy(to.tracks, from.tracks);
  copy(to.ms_played, from.ms_played);
  copy(to.details, from.details);
}

/// `base` without the plays of tracks that are done again, and with what came of them instead.
std::shared_ptr<const Plays> with_new(const Plays& base, const std::vector<std::uint8_t>& again, const Plays& made,
                                      const TrackFacts& facts) {
  MadePlays merged;
  merged.reserve(Column<Moment>::with_room(base.size() + made.size()));
  auto take = [&merged](const Plays& from, std::size_t begin, std::size_t end) { append(merged, from, begin, end); };
  auto place = [&](const Plays& of, std::size_t i) {
    return std::tuple(of.ended[i], facts.ids[of.tracks[i]], of.ms_played[i]);
  };
  std::size_t next = 0, begin = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    bool replaced = again[base.tracks[i]];
    bool behind = next < made.size() && made.ended[next] <= base.ended[i] && place(made, next) < place(base, i);
    if (!replaced && !behind) continue;
    take(base, begin, i);  // everything before it, in one piece
    begin = replaced ? i + 1 : i;
    auto first = next;
    while (next < made.size() && place(made, next) < place(base, i)) ++next;
    take(made, first, next);
  }
  take(base, begin, base.size());
  take(made, next, made.size());
  return std::make_shared<Plays>(finished(std::move(merged)));
}

/// `base` with more plays, in their order. Null when one of them is told again: then it is not that simple.
std::shared_ptr<const Plays> with_more(const Plays& base, const Plays& more, const TrackFacts& facts) {
  if (base.ended.back() < more.ended.front())
    return std::make_shared<Plays>(Plays{base.ended.with(more.ended), base.tracks.with(more.tracks),
                                         base.ms_played.with(more.ms_played), base.details.with(more.details)});
  MadePlays merged;
  merged.reserve(Column<Moment>::with_room(base.size() + more.size()));
  auto take = [&merged](const Plays& from, std::size_t begin, std::size_t end) { append(merged, from, begin, end); };
  std::size_t taken = 0;
  for (std::size_t i = 0; i < more.size(); ++i) {
    auto ended = more.ended[i];
    auto from = base.ended.begin() + taken;
    auto place = static_cast<std::size_t>(std::lower_bound(from, base.ended.end(), ended) - base.ended.begin());
    for (; place < base.size() && base.ended[place] == ended; ++place) {
      if (base.tracks[place] == more.tracks[i]) return nullptr;
      if (facts.ids[base.tracks[place]] > facts.ids[more.tracks[i]]) break;
    }
    take(base, taken, place);
    taken = place;
    take(more, i, i + 1);
  }
  take(base, taken, base.size());
  return std::make_shared<Plays>(finished(std::move(merged)));
}

/// Nearly always there are a few more plays of the one source there is, which need to be compared with nothing.
std::shared_ptr<const Plays> with_more_of_the_same(const ReconciledPlays& base, const Sightings& newer,
                                                   const TrackFacts& facts) {
  const auto& alike = base.kept.alike;
  bool same = newer.size() > 0 && base.kept.parts.empty() && alike.teller == Teller::spotify_api &&
              plays_say_all(newer) && newer.manners.front() == manner_of(alike) &&
              newer.sources.front() == alike.source;
  return same ? with_more(*base.plays, reconciled_alike(newer, facts), facts) : nullptr;
}

}  // namespace

std::size_t KeptSightings::bytes() const {
  std::size_t bytes = 0;
  for (const auto& part : parts) bytes += part->bytes();
  return bytes;
}

Plays reconciled(Sightings sightings, const TrackFacts& tracks) {
  if (told_alike(sightings)) return reconciled_alike(std::move(sightings), tracks);
  auto order = order_of(sightings, tracks);
  auto [leaders, ms_played, details] = same_plays(sightings, tracks, order);
  std::vector<std::uint8_t> removed(sightings.size());  // by leader
  for (std::uint32_t i = 0; i < leaders.size(); ++i)
    if (sightings.manners[i] & kRemoved) removed[leaders[i]] = 1;
  MadePlays plays;
  std::size_t size = 0;
  for (std::uint32_t i = 0; i < leaders.size(); ++i) size += leaders[i] == i && !removed[i];
  plays.reserve(Column<Moment>::with_room(size));
  for (std::uint32_t n = 0; n < leaders.size(); ++n) {
    auto i = order.empty() ? n : order[n];
    if (leaders[i] != i || removed[i]) continue;
    auto track = sightings.tracks[i];
    plays.ended.push_back(end_of(sightings.at[i], sightings.manners[i], ms_played[i], tracks.duration(track)));
    plays.tracks.push_back(track);
    plays.ms_played.push_back(ms_played[i]);
    plays.details.push_back(details[i]);
  }
  sort(plays, tracks);
  return finished(std::move(plays));
}

ReconciledPlays reconciled_whole(Sightings sightings, const TrackFacts& tracks) {
  ReconciledPlays whole;
  if (plays_say_all(sightings)) {
    if (sightings.size() > 0) whole.kept.alike = sightings[0];
  } else {
    whole.kept.parts.push_back(std::make_shared<Sightings>(sightings));
  }
  whole.plays = std::make_shared<Plays>(reconciled(std::move(sightings), tracks));
  return whole;
}

ReconciledPlays reconciled_next(const ReconciledPlays& base, const TrackFacts& tracks_then, Sightings newer,
                                const TrackFacts& tracks) {
  if (base.plays->size() == 0 && base.kept.parts.empty()) return reconciled_whole(std::move(newer), tracks);
  if (auto more = with_more_of_the_same(base, newer, tracks)) return {std::move(more), base.kept};
  auto again = to_do_again(tracks_then, newer, tracks);
  auto wanted = [&](TrackNo track) { return again[track] != 0; };
  ReconciledPlays next{nullptr, base.kept};
  Sightings sightings;
  for (const auto& part : base.kept.parts) append(sightings, *part, wanted);
  if (base.kept.parts.empty()) {
    const auto& plays = *base.plays;
    const auto& alike = base.kept.alike;
    for (std::size_t i = 0; i < plays.size(); ++i) {
      if (!wanted(plays.tracks[i])) continue;
      sightings.push_back({plays.tracks[i], plays.ended[i], plays.ms_played[i], alike.source, alike.teller, false,
                           alike.cut_to_minute, plays.details[i]});
    }
    bool still = newer.size() == 0 || (plays_say_all(newer) && newer.manners.front() == manner_of(alike) &&
                                       newer.sources.front() == alike.source);
    if (!still) keep_part(next.kept.parts, std::make_shared<Sightings>(sightings_of(plays, alike)));
  }
  append(sightings, newer, wanted);
  if (!next.kept.parts.empty() && newer.size() > 0)
    keep_part(next.kept.parts, std::make_shared<Sightings>(std::move(newer)));
  next.plays = with_new(*base.plays, again, reconciled(std::move(sightings), tracks), tracks);
  return next;
}

}  // namespace mtm::history
