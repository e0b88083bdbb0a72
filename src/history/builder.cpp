#include "history/builder.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <tuple>

#include "music/folding.hpp"

namespace mtm::history {

namespace {

HistoryPtr empty_history() {
  auto history = std::make_shared<History>();
  history->zone = TimeZone::of("UTC");
  history->tracks = std::make_shared<Tracks>();
  history->words = std::make_shared<LazyWordIndex>();
  history->meetings = std::make_shared<Meetings>();
  history->plays = std::make_shared<Plays>();
  history->snapshots = std::make_shared<Snapshots>();
  history->counts = std::make_shared<Counts>();
  history->totals = std::make_shared<Totals>();
  return history;
}

/// Equal, or both unknown.
bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Columns grow by doubling, and are kept for long.
template <class... Columns>
void shrink(Columns&... columns) {
  (columns.shrink_to_fit(), ...);
}

/// Albums of one name may have different covers. Keys of two albums may meet: they are compared, too.
std::size_t album_key(std::string_view name, std::string_view image) {
  std::hash<std::string_view> hash;
  return hash(name) * 31 + hash(image);
}

}  // namespace

Builder::Builder(HistoryPtr base) : base_(base ? std::move(base) : empty_history()) {}

Tracks& Builder::tracks() {
  if (new_tracks_) return *new_tracks_;
  new_tracks_ = std::make_shared<Tracks>(*base_->tracks);
  const auto& known = *new_tracks_;
  numbers_.reserve(known.size());
  for (TrackNo track = 0; track < known.size(); ++track) numbers_.emplace(known.ids[track], track);
  for (std::uint32_t i = 0; i < known.artist_ids.size(); ++i) artists_.emplace(known.artist_ids[i], i);
  for (std::uint32_t i = 0; i < known.album_names.size(); ++i)
    albums_.emplace(album_key(known.text(known.album_names[i]), known.text(known.album_images[i])), i);
  return *new_tracks_;
}

Meetings& Builder::meetings() {
  if (!new_meetings_) new_meetings_ = std::make_shared<Meetings>(*base_->meetings);
  return *new_meetings_;
}

TrackNo Builder::find(std::int64_t id) const {
  if (!new_tracks_) return base_->tracks->find(Id{id});
  auto found = numbers_.find(id);
  return found == numbers_.end() ? kNoTrack : found->second;
}

Text Builder::keep(std::string_view text) {
  auto& texts = new_tracks_->texts;
  if (texts.size() + text.size() > std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("the names of a library take more than 4 GB");
  Text kept{static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(text.size())};
  texts += text;
  return kept;
}

/// False when it is the same: what is the same must not be kept again with every change of something else.
bool Builder::replace(Text& known, std::string_view text) {
  if (new_tracks_->text(known) == text) return false;
  known = keep(text);
  return true;
}

Text Builder::keep_folded(std::string_view name) { return keep(music::folded(name)); }

std::uint32_t Builder::artist(const TrackRow& row) {
  auto& tracks = *new_tracks_;
  auto [found, fresh] = artists_.try_emplace(row.artist_id, static_cast<std::uint32_t>(tracks.artist_ids.size()));
  auto number = found->second;
  if (fresh) {
    tracks.artist_ids.push_back(row.artist_id);
    tracks.artist_names.emplace_back();
    tracks.folded_artist_names.emplace_back();
  }
  if (fresh || tracks.text(tracks.artist_names[number]) != row.artist) {
    tracks.artist_names[number] = keep(row.artist);
    tracks.folded_artist_names[number] = keep_folded(row.artist);
  }
  return number;
}

std::uint32_t Builder::album(const TrackRow& row) {
  if (!row.album) return kNone;
  auto& tracks = *new_tracks_;
  auto key = album_key(*row.album, row.image);
  auto found = albums_.find(key);
  if (found != albums_.end() && tracks.text(tracks.album_names[found->second]) == *row.album &&
      tracks.text(tracks.album_images[found->second]) == row.image)
    return found->second;
  auto number = static_cast<std::uint32_t>(tracks.album_names.size());
  albums_[key] = number;
  tracks.album_names.push_back(keep(*row.album));
  tracks.folded_album_names.push_back(keep_folded(*row.album));
  tracks.album_images.push_back(keep(row.image));
  return number;
}

bool Builder::same_facts(TrackNo track, const TrackRow& row) const {
  const auto& known = known_tracks();
  for (std::size_t i = 0; i < kFeatures; ++i)
    if (!same(known.values[i][track], row.features[i])) return false;
  return known.name(track) == row.name && known.text(known.spotify_ids[track]) == row.spotify_id &&
         known.artist_id(track) == row.artist_id && known.artist(track) == row.artist &&
         (known.albums[track] != kNone) == row.album.has_value() && (!row.album || known.album(track) == *row.album) &&
         known.text(known.images[track]) == row.image && known.release_days[track] == row.release_day &&
         known.release_precisions[track] == row.release_precision && known.durations_ms[track] == row.duration_ms &&
         known.popularities[track] == row.popularity;
}

void Builder::set_facts(TrackNo track, const TrackRow& row) {
  auto& tracks = *new_tracks_;
  tracks.artists[track] = artist(row);
  tracks.albums[track] = album(row);
  replace(tracks.spotify_ids[track], row.spotify_id);
  bool renamed = replace(tracks.names[track], row.name);
  if (renamed || tracks.folded_names[track].size == 0) tracks.folded_names[track] = keep_folded(row.name);
  if (tracks.albums[track] != kNone)
    tracks.images[track] = tracks.album_images[tracks.albums[track]];
  else
    replace(tracks.images[track], row.image);
  tracks.release_days[track] = row.release_day;
  tracks.release_precisions[track] = row.release_precision;
  tracks.durations_ms[track] = row.duration_ms;
  tracks.popularities[track] = row.popularity;
  for (std::size_t i = 0; i < kFeatures; ++i) tracks.values[i][track] = row.features[i];
}

void Builder::add(const TrackRow& row) {
  auto track = find(row.id);
  if (track == kNoTrack) {
    auto& grown = tracks();
    track = static_cast<TrackNo>(grown.size());
    numbers_.emplace(row.id, track);
    grown.ids.push_back(row.id);
    grown.spotify_ids.emplace_back();
    grown.names.emplace_back();
    grown.folded_names.emplace_back();
    grown.artists.push_back(kNone);
    grown.albums.push_back(kNone);
    grown.images.emplace_back();
    grown.release_days.push_back(kNoDay);
    grown.release_precisions.push_back(Precision::day);
    grown.durations_ms.push_back(-1);
    grown.popularities.push_back(-1);
    for (auto& values : grown.values) values.push_back(std::numeric_limits<float>::quiet_NaN());
    set_facts(track, row);
    auto& met = meetings();
    met.first_seen.push_back(row.first_seen);
    met.saved.push_back(row.saved);
    met.unsaved.push_back(row.unsaved);
    met.unknown_meeting.push_back(row.unknown_meeting);
    return;
  }
  refresh(row);
  auto& met = meetings();
  met.first_seen[track] = row.first_seen;
  met.saved[track] = row.saved;
  met.unsaved[track] = row.unsaved;
  met.unknown_meeting[track] = row.unknown_meeting;
}

void Builder::refresh(const TrackRow& row) {
  auto track = find(row.id);
  if (track == kNoTrack || same_facts(track, row)) return;
  tracks();
  set_facts(track, row);
}

void Builder::add(const PlayRow& row) {
  auto track = find(row.track_id);
  if (track == kNoTrack) {
    ++left_out_;
    return;
  }
  plays_.ended.push_back(row.ended);
  plays_.tracks.push_back(track);
  plays_.ms_played.push_back(row.ms_played);
}

void Builder::add(const SnapshotRow& row) {
  auto track = find(row.track_id);
  if (track == kNoTrack) {
    ++left_out_;
    return;
  }
  entries_.push_back({row.range, row.day, row.rank, track});
}

/// They come in their order as a rule.
void Builder::sort_plays() {
  const auto& ids = known_tracks().ids;
  auto earlier = [&](std::size_t a, std::size_t b) {
    if (plays_.ended[a] != plays_.ended[b]) return plays_.ended[a] < plays_.ended[b];
    return ids[plays_.tracks[a]] < ids[plays_.tracks[b]];
  };
  bool sorted = true;
  for (std::size_t i = 1; i < plays_.size() && sorted; ++i) sorted = !earlier(i, i - 1);
  if (sorted) return;
  std::vector<std::size_t> order(plays_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), earlier);
  Plays ordered;
  for (auto i : order) {
    ordered.ended.push_back(plays_.ended[i]);
    ordered.tracks.push_back(plays_.tracks[i]);
    ordered.ms_played.push_back(plays_.ms_played[i]);
  }
  plays_ = std::move(ordered);
}

std::shared_ptr<const Plays> Builder::merged_plays() {
  if (plays_.size() == 0) return base_->plays;
  sort_plays();
  const auto& known = *base_->plays;
  auto merged = std::make_shared<Plays>();
  if (known.size() == 0) {
    *merged = std::move(plays_);
    shrink(merged->ended, merged->tracks, merged->ms_played);
    return merged;
  }
  const auto& ids = known_tracks().ids;
  auto size = known.size() + plays_.size();
  merged->ended.reserve(size);
  merged->tracks.reserve(size);
  merged->ms_played.reserve(size);
  auto take = [&](const Plays& from, std::size_t begin, std::size_t end) {
    auto copy = [&](auto& column, const auto& source) {
      column.insert(column.end(), source.begin() + static_cast<std::ptrdiff_t>(begin),
                    source.begin() + static_cast<std::ptrdiff_t>(end));
    };
    copy(merged->ended, from.ended);
    copy(merged->tracks, from.tracks);
    copy(merged->ms_played, from.ms_played);
  };
  std::size_t taken = 0;
  for (std::size_t i = 0; i < plays_.size(); ++i) {
    // Mostly behind everything that is known: the stretch before it is copied in one piece.
    auto ended = plays_.ended[i];
    auto from = known.ended.begin() + static_cast<std::ptrdiff_t>(taken);
    auto place = static_cast<std::size_t>(std::upper_bound(from, known.ended.end(), ended) - known.ended.begin());
    while (place > taken && known.ended[place - 1] == ended && ids[known.tracks[place - 1]] > ids[plays_.tracks[i]])
      --place;
    take(known, taken, place);
    taken = place;
    take(plays_, i, i + 1);
  }
  take(known, taken, known.size());
  return merged;
}

std::shared_ptr<const Snapshots> Builder::merged_snapshots() {
  if (entries_.empty()) return base_->snapshots;
  auto place_of = [](const auto& list) { return std::tuple(list.range, list.day); };
  std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
    return std::tuple(a.range, a.day, a.rank) < std::tuple(b.range, b.day, b.rank);
  });
  const auto& known = *base_->snapshots;
  auto merged = std::make_shared<Snapshots>();
  merged->tracks.reserve(known.tracks.size() + entries_.size());
  merged->ranks.reserve(known.tracks.size() + entries_.size());
  std::size_t next_known = 0;
  auto begin_list = [&](TimeRange range, Day day) {
    auto begin = static_cast<std::uint32_t>(merged->tracks.size());
    merged->lists.push_back({range, day, begin, begin});
  };
  auto end_list = [&] { merged->lists.back().end = static_cast<std::uint32_t>(merged->tracks.size()); };
  auto take_known = [&](const TopList& list) {
    begin_list(list.range, list.day);
    for (auto i = list.begin; i < list.end; ++i) {
      merged->tracks.push_back(known.tracks[i]);
      merged->ranks.push_back(known.ranks[i]);
    }
    end_list();
  };
  for (std::size_t i = 0; i < entries_.size();) {
    auto place = place_of(entries_[i]);
    while (next_known < known.lists.size() && place_of(known.lists[next_known]) < place)
      take_known(known.lists[next_known++]);
    if (next_known < known.lists.size() && place_of(known.lists[next_known]) == place) ++next_known;  // replaced
    begin_list(entries_[i].range, entries_[i].day);
    for (; i < entries_.size() && place_of(entries_[i]) == place; ++i) {
      merged->tracks.push_back(entries_[i].track);
      merged->ranks.push_back(entries_[i].rank);
    }
    end_list();
  }
  while (next_known < known.lists.size()) take_known(known.lists[next_known++]);
  return merged;
}

