#include "store/comparison.hpp"

#include <fmt/format.h>

namespace mtm::store {

namespace {

// Rows that this transaction has written carry its number.
constexpr const char* kOurs = "xmin = pg_current_xact_id()::xid";

std::string track_columns(const TracksAsKept& wanted) {
  return fmt::format(R"sql(
           kept.spotify_id, kept.name, artists.spotify_id, {}, kept.album_name, kept.release_date, kept.release_precision::text,
           kept.duration_ms, kept.popularity, kept.isrc::text, kept.image_url, kept.audio_features, kept.raw_json)sql",
                     wanted.artist_name ? "coalesce(other_names.artist_name, artists.name)" : "null::text");
}

// A track whose artist is known by another name (merge.cpp) stands for the name that the file gave.
std::string names_of_file(const TracksAsKept& wanted) {
  return wanted.artist_name ? "left join other_names on other_names.spotify_id = kept.spotify_id" : "";
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

// A row that was there before carries the catalogue's time; what the old database said is kept with the user's own
// rows.
std::string artists_as_kept(Id user) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, artists.{1},
           artists.spotify_id, artists.name,
           case when artists.{1} then artists.created_at else library_artists.first_seen_at end
    from staged_artists as staged
    left join rejected on rejected.source = 'artists' and rejected.row = staged.row
    left join artists on artists.spotify_id = staged.spotify_id
    left join library_artists on library_artists.user_id = {0} and library_artists.artist_id = artists.id
    order by staged.row)sql",
                     user.number, kOurs);
}

std::string artists_added(Id user) {
  return fmt::format(R"sql(
    select artists.spotify_id, artists.name, artists.created_at
    from library_artists join artists on artists.id = library_artists.artist_id
    where library_artists.user_id = {} and artists.{})sql",
                     user.number, kOurs);
}

std::string tracks_as_kept(Id user, const TracksAsKept& wanted) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, not track_ids.was_there, {1},
           case when not track_ids.was_there then kept.created_at
                when library.first_seen_at is distinct from library.imported_at then library.first_seen_at end, {2}
    from staged_tracks as staged
    left join rejected on rejected.source = 'tracks' and rejected.row = staged.row
    left join track_ids on track_ids.row = staged.row
    left join library on library.user_id = {0} and library.track_id = track_ids.id
    left join tracks as kept on kept.id = library.track_id
    left join artists on artists.id = kept.artist_id
    {3}
    order by staged.row)sql",
                     user.number, track_columns(wanted), json_columns(wanted), names_of_file(wanted));
}

std::string tracks_added(Id user, const TracksAsKept& wanted) {
  return fmt::format(R"sql(
    select {1}, kept.created_at, {2}
    from library join tracks as kept on kept.id = library.track_id join artists on artists.id = kept.artist_id
    {4}
    where library.user_id = {0} and kept.{3})sql",
                     user.number, track_columns(wanted), json_columns(wanted), kOurs, names_of_file(wanted));
}

std::string entries_as_kept(Id user) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, kept.{1}, {2}
    from staged_entries as staged
    left join rejected on rejected.source = 'playlist_tracks' and rejected.row = staged.row
    left join track_ids on track_ids.old_id = staged.old_track_id
    left join playlist_tracks as kept
      on kept.user_id = {0} and kept.playlist_id = staged.playlist_id and kept.track_id = track_ids.id
    left join playlists on playlists.user_id = {0} and playlists.playlist_id = kept.playlist_id
    left join tracks on tracks.id = kept.track_id
    order by staged.row)sql",
                     user.number, kOurs, kEntryColumns);
}

std::string entries_added(Id user) {
  return fmt::format(R"sql(
    select {2}
    from playlist_tracks as kept
    join playlists on playlists.user_id = {0} and playlists.playlist_id = kept.playlist_id
    join tracks on tracks.id = kept.track_id
    where kept.user_id = {0} and kept.{1})sql",
                     user.number, kOurs, kEntryColumns);
}

std::string snapshots_as_kept(Id user) {
  return fmt::format(R"sql(
    select placed.row, rejected.row is not null, kept.{1}, {2}
    from placed_snapshots as placed
    left join rejected on rejected.source = 'snapshots' and rejected.row = placed.row
    left join snapshots as kept
      on kept.user_id = {0} and kept.snapshot_date = placed.snapshot_date and kept.time_range = placed.time_range
     and kept.track_id = placed.track_id
    left join tracks on tracks.id = kept.track_id
    order by placed.row)sql",
                     user.number, kOurs, kSnapshotColumns);
}

std::string snapshots_added(Id user) {
  return fmt::format(R"sql(
    select {2}
    from snapshots as kept
    join tracks on tracks.id = kept.track_id
    left join placed_snapshots as placed
      on placed.mended is not null and placed.nth = 1 and placed.snapshot_date = kept.snapshot_date
     and placed.time_range = kept.time_range and placed.track_id = kept.track_id
    where kept.user_id = {0} and kept.{1})sql",
                     user.number, kOurs, kSnapshotColumns);
}

std::string tracks_mended() {
  return "select row, 'artist_name is another name of an artist who has a name here, which stays' from other_names "
         "order "
         "by row";
}

std::string snapshots_mended(Id user) {
  return fmt::format(R"sql(
    select placed.row, placed.mended
    from placed_snapshots as placed
    join snapshots as kept
      on kept.user_id = {} and kept.snapshot_date = placed.snapshot_date and kept.time_range = placed.time_range
     and kept.rank = placed.rank and kept.track_id = placed.track_id
    where placed.mended is not null
    order by placed.row)sql",
                     user.number);
}

}  // namespace mtm::store
