#include "store/comparison.hpp"

#include <fmt/format.h>

namespace mtm::store {

// A row that was there before carries the catalogue's time; what the old database said is kept with the user's own rows.
std::string artists_as_kept(Id user) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, artists.xmin = pg_current_xact_id()::xid,
           artists.spotify_id, artists.name,
           case when artists.xmin = pg_current_xact_id()::xid then artists.created_at else library_artists.first_seen_at end
    from staged_artists as staged
    left join rejected on rejected.source = 'artists' and rejected.row = staged.row
    left join artists on artists.spotify_id = staged.spotify_id
    left join library_artists on library_artists.user_id = {} and library_artists.artist_id = artists.id
    order by staged.row)sql", user.number);
}

std::string tracks_as_kept(Id user, const TracksAsKept& wanted) {
  return fmt::format(R"sql(
    select staged.row, rejected.row is not null, not track_ids.was_there,
           kept.spotify_id, kept.name, artists.spotify_id, {1}, kept.album_name, kept.release_date, kept.release_precision::text,
           kept.duration_ms, kept.popularity, kept.isrc::text, kept.image_url, kept.audio_features, kept.raw_json,
           case when not track_ids.was_there then kept.created_at
                when library.first_seen_at is distinct from library.imported_at then library.first_seen_at end,
           coalesce(jsonb_typeof(kept.{2}) = 'object', false),
           case when jsonb_typeof(kept.{2} -> '{3}') = 'number' then (kept.{2} ->> '{3}')::float8 end
    from staged_tracks as staged
    left join rejected on rejected.source = 'tracks' and rejected.row = staged.row
    left join track_ids on track_ids.row = staged.row
    left join library on library.user_id = {0} and library.track_id = track_ids.id
    left join tracks as kept on kept.id = library.track_id
    left join artists on artists.id = kept.artist_id
    order by staged.row)sql", user.number, wanted.artist_name ? "artists.name::text" : "null::text", wanted.json_column, wanted.json_key);
}

std::string entries_as_kept(Id user) {
  return fmt::format(R"sql(
    select placed.row, placed.track_id is null or placed.nth > 1, kept.xmin = pg_current_xact_id()::xid,
           playlists.playlist_id::text, tracks.spotify_id::text, kept.position, kept.created_at
    from placed_entries as placed
    left join playlist_tracks as kept
      on kept.user_id = {0} and kept.playlist_id = placed.playlist_id and kept.track_id = placed.track_id
    left join playlists on playlists.user_id = {0} and playlists.playlist_id = kept.playlist_id
    left join tracks on tracks.id = kept.track_id
    order by placed.row)sql", user.number);
}

std::string snapshots_as_kept(Id user) {
  return fmt::format(R"sql(
    select placed.row, rejected.row is not null, kept.xmin = pg_current_xact_id()::xid,
           tracks.spotify_id::text, kept.snapshot_date, kept.time_range::text, kept.rank
    from placed_snapshots as placed
    left join rejected on rejected.source = 'snapshots' and rejected.row = placed.row
    left join snapshots as kept
      on kept.user_id = {0} and kept.snapshot_date = placed.snapshot_date and kept.time_range = placed.time_range
     and kept.track_id = placed.track_id
    left join tracks on tracks.id = kept.track_id
    order by placed.row)sql", user.number);
}

}  // namespace mtm::store
