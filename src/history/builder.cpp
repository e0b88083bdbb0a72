#include "history/builder.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <tuple>

#include "history/pictures.hpp"
#include "history/played.hpp"
#include "history/reconciliation.hpp"
#include "history/recordings.hpp"
#include "history/same_artists.hpp"
#include "history/same_songs.hpp"
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
  history->played = std::make_shared<LazyPlayed>();
  history->snapshots = std::make_shared<Snapshots>();
  history->counts = std::make_shared<Counts>();
  history->totals = std::make_shared<Totals>();
  history->decisions = std::make_shared<std::vector<RecordingDecision>>();
  history->recordings = std::make_shared<std::vector<TrackNo>>();
  history->recording_counts = history->counts;
  history->gaps = std::make_shared<std::vector<Gap>>();
  return history;
}

/// Among the ids of sources, what stands for removals whose rows are gone.
constexpr std::int64_t kRemovals = -1;

/// Equal, or both unknown.
bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Columns grow by doubling, and are kept for long.
template <class... Columns>
void shrink(Columns&... columns) {
  (columns.shrink_to_fit(), ...);
}

/// Albums of one name may have different covers. Where no cover tells them apart, as in imports, the artist does: many
/// have an album called "Greatest Hits". Keys of two albums may meet: they are compared, too.
std::size_t album_key(std::string_view name, std::string_view image, std::uint32_t artist) {
  std::hash<std::string_view> hash;
  return hash(name) * 31 + (image.empty() ? artist : hash(image));
}

}  // namespace

Builder::Builder(HistoryPtr base) : base_(base ? std::move(base) : empty_history()), sources_(base_->sources) {}

Tracks& Builder::tracks() {
  if (new_tracks_) return *new_tracks_;
  new_tracks_ = std::make_shared<Tracks>(*base_->tracks);
  const auto& known = *new_tracks_;
  numbers_.reserve(known.size());
  for (TrackNo track = 0; track < known.size(); ++track) numbers_.emplace(known.ids[track], track);
  for (std::uint32_t i = 0; i < known.artist_ids.size(); ++i) artists_.emplace(known.artist_ids[i], i);
  album_artists_.assign(known.album_names.size(), kNone);
  for (TrackNo track = 0; track < known.size(); ++track)
    if (auto album = known.albums[track]; album != kNone && known.album_images[album].size == 0)
      album_artists_[album] = known.told_artists[track];
  for (std::uint32_t i = 0; i < known.album_names.size(); ++i)
    albums_.emplace(album_key(known.text(known.album_names[i]), known.text(known.album_images[i]), album_artists_[i]),
                    i);
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
    tracks.artists_unconfirmed.push_back(row.artist_unconfirmed);
  }
  tracks.artists_unconfirmed[number] = row.artist_unconfirmed;
  if (fresh || tracks.text(tracks.artist_names[number]) != row.artist) {
    tracks.artist_names[number] = keep(row.artist);
    tracks.folded_artist_names[number] = keep_folded(row.artist);
  }
  return number;
}

std::uint32_t Builder::album(const TrackRow& row, std::uint32_t artist) {
  if (!row.album) return kNone;
  auto& tracks = *new_tracks_;
  auto only_of = row.image.empty() ? artist : kNone;
  auto key = album_key(*row.album, row.image, only_of);
  auto found = albums_.find(key);
  if (found != albums_.end() && tracks.text(tracks.album_names[found->second]) == *row.album &&
      tracks.text(tracks.album_images[found->second]) == row.image && album_artists_[found->second] == only_of)
    return found->second;
  auto number = static_cast<std::uint32_t>(tracks.album_names.size());
  albums_[key] = number;
  tracks.album_names.push_back(keep(*row.album));
  tracks.folded_album_names.push_back(keep_folded(*row.album));
  tracks.album_images.push_back(keep(row.image));
  album_artists_.push_back(only_of);
  return number;
}

bool Builder::same_facts(TrackNo track, const TrackRow& row) const {
  const auto& known = known_tracks();
  for (std::size_t i = 0; i < kFeatures; ++i)
    if (!same(known.values[i][track], row.features[i])) return false;
  auto artist = known.told_artists[track];
  return known.name(track) == row.name && known.text(known.spotify_ids[track]) == row.spotify_id &&
         known.artist_ids[artist] == row.artist_id && known.text(known.artist_names[artist]) == row.artist &&
         (known.artists_unconfirmed[artist] != 0) == row.artist_unconfirmed &&
         (known.albums[track] != kNone) == row.album.has_value() && (!row.album || known.album(track) == *row.album) &&
         known.text(known.images[track]) == row.image && known.text(known.isrcs[track]) == row.isrc &&
         known.release_days[track] == row.release_day && known.release_precisions[track] == row.release_precision &&
         known.durations_ms[track] == row.duration_ms && known.popularities[track] == row.popularity;
}

