#include "store/comparison.hpp"

#include <fmt/format.h>

#include "store/staged_rows.hpp"

namespace mtm::store {

namespace {

// Columns stand in the order of each_column (staged_rows.hpp). Those that come by a key, under another name or by a
// rule are written out; what a track's claim only copied follows from each_copied.
std::string track_columns(const TracksAsKept& wanted) {
  return fmt::format(R"sql(
           tracks.spotify_id, kept.name, artists.spotify_id, {}, {}, kept.met_at)sql",
                     wanted.artist_name ? "kept.artist_name" : "null::text", copied_columns("kept."));
}

std::string json_columns(const TracksAsKept& wanted) {
  return fmt::format(R"sql(
           coalesce(jsonb_typeof(kept.{0}) = 'object', false),
           case when jsonb_typeof(kept.{0} -> '{1}') = 'number' then (kept.{0} ->> '{1}')::float8 end)sql",
                     wanted.json_column, wanted.json_key);
}

constexpr const char* kEntryColumns =
    "playlists.playlist_id::text, tracks.spotify_id::text, kept.position, kept.created_at";
// A snapshot that came over under another rank (merge.cpp) stands for the one that the file gave it.
constexpr const char* kSnapshotColumns =
    "tracks.spotify_id::text, kept.snapshot_date, kept.time_range::text, "
    "case when placed.rank = kept.rank then placed.given_rank else kept.rank end";

}  // namespace

std::string artists_as_kept(const Merging& merging) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, not artist_ids.was_there, artist_ids.spotify_id, kept.name, kept.first_seen_at
    from staged_artists as staged
    left join rejected on rejected.source = 'artists' and rejected.row = staged.row
    left join artist_ids on artist_ids.row = staged.row
    left join library_artists as kept on kept.user_id = {} and kept.artist_id = artist_ids.id and kept.source_id = {}
    order by staged.row)sql",
                     merging.user.number, merging.source.number);
}

std::string artists_told(const Merging& merging) {
  return fmt::format(R"sql(
    select artists.spotify_id, kept.name, kept.first_seen_at
    from library_artists as kept join artists on artists.id = kept.artist_id
    where kept.user_id = {} and kept.source_id = {})sql",
                     merging.user.number, merging.source.number);
}

std::string tracks_as_kept(const Merging& merging, const TracksAsKept& wanted) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, not track_ids.was_there, {2}, {3}
    from staged_tracks as staged
    left join rejected on rejected.source = 'tracks' and rejected.row = staged.row
    left join track_ids on track_ids.row = staged.row
    left join track_claims as kept on kept.user_id = {0} and kept.track_id = track_ids.id and kept.source_id = {1}
    left join tracks on tracks.id = kept.track_id
    left join artists on artists.id = kept.artist_id
    order by staged.row)sql",
                     merging.user.number, merging.source.number, track_columns(wanted), json_columns(wanted));
}

std::string tracks_told(const Merging& merging, const TracksAsKept& wanted) {
  return fmt::format(R"sql(
    select {2}, {3}
    from track_claims as kept
    join tracks on tracks.id = kept.track_id
    join artists on artists.id = kept.artist_id
    where kept.user_id = {0} and kept.source_id = {1})sql",
                     merging.user.number, merging.source.number, track_columns(wanted), json_columns(wanted));
}

std::string entries_as_kept(const Merging& merging) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, kept.source_id is not distinct from {1}, {2}
    from staged_entries as staged
    left join rejected on rejected.source = 'playlist_tracks' and rejected.row = staged.row
    left join track_ids on track_ids.old_id = staged.old_track_id
    left join playlist_tracks as kept
      on kept.user_id = {0} and kept.playlist_id = staged.playlist_id and kept.track_id = track_ids.id
    left join playlists on playlists.user_id = {0} and playlists.playlist_id = kept.playlist_id
    left join tracks on tracks.id = kept.track_id
    order by staged.row)sql",
                     merging.user.number, merging.source.number, kEntryColumns);
}

std::string entries_told(const Merging& merging) {
  return fmt::format(R"sql(
    select {2}
    from playlist_tracks as kept
    join playlists on playlists.user_id = {0} and playlists.playlist_id = kept.playlist_id
    join tracks on tracks.id = kept.track_id
    where kept.user_id = {0} and kept.source_id = {1})sql",
                     merging.user.number, merging.source.number, kEntryColumns);
}

std::string snapshots_as_kept(const Merging& merging) {
  return fmt::format(R"sql(
    select placed.row, rejected.row is not null, kept.source_id is not distinct from {1}, {2}
    from placed_snapshots as placed
    left join rejected on rejected.source = 'snapshots' and rejected.row = placed.row
    left join snapshots as kept
      on kept.user_id = {0} and kept.snapshot_date = placed.snapshot_date and kept.time_range = placed.time_range
     and kept.track_id = placed.track_id
    left join tracks on tracks.id = kept.track_id
    order by placed.row)sql",
                     merging.user.number, merging.source.number, kSnapshotColumns);
}

std::string snapshots_told(const Merging& merging) {
  return fmt::format(R"sql(
    select {2}
    from snapshots as kept
    join tracks on tracks.id = kept.track_id
    left join placed_snapshots as placed
      on placed.mended is not null and placed.nth = 1 and placed.snapshot_date = kept.snapshot_date
     and placed.time_range = kept.time_range and placed.track_id = kept.track_id
    where kept.user_id = {0} and kept.source_id = {1})sql",
                     merging.user.number, merging.source.number, kSnapshotColumns);
}

std::string snapshots_mended(const Merging& merging) {
  return fmt::format(R"sql(
    select placed.row, placed.mended
    from placed_snapshots as placed
    join snapshots as kept
      on kept.user_id = {} and kept.snapshot_date = placed.snapshot_date and kept.time_range = placed.time_range
     and kept.rank = placed.rank and kept.track_id = placed.track_id
    where placed.mended is not null
    order by placed.row)sql",
                     merging.user.number);
}

}  // namespace mtm::store