std::shared_ptr<const Counts> Builder::counted() const {
  auto counts = std::make_shared<Counts>(*base_->counts);
  counts->plays.resize(known_tracks().size());
  counts->last_played.resize(known_tracks().size(), kNever);
  for (std::size_t i = 0; i < plays_.size(); ++i) {
    auto track = plays_.tracks[i];
    ++counts->plays[track];
    counts->last_played[track] = std::max(counts->last_played[track], plays_.ended[i]);
  }
  return counts;
}

std::shared_ptr<const Totals> Builder::totalled() const {
  const auto& tracks = known_tracks();
  auto totals = std::make_shared<Totals>();
  totals->tracks = static_cast<std::int64_t>(tracks.size());
  std::vector<bool> met(tracks.artist_ids.size());
  for (auto artist : tracks.artists) met[artist] = true;
  totals->artists = std::count(met.begin(), met.end(), true);
  for (float energy : tracks.feature(Feature::energy)) {
    if (std::isnan(energy)) continue;
    totals->energy += energy;
    ++(energy >= 0.8F ? totals->high : energy >= 0.5F ? totals->medium : totals->low);
  }
  for (float valence : tracks.feature(Feature::valence))
    if (!std::isnan(valence)) totals->valence += valence, ++totals->with_valence;
  for (float danceability : tracks.feature(Feature::danceability))
    if (!std::isnan(danceability)) totals->danceability += danceability, ++totals->with_danceability;
  totals->with_popularity = static_cast<std::int64_t>(tracks.size()) -
                            std::count(tracks.popularities.begin(), tracks.popularities.end(), std::int8_t{-1});
  return totals;
}

