#include "store/everything.hpp"

#include <fmt/format.h>

namespace mtm::store {

namespace {

// A number stands where the user is named, so nothing can be smuggled in.
std::string of(const char* query, Id user) {
  std::string text = query;
  const auto number = std::to_string(user.number);
  for (auto at = text.find("$1"); at != text.npos; at = text.find("$1", at)) text.replace(at, 2, number);
  return text;
}

constexpr const char* kAccount =
    "select id as asked_by, id, spotify_user_id, display_name, image_url, time_zone, created_at from users where id = "
    "$1";

constexpr const char* kConnection =
    "select user_id as asked_by, state, scopes, authorized_at from spotify_grants where user_id = $1";

constexpr const char* kArtists = R"sql(
    select $1::bigint as asked_by, artists.id, artists.spotify_id, artists.name, artists.created_at, library_artists.first_seen_at
    from artists left join library_artists on library_artists.user_id = $1 and library_artists.artist_id = artists.id
    where library_artists.user_id is not null or artists.id in (
      select artist_id from tracks where id in (
        select track_id from library where user_id = $1 union select track_id from plays where user_id = $1
        union select track_id from snapshots where user_id = $1 union select track_id from playlist_tracks where user_id = $1))
    order by artists.id)sql";

constexpr const char* kTracks = R"sql(
    select $1::bigint as asked_by, tracks.id, tracks.spotify_id, tracks.name, artists.name as artist, tracks.artist_id, tracks.album_name,
           left(tracks.release_date::text, case tracks.release_precision when 'year' then 4 when 'month' then 7 else 10 end) as release_date,
           tracks.release_precision, tracks.duration_ms, tracks.popularity, tracks.isrc, tracks.image_url, tracks.audio_features,
           tracks.features_source, tracks.raw_json, tracks.created_at
    from tracks join artists on artists.id = tracks.artist_id
    where tracks.id in (
      select track_id from library where user_id = $1 union select track_id from plays where user_id = $1
      union select track_id from snapshots where user_id = $1 union select track_id from playlist_tracks where user_id = $1)
    order by tracks.id)sql";

constexpr const char* kLibrary = R"sql(
    select user_id as asked_by, track_id, first_seen_at, saved_at, unsaved_at, imported_at
    from library where user_id = $1 order by track_id)sql";

constexpr const char* kPlays =
    "select user_id as asked_by, played_at, track_id, ms_played, source from plays where user_id = $1 order by "
    "played_at, track_id";

constexpr const char* kSnapshots =
    "select user_id as asked_by, snapshot_date, time_range, rank, track_id from snapshots where user_id = $1 order by "
    "snapshot_date, "
    "time_range, rank";

constexpr const char* kPlaylists = R"sql(
    select user_id as asked_by, playlist_id, name, kind, year, choice, state, spotify_playlist_id, url, published_count, problem, created_at, updated_at
    from playlists where user_id = $1 order by playlist_id)sql";

constexpr const char* kPlaylistTracks =
    "select user_id as asked_by, playlist_id, position, track_id, created_at, left_out from playlist_tracks where "
    "user_id = $1 "
    "order by playlist_id, "
    "position, track_id";

constexpr const char* kCaptures = R"sql(
    select user_id as asked_by, id, state, started_at, finished_at, steps, problems, problem_count, sentence
    from captures where user_id = $1 order by id)sql";

constexpr const char* kImports =
    "select user_id as asked_by, id, state, bytes, report, sentence, started_at, finished_at from imports where "
    "user_id = $1 order by id";

constexpr const char* kSessionsOf =
    "select user_id as asked_by, id, created_at, last_used_at, expires_at, agent from sessions where user_id = $1 "
    "order by id";

constexpr const char* kApiKeysOf =
    "select user_id as asked_by, id, label, scope, created_at, last_used_at, expires_at from api_keys where user_id = "
    "$1 order by id";

}  // namespace

std::vector<Noun> everything(Id user, bool to_the_person) {
  std::vector<Noun> nouns{
      {"account", "you: one line", of(kAccount, user)},
      {"connection", "what Spotify was allowed to tell us, and since when; the tokens themselves are not handed out",
       of(kConnection, user)},
      {"artists", "every artist of a track below; first_seen_at when an imported database said it", of(kArtists, user)},
      {"tracks",
       "every track that you have met; release_date has as many parts as are known, raw_json is Spotify's own answer",
       of(kTracks, user)},
      {"library",
       "your tracks: when you first met them, saved them and no longer had them saved, and how often they were played",
       of(kLibrary, user)},
      {"plays", "each time a track was played", of(kPlays, user)},
      {"snapshots", "your top lists, day by day", of(kSnapshots, user)},
      {"playlists", "the playlists that you kept here", of(kPlaylists, user)},
      {"playlist_tracks", "which track stands where in them", of(kPlaylistTracks, user)},
      {"captures", "each time we read from Spotify, with its counts and what could not be read", of(kCaptures, user)},
      {"imports", "each database of the old app that you brought, with the report", of(kImports, user)},
  };
  if (to_the_person) {
    nouns.push_back({"sessions", "the browsers that are logged in", of(kSessionsOf, user)});
    nouns.push_back({"api_keys", "your keys for programs, without the keys themselves", of(kApiKeysOf, user)});
  }
  return nouns;
}

}  // namespace mtm::store