void Builder::set_facts(TrackNo track, const TrackRow& row) {
  auto& tracks = *new_tracks_;
  tracks.told_artists[track] = artist(row);
  tracks.albums[track] = album(row, tracks.told_artists[track]);
  replace(tracks.spotify_ids[track], row.spotify_id);
  bool renamed = replace(tracks.names[track], row.name);
  if (renamed || tracks.folded_names[track].size == 0) tracks.folded_names[track] = keep_folded(row.name);
  if (tracks.albums[track] != kNone)
    tracks.images[track] = tracks.album_images[tracks.albums[track]];
  else
    replace(tracks.images[track], row.image);
  replace(tracks.isrcs[track], row.isrc);
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
    grown.told_artists.push_back(kNone);
    grown.albums.push_back(kNone);
    grown.images.emplace_back();
    grown.isrcs.emplace_back();
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

void Builder::rename_artists(const std::unordered_map<std::int64_t, std::string>& names) {
  if (names.empty()) return;
  for (std::uint32_t number = 0; number < known_tracks().artist_ids.size(); ++number) {
    auto found = names.find(known_tracks().artist_ids[number]);
    if (found == names.end()) continue;
    const auto& known = known_tracks();
    if (known.text(known.artist_names[number]) == found->second && !known.artists_unconfirmed[number]) continue;
    auto& changed = tracks();
    changed.artist_names[number] = keep(found->second);
    changed.folded_artist_names[number] = keep_folded(found->second);
    changed.artists_unconfirmed[number] = 0;
  }
}

/// Its number. A person has few.
std::uint32_t Builder::source(std::int64_t id) {
  auto known = std::find(sources_.begin(), sources_.end(), id);
  if (known == sources_.end()) known = sources_.insert(known, id);
  return static_cast<std::uint32_t>(known - sources_.begin());
}

void Builder::add(const PlayRow& row) {
  auto track = find(row.track_id);
  if (track == kNoTrack) {
    ++left_out_;
    return;
  }
  Sighting sighting;
  sighting.track = track;
  sighting.at = row.at;
  sighting.ms_played = row.ms_played;
  sighting.source = source(row.source_id);
  sighting.teller = row.teller;
  sighting.at_is_start = row.at_is_start;
  sighting.cut_to_minute = row.cut_to_minute;
  sighting.details = row.details;
  sightings_.push_back(sighting);
}

void Builder::add(const RemovedRow& row) {
  auto track = find(row.track_id);
  if (track == kNoTrack) return;
  Sighting removed{track, row.at, row.ms_played, 0, row.teller, row.at_is_start, row.cut_to_minute};
  removed.removed = true;
  removed_.push_back(removed);
}

/// In the order of `removed_`, a row of a play is one of these when it says the same of it, whatever its source.
void Builder::mark_removed() {
  if (removed_.empty()) return;
  auto key = [](const Sighting& row) {
    return std::tuple(row.at, row.track, row.ms_played, row.teller, row.at_is_start, row.cut_to_minute);
  };
  auto before = [&](const Sighting& a, const Sighting& b) { return key(a) < key(b); };
  std::sort(removed_.begin(), removed_.end(), before);
  std::vector<std::uint8_t> met(removed_.size());
  for (std::size_t i = 0; i < sightings_.size(); ++i) {
    auto row = sightings_[i];
    auto found = std::lower_bound(removed_.begin(), removed_.end(), row, before);
    if (found == removed_.end() || key(*found) != key(row)) continue;
    met[static_cast<std::size_t>(found - removed_.begin())] = 1;
    sightings_.manners[i] |= kRemoved;
  }
  for (std::size_t i = 0; i < removed_.size(); ++i) {
    if (met[i]) continue;
    removed_[i].source = source(kRemovals);
    sightings_.push_back(removed_[i]);
  }
}

void Builder::add(const SnapshotRow& row) {
  auto track = find(row.track_id);
  if (track == kNoTrack) {
    ++left_out_;
    return;
  }
  entries_.push_back({row.range, row.day, row.rank, track});
}

void Builder::reconcile(History& history) {
  bool one_source = !base_->sightings || base_->sightings->parts.empty();
  if (sightings_.size() == 0 && (one_source || !new_tracks_)) {
    if (!new_tracks_) return;
    history.counts = counted(*base_->counts, {});
    history.songs = nullptr;  // they were those of fewer tracks
    return;
  }
  const auto& tracks = *history.tracks;
  if ((!one_source || sources_.size() > 1) && (new_tracks_ || !history.songs)) {
    std::vector<std::string_view> isrcs;
    isrcs.reserve(tracks.size());
    for (auto isrc : tracks.isrcs) isrcs.push_back(tracks.text(isrc));
    history.songs = std::make_shared<std::vector<std::uint32_t>>(same_songs(tracks, isrcs));
  }
  auto facts = [](const Tracks& tracks, const auto& songs) {
    TrackFacts facts{tracks.ids, tracks.durations_ms, {}};
    if (songs) facts.songs = *songs;
    return facts;
  };
  auto then = facts(*base_->tracks, base_->songs), now = facts(tracks, history.songs);
  ReconciledPlays base{base_->plays, base_->sightings ? *base_->sightings : KeptSightings()};
  bool few = sightings_.size() < base.plays->size();
  Sightings newer;
  if (few) newer = sightings_;
  auto next = reconciled_next(base, then, std::move(sightings_), now);
  bool only_more = few && next.kept.parts.empty() && next.plays->size() == base.plays->size() + newer.size();
  history.counts = only_more ? counted(*base_->counts, {newer.at, newer.tracks})
                             : counted({}, {next.plays->ended, next.plays->tracks});
  history.plays = std::move(next.plays);
  history.sightings = std::make_shared<KeptSightings>(std::move(next.kept));
}

void Builder::set_decisions(std::vector<RecordingDecision> decisions) {
  if (decisions == *base_->decisions) return;
  decisions.shrink_to_fit();
  new_decisions_ = std::make_shared<std::vector<RecordingDecision>>(std::move(decisions));
}

void Builder::set_gaps(std::vector<Gap> gaps) {
  if (gaps == *base_->gaps) return;
  gaps.shrink_to_fit();
  new_gaps_ = std::make_shared<std::vector<Gap>>(std::move(gaps));
}

/// After the plays are counted.
void Builder::group_recordings(History& history) {
  if (new_decisions_) history.decisions = new_decisions_;
  bool others = new_tracks_ || new_decisions_, versions = base_->has_versions();
  if (others) {
    auto recordings = recordings_of(*history.tracks, *history.decisions);
    versions = has_versions(recordings);
    history.recordings = std::make_shared<std::vector<TrackNo>>(std::move(recordings));
  }
  if (!versions)
    history.recording_counts = history.counts;
  else if (others || history.counts != base_->counts)
    history.recording_counts = std::make_shared<Counts>(counts_of_recordings(*history.recordings, *history.counts));
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

std::shared_ptr<const Counts> Builder::counted(const Counts& before, Ends more) const {
  auto counts = std::make_shared<Counts>(before);
  counts->plays.resize(known_tracks().size());
  counts->last_played.resize(known_tracks().size(), kNever);
  for (std::size_t i = 0; i < more.tracks.size(); ++i) {
    auto track = more.tracks[i];
    ++counts->plays[track];
    counts->last_played[track] = std::max(counts->last_played[track], more.ended[i]);
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
           tracks.told_artists, tracks.albums, tracks.images, tracks.isrcs, tracks.release_days,
           tracks.release_precisions, tracks.durations_ms, tracks.popularities);
    for (auto& values : tracks.values) shrink(values);
    tracks.artists = artists_by_name(tracks);
    auto pictures = pictures_of(tracks);
    tracks.pictures = std::move(pictures.of_tracks);
    tracks.album_pictures = std::move(pictures.of_albums);
    history->totals = totalled();
    history->tracks = new_tracks_;
    history->words = std::make_shared<LazyWordIndex>();
  }
  if (new_meetings_) {
    auto& met = *new_meetings_;
    shrink(met.first_seen, met.saved, met.unsaved, met.unknown_meeting);
    history->meetings = new_meetings_;
  }
  mark_removed();
  history->sources = sources_;
  reconcile(*history);
  group_recordings(*history);
  if (new_tracks_ || new_decisions_ || history->plays != base_->plays) history->played = std::make_shared<LazyPlayed>();
  history->snapshots = merged_snapshots();
  if (new_gaps_) history->gaps = new_gaps_;
  return history;
}

}  // namespace mtm::history