HistoryPtr Builder::finish(Id user, std::int64_t version, std::int64_t epoch, std::shared_ptr<const TimeZone> zone) {
  auto history = std::make_shared<History>(*base_);
  history->user = user;
  history->version = version;
  history->epoch = epoch;
  history->catalogue_seen = catalogue_seen_;
  history->zone = std::move(zone);
  if (new_tracks_) {
    auto& tracks = *new_tracks_;
    auto sorted = tracks.by_id.size();
    for (auto track = static_cast<TrackNo>(sorted); track < tracks.size(); ++track) tracks.by_id.push_back(track);
    std::sort(tracks.by_id.begin(), tracks.by_id.end(),
              [&](TrackNo a, TrackNo b) { return tracks.ids[a] < tracks.ids[b]; });
    shrink(tracks.texts, tracks.ids, tracks.by_id, tracks.spotify_ids, tracks.names, tracks.folded_names,
           tracks.artists, tracks.albums, tracks.images, tracks.release_days, tracks.release_precisions,
           tracks.durations_ms, tracks.popularities);
    for (auto& values : tracks.values) shrink(values);
    history->totals = totalled();
    history->tracks = new_tracks_;
    history->words = std::make_shared<LazyWordIndex>();
  }
  if (new_meetings_) {
    auto& met = *new_meetings_;
    shrink(met.first_seen, met.saved, met.unsaved, met.unknown_meeting);
    history->meetings = new_meetings_;
  }
  if (new_tracks_ || plays_.size() > 0) history->counts = counted();
  history->plays = merged_plays();
  history->snapshots = merged_snapshots();
  return history;
}

}  // namespace mtm::history
