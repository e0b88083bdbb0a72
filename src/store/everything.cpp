#include "store/everything.hpp"

#include <fmt/format.h>

#include "store/tracks.hpp"

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

#define MTM_TRACKS_OF_USER                                                                               \
  "(select track_id from library where user_id = $1 union select track_id from plays where user_id = $1" \
  " union select track_id from snapshots where user_id = $1"                                             \
  " union select track_id from playlist_tracks where user_id = $1"                                       \
  " union select track_id from track_claims where user_id = $1"                                          \
  " union select track_id from removed_plays where user_id = $1"                                         \
  " union select track_id from recordings where user_id = $1"                                            \
  " union select as_track_id from recordings where user_id = $1)"

// An archive that was imported tells nothing itself (sql/024_own_exports.sql): what it brought belongs to the sources
// in it, or is as if it had been made here.
#define MTM_ARCHIVED "(select id from sources where user_id = $1 and kind = 'own_export')"
#define MTM_SOURCES "(select id from sources where user_id = $1 and kind <> 'own_export')"

constexpr const char* kArtists = R"sql(
    with seen as materialized (
      select seen.artist_id, min(seen.artist) as artist from )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("$1")) R"sql(
      where seen.id in )sql" MTM_TRACKS_OF_USER R"sql( group by seen.artist_id
    ), known as materialized (
      select distinct on (artist_id) artist_id, name, first_seen_at from library_artists where user_id = $1
      order by artist_id, source_id in )sql" MTM_ARCHIVED R"sql( desc, source_id
    ), claimed as materialized (
      select artist_id, min(artist_name) as name from track_claims
      where user_id = $1 and source_id in )sql" MTM_SOURCES R"sql( group by artist_id
    )
    select $1::bigint as asked_by, artists.id, artists.spotify_id,
           coalesce(artists.name, known.name, seen.artist, claimed.name) as name, known.first_seen_at
    from artists left join known on known.artist_id = artists.id left join seen on seen.artist_id = artists.id
    left join claimed on claimed.artist_id = artists.id
    where known.artist_id is not null or seen.artist_id is not null or claimed.artist_id is not null
    order by artists.id)sql";

constexpr const char* kArtistClaims = R"sql(
    select user_id as asked_by, source_id, artist_id, name, first_seen_at
    from library_artists where user_id = $1 and source_id in )sql" MTM_SOURCES R"sql(
    order by source_id, artist_id)sql";

constexpr const char* kTracks = R"sql(
    select $1::bigint as asked_by, seen.id, seen.spotify_id, seen.kind, seen.name, seen.artist, seen.artist_id, seen.album_name,
           left(seen.release_date::text, case seen.release_precision when 'year' then 4 when 'month' then 7 else 10 end) as release_date,
           seen.release_precision, seen.duration_ms, seen.popularity, seen.isrc, seen.image_url, seen.audio_features,
           seen.features_source, seen.raw_json
    from )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("$1")) R"sql(
    where seen.id in )sql" MTM_TRACKS_OF_USER R"sql(
    order by seen.id)sql";

constexpr const char* kTrackClaims = R"sql(
    select user_id as asked_by, source_id, track_id, kind, name, artist_id, artist_name, album_name, release_date::text as release_date,
           release_precision, duration_ms, popularity, isrc, recording_mbid, image_url, audio_features, raw_json, met_at
    from track_claims where user_id = $1 and source_id in )sql" MTM_SOURCES R"sql(
    order by source_id, track_id)sql";

// The source is the account, whether it was read here or came with an archive.
constexpr const char* kSources = R"sql(
    select user_id as asked_by, id, case kind when 'spotify_archived' then 'spotify' else kind end as kind, name, created_at,
           report, undoing_since
    from sources where user_id = $1 and kind <> 'own_export' order by id)sql";

constexpr const char* kLibrary = R"sql(
    select user_id as asked_by, track_id, first_seen_at, saved_at, unsaved_at, imported_at
    from library where user_id = $1 order by track_id)sql";

constexpr const char* kPlays =
    "select user_id as asked_by, played_at, is_start, track_id, ms_played, kind, reason_start, reason_end, skipped, "
    "shuffle, offline, incognito, platform, country, source_id, file, file_row from plays where user_id = $1 "
    "order by played_at, track_id, source_id, nth";

constexpr const char* kSnapshots =
    "select user_id as asked_by, snapshot_date, time_range, rank, track_id, source_id from snapshots where user_id = "
    "$1 order by "
    "snapshot_date, "
    "time_range, rank";

constexpr const char* kPlaylists = R"sql(
    select user_id as asked_by, playlist_id, name, kind, year, choice, told.id as source_id, state, spotify_playlist_id, url, published_count, problem, created_at, updated_at
    from playlists left join )sql" MTM_SOURCES R"sql( as told on told.id = source_id
    where user_id = $1 order by playlist_id)sql";

