// What a track is: by the catalogue, and as one person sees it.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/json.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct Track {
  Id id;
  std::string spotify_id;
  std::string name;
  std::string artist;
  Id artist_id;
  std::optional<std::string> album;
  std::optional<std::string> release_date;  // "2016", "2016-05" or "2016-05-04": what is known
  std::optional<std::string> release_precision;
  std::optional<int> release_year;
  std::optional<int> duration_ms;
  std::optional<int> popularity;  // 0 to 100; Spotify gives none to new apps
  std::optional<std::string> image_url;
  std::optional<std::string> spotify_url;  // nothing for what Spotify does not have
  std::optional<double> energy, valence, danceability, acousticness, instrumentalness, liveness, speechiness;  // 0 to 1
  std::optional<double> tempo;     // beats a minute
  std::optional<double> loudness;  // dB, about -60 to 1
};
BOOST_DESCRIBE_STRUCT(Track, (),
                      (id, spotify_id, name, artist, artist_id, album, release_date, release_precision, release_year,
                       duration_ms, popularity, image_url, spotify_url, energy, valence, danceability, acousticness,
                       instrumentalness, liveness, speechiness, tempo, loudness))

/// Where Spotify shows a track; nothing for one that only files name (store/imported_plays.hpp).
std::optional<std::string> spotify_url_of(std::string_view spotify_id);

/// What one person sees of tracks: the catalogue's facts, and where it has none what the person's own sources say (sql:
/// track_claims). From `tracks`, one `claim` of each or none, and the `artists` of MTM_SEEN_ARTISTS.
#define MTM_SEEN_COLUMNS                                                                                            \
  "tracks.id, tracks.spotify_id, case when tracks.name is null then coalesce(claim.kind, tracks.kind) else "        \
  "tracks.kind end as kind,"                                                                                        \
  " coalesce(tracks.name, claim.name) as name,"                                                                     \
  " coalesce(tracks.artist_id, claim.artist_id) as artist_id, coalesce(artists.name, claim.artist_name) as artist," \
  " artists.name is null as artist_unconfirmed,"                                                                    \
  " coalesce(tracks.album_name, claim.album_name) as album_name,"                                                   \
  " coalesce(tracks.release_date, claim.release_date) as release_date,"                                             \
  " case when tracks.release_date is null then claim.release_precision else tracks.release_precision end"           \
  "   as release_precision,"                                                                                        \
  " coalesce(tracks.duration_ms, claim.duration_ms) as duration_ms,"                                                \
  " coalesce(tracks.popularity, claim.popularity) as popularity, coalesce(tracks.isrc, claim.isrc) as isrc,"        \
  " coalesce(tracks.image_url, claim.image_url) as image_url,"                                                      \
  " coalesce(tracks.audio_features, claim.audio_features) as audio_features,"                                       \
  " case when tracks.audio_features is not null then tracks.features_source"                                        \
  "      when claim.audio_features is not null then 'imported' end as features_source,"                             \
  " coalesce(tracks.raw_json, claim.raw_json) as raw_json, coalesce(tracks.energy, claim.energy) as energy,"        \
  " coalesce(tracks.valence, claim.valence) as valence,"                                                            \
  " coalesce(tracks.danceability, claim.danceability) as danceability,"                                             \
  " coalesce(tracks.acousticness, claim.acousticness) as acousticness,"                                             \
  " coalesce(tracks.instrumentalness, claim.instrumentalness) as instrumentalness,"                                 \
  " coalesce(tracks.liveness, claim.liveness) as liveness, coalesce(tracks.speechiness, claim.speechiness)"         \
  "   as speechiness,"                                                                                              \
  " coalesce(tracks.tempo, claim.tempo) as tempo, coalesce(tracks.loudness, claim.loudness) as loudness,"           \
  " claim.audio_features is null as claims_no_features, claim.source_id"
#define MTM_SEEN_ARTISTS "left join artists on artists.id = coalesce(tracks.artist_id, claim.artist_id)"

