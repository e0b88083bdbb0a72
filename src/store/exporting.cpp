#include "store/exporting.hpp"

#include <fmt/format.h>

#include "store/identities.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

namespace {

constexpr const char* kTracksOfUser = R"sql(
    select track_id from library where user_id = {0}
    union select track_id from playlist_tracks where user_id = {0}
    union select track_id from snapshots where user_id = {0})sql";

std::string tracks_of(Id user) { return fmt::format(kTracksOfUser, user.number); }

}  // namespace

Id begin_export(db::BlockingConnection& database, const std::string& spotify_user_id) {
  database.begin("isolation level repeatable read, read only");
  database.run("set local work_mem = '64MB'; set local jit = off");
  auto found = database.run("select user_id from identities where identity = $1", identity_of_user(spotify_user_id));
  if (found.rows() == 0) throw std::runtime_error("there is no user of that Spotify id");
  Id user;
  db::read_column(found, 0, 0, user);
  return user;
}

// A time that is the import's own says that the old database had none (sql/019_baseline.sql: library.imported_at).
std::string exported_artists(Id user) {
  return fmt::format(R"sql(
    select artists.id, artists.spotify_id::text, coalesce(artists.name, known.name, claim.artist_name)::text,
           case when known.artist_id is null then artists.created_at else known.first_seen_at end
    from artists
    left join (select distinct on (artist_id) * from library_artists where user_id = {0} order by artist_id, source_id) as known
      on known.artist_id = artists.id
    left join (select distinct on (artist_id) artist_id, artist_name from track_claims where user_id = {0} order by artist_id, source_id) as claim
      on claim.artist_id = artists.id
    where known.artist_id is not null or artists.id in (
      select seen.artist_id from )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("{0}")) R"sql( where seen.id in ({1}))
    order by artists.id)sql",
                     user.number, tracks_of(user));
}

std::string exported_tracks(Id user) {
  return fmt::format(R"sql(
    select seen.id, seen.spotify_id::text, seen.name::text, seen.artist_id, seen.album_name::text,
           left(seen.release_date::text, case seen.release_precision when 'year' then 4 when 'month' then 7 else 10 end),
           seen.duration_ms::bigint, seen.popularity::bigint, seen.audio_features,
           case when library.track_id is null then tracks.created_at
                when library.first_seen_at is distinct from library.imported_at then library.first_seen_at end
    from )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("{0}")) R"sql(
    join tracks using (id)
    left join library on library.user_id = {0} and library.track_id = seen.id
    where seen.id in ({1})
    order by seen.id)sql",
                     user.number, tracks_of(user));
}

std::string exported_entries(Id user) {
  return fmt::format(
      "select playlist_id::text, track_id, position::bigint, created_at from playlist_tracks "
      "where user_id = {} order by playlist_id, position, track_id",
      user.number);
}

std::string exported_revised_tracks(Id user) {
  return fmt::format(R"sql(
    select seen.spotify_id::text, seen.name::text, seen.artist::text, seen.album_name::text, seen.duration_ms::bigint,
           'https://open.spotify.com/track/' || seen.spotify_id, seen.raw_json
    from )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("{0}")) R"sql(
    where seen.id in ({1})
    order by seen.id)sql",
                     user.number, tracks_of(user));
}

std::string exported_snapshots(Id user) {
  return fmt::format(R"sql(
    select tracks.spotify_id::text, snapshot_date, time_range::text, rank::bigint
    from snapshots join tracks on tracks.id = snapshots.track_id
    where snapshots.user_id = {}
    order by snapshot_date, time_range, rank)sql",
                     user.number);
}

std::vector<std::pair<std::string, std::int64_t>> left_out(db::BlockingConnection& database, Id user, bool older) {
  std::vector<std::pair<std::string, std::int64_t>> counts;
  auto count = [&](const char* table) {
    counts.emplace_back(
        table, database.one<std::int64_t>(fmt::format("select count(*) from {} where user_id = $1", table), user));
  };
  count("plays");
  if (older) {
    count("snapshots");
  } else {
    count("playlists");
    count("playlist_tracks");
  }
  return counts;
}

}  // namespace mtm::store