constexpr const char* kPlaylistTracks = R"sql(
    select user_id as asked_by, playlist_id, position, track_id, told.id as source_id, created_at, left_out
    from playlist_tracks left join )sql" MTM_SOURCES R"sql( as told on told.id = source_id
    where user_id = $1 order by playlist_id, position, track_id)sql";

constexpr const char* kRecordings =
    "select user_id as asked_by, track_id, as_track_id, same, decided_at from recordings where user_id = $1 "
    "order by track_id, as_track_id";

constexpr const char* kCaptures = R"sql(
    select user_id as asked_by, id, state, started_at, finished_at, steps, problems, problem_count, sentence
    from captures where user_id = $1 order by id)sql";

constexpr const char* kRemovedPlays =
    "select user_id as asked_by, track_id, played_at, is_start, ms_played, source_kind, removed_at from removed_plays "
    "where user_id = $1 order by removed_at, track_id, played_at, is_start, ms_played";

constexpr const char* kGapsOf =
    "select user_id as asked_by, id, starts_at, ends_at, why, found_at from gaps where user_id = $1 order by "
    "starts_at, id";

constexpr const char* kCoveredSpans =
    "select user_id as asked_by, source_id, covered_from, covered_until, created_at from covered_spans where user_id "
    "= $1 order by source_id";

constexpr const char* kImports =
    "select user_id as asked_by, id, state, bytes, report, sentence, started_at, finished_at, name from imports where "
    "user_id = $1 order by id";

constexpr const char* kSessionsOf =
    "select user_id as asked_by, id, created_at, last_used_at, expires_at, agent from sessions where user_id = $1 "
    "order by id";

constexpr const char* kApiKeysOf =
    "select user_id as asked_by, id, label, scope, created_at, last_used_at, expires_at from api_keys where user_id = "
    "$1 order by id";

constexpr const char* kSharesOf =
    "select user_id as asked_by, slug, what, parameters, person, created_at, expires_at, views from shares where "
    "user_id = $1 order by created_at, slug";

}  // namespace

std::vector<Noun> everything(Id user, bool to_the_person) {
  std::vector<Noun> nouns{
      {"account", "you: one line", of(kAccount, user)},
      {"connection", "what Spotify was allowed to tell us, and since when; the tokens themselves are not handed out",
       of(kConnection, user)},
      {"artists", "every artist of a track below; first_seen_at when an imported database said it", of(kArtists, user)},
      {"tracks",
       "every track that you have met, as you see it; release_date has as many parts as are known, raw_json is "
       "Spotify's "
       "own answer",
       of(kTracks, user)},
      {"track_claims", "what your own sources say of tracks, to the letter; it shows where Spotify says nothing",
       of(kTrackClaims, user)},
      {"artist_claims", "what databases of the old app that you brought say of artists", of(kArtistClaims, user)},
      {"sources",
       "who told: the reading of your Spotify account, each history and each database of the old app that you brought, "
       "with what became of its rows",
       of(kSources, user)},
      {"library",
       "your tracks: when you first met them, saved them and no longer had them saved, and how often they were played",
       of(kLibrary, user)},
      {"plays",
       "each time something was played, as its source told it; played_at is the end, or the start where is_start says "
       "so; file_row is the row of that file of the source's report",
       of(kPlays, user)},
      {"snapshots", "your top lists, day by day", of(kSnapshots, user)},
      {"playlists", "the playlists that you kept here", of(kPlaylists, user)},
      {"playlist_tracks", "which track stands where in them", of(kPlaylistTracks, user)},
      {"recordings",
       "what you decided of two tracks: that the first is the same recording as the second, or that it is another one",
       of(kRecordings, user)},
      {"removed_plays",
       "plays that you removed: the row of plays that knew each best; what is the same play counts nowhere",
       of(kRemovedPlays, user)},
      {"captures", "each time we read from Spotify, with its counts and what could not be read", of(kCaptures, user)},
      {"gaps",
       "between these two times you may have played more than we know; without ends_at it lasts, and a covered span of "
       "an import fills it",
       of(kGapsOf, user)},
      {"covered_spans", "from when to when an import of yours has told everything", of(kCoveredSpans, user)},
      {"imports", "each file that you brought, with the report", of(kImports, user)},
  };
  if (to_the_person) {
    nouns.push_back({"sessions", "the browsers that are logged in", of(kSessionsOf, user)});
    nouns.push_back({"shares", "what you show to everybody who has the link /s/ and its slug", of(kSharesOf, user)});
    nouns.push_back({"api_keys", "your keys for programs, without the keys themselves", of(kApiKeysOf, user)});
  }
  return nouns;
}

}  // namespace mtm::store
