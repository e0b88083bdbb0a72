#include "history/history.hpp"

#include <algorithm>

#include "history/played.hpp"
#include "history/reconciliation.hpp"

namespace mtm::history {

namespace {

template <class T>
std::size_t bytes_of(const std::vector<T>& column) {
  return column.capacity() * sizeof(T);
}

std::size_t bytes_of(const Tracks& tracks) {
  auto bytes = tracks.texts.capacity() + bytes_of(tracks.ids) + bytes_of(tracks.by_id) + bytes_of(tracks.spotify_ids) +
               bytes_of(tracks.names) + bytes_of(tracks.isrcs) + bytes_of(tracks.folded_names) +
               bytes_of(tracks.artists) + bytes_of(tracks.told_artists) + bytes_of(tracks.artists_unconfirmed) +
               bytes_of(tracks.albums) + bytes_of(tracks.images) + bytes_of(tracks.pictures) +
               bytes_of(tracks.release_days) + bytes_of(tracks.release_precisions) + bytes_of(tracks.durations_ms) +
               bytes_of(tracks.popularities) + bytes_of(tracks.artist_ids) + bytes_of(tracks.artist_names) +
               bytes_of(tracks.folded_artist_names) + bytes_of(tracks.album_names) +
               bytes_of(tracks.folded_album_names) + bytes_of(tracks.album_images) + bytes_of(tracks.album_pictures);
  for (const auto& values : tracks.values) bytes += bytes_of(values);
  return bytes;
}

}  // namespace

TrackNo Tracks::find(Id track) const {
  auto found = std::lower_bound(by_id.begin(), by_id.end(), track.number,
                                [this](TrackNo number, std::int64_t id) { return ids[number] < id; });
  return found == by_id.end() || ids[*found] != track.number ? kNoTrack : *found;
}

std::size_t History::bytes() const {
  return sizeof(History) + bytes_of(*tracks) + word_index_bytes(*tracks) + bytes_of(meetings->first_seen) +
         bytes_of(meetings->saved) + bytes_of(meetings->unsaved) + bytes_of(meetings->unknown_meeting) +
         plays->ended.bytes() + plays->tracks.bytes() + plays->ms_played.bytes() + plays->details.bytes() +
         bytes_of(snapshots->lists) + bytes_of(snapshots->tracks) + bytes_of(snapshots->ranks) +
         bytes_of(counts->plays) + bytes_of(counts->last_played) +
         tracks->size() * sizeof(Played) * (has_versions() ? 2 : 1) + (sightings ? sightings->bytes() : 0) +
         (songs ? bytes_of(*songs) : 0) + bytes_of(*decisions) + bytes_of(*gaps) + bytes_of(*recordings) +
         (has_versions() ? bytes_of(recording_counts->plays) + bytes_of(recording_counts->last_played) : 0);
}

}  // namespace mtm::history