/// The same as a table named `seen`. `claims` is one of the two joins below.
#define MTM_SEEN_TRACKS(claims) "(select " MTM_SEEN_COLUMNS " from tracks " claims " " MTM_SEEN_ARTISTS ") as seen"

/// What a claim says. Of several sources the one that has audio features counts, then the first; what that one does not
/// say of length and recording, on which it hangs which plays are the same, any other may say. `rest` are all claims of
/// the track, in the order in which they are wanted anyway: so it costs no sort of its own. What one of them calls a
/// track is one, not an episode.
#define MTM_CLAIM_COLUMNS                                                                                              \
  "source_id, max(kind) over rest as kind, name, artist_id, artist_name, album_name, release_date, release_precision," \
  " coalesce(duration_ms, max(duration_ms) over rest) as duration_ms, popularity,"                                     \
  " coalesce(isrc, max(isrc) over rest) as isrc, image_url, audio_features, raw_json, energy, valence,"                \
  " danceability, acousticness, instrumentalness, liveness, speechiness, tempo, loudness"
#define MTM_REST_OF_CLAIMS(of_track)            \
  " window rest as (" of_track                  \
  " order by audio_features is null, source_id" \
  " rows between unbounded preceding and unbounded following)"

/// For a few tracks: their claims are looked up one by one.
#define MTM_CLAIM_OF_EACH(user)                                                                          \
  "left join lateral (select " MTM_CLAIM_COLUMNS " from track_claims where track_claims.user_id = " user \
  " and track_claims.track_id = tracks.id" MTM_REST_OF_CLAIMS(                                           \
      "") " order by audio_features is null, source_id limit 1) as claim on true"

/// For all that a person has: the claims are read as a whole.
#define MTM_CLAIMS_OF_ALL(user) \
  "left join (select distinct on (track_id) track_id, " MTM_CLAIM_COLUMNS                                 \
  " from track_claims where user_id = " user MTM_REST_OF_CLAIMS("partition by track_id")                  \
  " order by track_id, audio_features is null, source_id) as claim on claim.track_id = tracks.id"

/// The same table with what the catalogue alone says. Tracks that Spotify has not confirmed are not in it.
#define MTM_CATALOGUE                                                                                  \
  "(select tracks.*, artists.name as artist from tracks join artists on artists.id = tracks.artist_id" \
  " where tracks.name is not null) as seen"

/// The select list that fills a Track from `seen`.
#define MTM_TRACK_COLUMNS                                                                                              \
  MTM_TRACK_COLUMNS_WITH(                                                                                              \
      "left(seen.release_date::text, case seen.release_precision when 'year' then 4 when 'month' then 7 else 10 end)", \
      "date_part('year', seen.release_date)::int",                                                                     \
      "case when left(seen.spotify_id, 1) <> '_' then 'https://open.spotify.com/track/' || seen.spotify_id end")

/// The same with other ways to these three.
#define MTM_TRACK_COLUMNS_WITH(release_date, release_year, spotify_url)                                       \
  "seen.id, seen.spotify_id, seen.name, seen.artist, seen.artist_id, seen.album_name as album, " release_date \
  " as release_date, seen.release_precision, " release_year                                                   \
  " as release_year, "                                                                                        \
  "seen.duration_ms, seen.popularity, seen.image_url, " spotify_url                                           \
  " as spotify_url, "                                                                                         \
  "seen.energy, seen.valence, seen.danceability, seen.acousticness, seen.instrumentalness, "                  \
  "seen.liveness, seen.speechiness, seen.tempo, seen.loudness"

/// Who asks for which track.
struct AskedTrack {
  Id user;
  Id track;
};

inline bool of_one_user(const AskedTrack& a, const AskedTrack& b) { return a.user == b.user; }

/// One answer for each, in their order: the track as that person sees it; nothing when neither the catalogue knows it
/// nor their own sources.
Task<std::vector<std::optional<Track>>> tracks(db::Database& database, const std::vector<AskedTrack>& asked);

}  // namespace mtm::store
