#include "store/own_export_nouns.hpp"

#include <algorithm>

namespace mtm::store {

namespace {

constexpr const char* kOwnSources = R"sql(
    create temp table judged_sources on commit drop as
    select numbered.*, nextval(pg_get_serial_sequence('sources', 'id')) as here_id
    from (
      select own.*,
             case when row_number() over (partition by id order by at_file, at_row) > 1 then 'another row has the same id'
                  when kind in ('own_export', 'spotify_archived') then 'a source of a kind that no archive has' end as refused,
             exists (select from sources where sources.user_id = $1 and sources.name is not distinct from own.name
                       and sources.created_at = own.created_at
                       and case sources.kind when 'spotify_archived' then 'spotify' else sources.kind end = own.kind) as there,
             kind as value
      from own_sources as own order by id, at_file, at_row
    ) as numbered;
    create temp table known_sources on commit drop as
    select own.id as old_id, sources.id as known_id
    from judged_sources as own join sources on sources.user_id = $1 and sources.name is not distinct from own.name
      and sources.created_at = own.created_at and case sources.kind when 'spotify_archived' then 'spotify' else sources.kind end = own.kind
    where own.refused is null;
    create temp table source_ids on commit drop as select id as old_id, here_id from judged_sources where refused is null;
    analyze known_sources;
    analyze source_ids)sql";

// The report of a source names it.
constexpr const char* kBringSources = R"sql(
    insert into sources (user_id, id, kind, name, created_at, report, brought_by) overriding system value
    select $1, here_id, case kind when 'spotify' then 'spotify_archived' else kind end, name, created_at,
           case when jsonb_typeof(report -> 'sources') = 'array' then jsonb_set(report, '{sources}', jsonb_build_array(here_id::text)) else report end,
           $2
    from judged_sources where refused is null order by here_id)sql";

constexpr const char* kOwnArtists = R"sql(
    create temp table judged_artists on commit drop as
    select own.*, here.id as here_id,
           case when row_number() over (partition by own.id order by at_file, at_row) > 1 then 'another row has the same id' end as refused,
           here.name is not null or here.id in (select artist_id from track_claims where user_id = $1)
             or here.id in (select artist_id from library_artists where user_id = $1) as there,
           own.spotify_id as value
    from own_artists as own join artists as here on here.spotify_id = own.spotify_id;
    create temp table artist_ids on commit drop as select id as old_id, here_id from judged_artists where refused is null;
    analyze artist_ids)sql";

constexpr const char* kOwnTracks = R"sql(
    create temp table judged_tracks on commit drop as
    select own.*, here.id as here_id, artist_ids.here_id as here_artist_id,
           case when row_number() over (partition by own.id order by at_file, at_row) > 1 then 'another row has the same id'
                when row_number() over (partition by own.spotify_id order by at_file, at_row) > 1 then 'another row has the same Spotify id'
                when (own.release_date is null) <> (own.release_precision is null) then 'release_date and release_precision go together' end as refused,
           here.name is not null or here.id in (
             select track_id from track_claims where user_id = $1 union select track_id from library where user_id = $1
             union select track_id from plays where user_id = $1 union select track_id from snapshots where user_id = $1
             union select track_id from playlist_tracks where user_id = $1) as there,
           own.spotify_id as value
    from own_tracks as own join tracks as here on here.spotify_id = own.spotify_id
    left join artist_ids on artist_ids.old_id = own.artist_id;
    create temp table track_ids on commit drop as
    select id as old_id, here_id, here_artist_id, kind from judged_tracks where refused is null;
    analyze track_ids)sql";

// What the catalogue does not say, the archive says to its owner. The source of the whole archive has a smaller number
// than those in it, so that of a track it is what the person saw when the archive was made.
constexpr const char* kBringTracks = R"sql(
    insert into track_claims (user_id, track_id, source_id, kind, name, artist_id, artist_name, album_name, release_date,
                              release_precision, duration_ms, popularity, isrc, image_url, audio_features, raw_json)
    select $1, own.here_id, $2, own.kind, own.name, own.here_artist_id, own.artist, own.album_name, own.release_date,
           own.release_precision, own.duration_ms, own.popularity, own.isrc, own.image_url, own.audio_features, own.raw_json
    from judged_tracks as own join tracks as here on here.id = own.here_id
    where own.refused is null and own.name is not null and own.here_artist_id is not null
      and not exists (select from track_claims join sources on sources.user_id = $1 and sources.id = source_id
                      where track_claims.user_id = $1 and track_id = own.here_id and sources.kind = 'own_export')
      and (here.name is null or (here.album_name is null and own.album_name is not null)
           or (here.release_date is null and own.release_date is not null) or (here.duration_ms is null and own.duration_ms is not null)
           or (here.popularity is null and own.popularity is not null) or (here.isrc is null and own.isrc is not null)
           or (here.image_url is null and own.image_url is not null) or (here.audio_features is null and own.audio_features is not null)
           or (here.raw_json is null and own.raw_json is not null))
    order by own.here_id)sql";

constexpr const char* kOwnTrackClaims = R"sql(
    create temp table judged_track_claims on commit drop as
    select own.*, source_ids.here_id as here_source_id, track_ids.here_id as here_track_id,
           coalesce(artist_ids.here_id, track_ids.here_artist_id) as here_artist_id,
           coalesce(own.kind, track_ids.kind, 'track') as here_kind,
           case when source_ids.here_id is null then 'its source is not in the archive'
                when track_ids.here_id is null then 'its track is not in the archive'
                when coalesce(artist_ids.here_id, track_ids.here_artist_id) is null then 'its artist is not in the archive'
                when row_number() over (partition by own.source_id, own.track_id order by at_file, at_row) > 1 then 'its source says this track twice' end as refused,
           exists (select from known_sources join track_claims on track_claims.user_id = $1 and track_claims.source_id = known_id
                     and track_claims.track_id = track_ids.here_id
                   where known_sources.old_id = own.source_id) as there,
           own.track_id::text as value
    from own_track_claims as own left join source_ids on source_ids.old_id = own.source_id
    left join track_ids on track_ids.old_id = own.track_id left join artist_ids on artist_ids.old_id = own.artist_id)sql";
constexpr const char* kBringTrackClaims = R"sql(
    insert into track_claims (user_id, track_id, source_id, kind, name, artist_id, artist_name, album_name, release_date,
                              release_precision, duration_ms, popularity, isrc, recording_mbid, image_url, audio_features, raw_json, met_at)
    select $1, here_track_id, here_source_id, here_kind, name, here_artist_id, artist_name, album_name, release_date,
           release_precision, duration_ms, popularity, isrc, recording_mbid, image_url, audio_features, raw_json, met_at
    from judged_track_claims where refused is null and not there order by here_track_id, here_source_id)sql";

constexpr const char* kOwnArtistClaims = R"sql(
    create temp table judged_artist_claims on commit drop as
    select own.*, source_ids.here_id as here_source_id, artist_ids.here_id as here_artist_id,
           case when source_ids.here_id is null then 'its source is not in the archive'
                when artist_ids.here_id is null then 'its artist is not in the archive'
                when row_number() over (partition by source_ids.here_id, artist_ids.here_id order by at_file, at_row) > 1 then 'its source says this artist twice' end as refused,
           exists (select from known_sources join library_artists on library_artists.user_id = $1 and library_artists.source_id = known_id
                     and library_artists.artist_id = artist_ids.here_id
                   where known_sources.old_id = own.source_id) as there,
           own.artist_id::text as value
    from own_artist_claims as own left join source_ids on source_ids.old_id = own.source_id
    left join artist_ids on artist_ids.old_id = own.artist_id)sql";
constexpr const char* kBringArtistClaims = R"sql(
    insert into library_artists (user_id, artist_id, source_id, name, first_seen_at)
    select $1, here_artist_id, here_source_id, name, first_seen_at
    from judged_artist_claims where refused is null and not there order by here_artist_id, here_source_id)sql";
// As the catalogue calls them that the archive is from.
constexpr const char* kBringArtistNames = R"sql(
    insert into library_artists (user_id, artist_id, source_id, name, first_seen_at)
    select distinct on (own.here_id) $1::bigint, own.here_id, $2::bigint, own.name, own.first_seen_at
    from judged_artists as own join artists as here on here.id = own.here_id
    where own.refused is null and here.name is null and own.id in (select artist_id from judged_artist_claims where refused is null)
      and not exists (select from library_artists join sources on sources.user_id = $1 and sources.id = source_id
                      where library_artists.user_id = $1 and artist_id = own.here_id and sources.kind = 'own_export')
    order by own.here_id)sql";

// What was met here earlier, and what Spotify says of it, stays.
#define MTM_MET_EARLIER \
  "(own.first_seen_at < library.first_seen_at and own.first_seen_at is distinct from own.imported_at)"
#define MTM_SAVED_ANEW "(library.saved_at is null and own.saved_at is not null)"
constexpr const char* kOwnLibrary = R"sql(
    create temp table judged_library on commit drop as
    select own.*, track_ids.here_id,
           case when track_ids.here_id is null then 'its track is not in the archive'
                when row_number() over (partition by own.track_id order by at_file, at_row) > 1 then 'another row has the same track' end as refused,
           library.track_id is not null and not )sql" MTM_MET_EARLIER " and not " MTM_SAVED_ANEW R"sql( as there,
           library.first_seen_at as was_first_seen_at, library.saved_at as was_saved_at, own.track_id::text as value
    from own_library as own left join track_ids on track_ids.old_id = own.track_id
    left join library on library.user_id = $1 and library.track_id = track_ids.here_id)sql";
constexpr const char* kNoteLibrary = R"sql(
    insert into brought_library (user_id, source_id, track_id, first_seen_at, saved_at, was_first_seen_at, was_saved_at)
    select $1, $2, here_id, first_seen_at, saved_at, was_first_seen_at, was_saved_at
    from judged_library where refused is null order by here_id)sql";
constexpr const char* kBringLibrary = R"sql(
    insert into library (user_id, track_id, first_seen_at, saved_at, unsaved_at, imported_at, version)
    select $1, here_id, first_seen_at, saved_at, unsaved_at, imported_at, $3
    from judged_library where refused is null and was_first_seen_at is null order by here_id)sql";
constexpr const char* kChangeLibrary = R"sql(
    update library
    set first_seen_at = case when )sql" MTM_MET_EARLIER R"sql( then own.first_seen_at else library.first_seen_at end,
        saved_at = coalesce(library.saved_at, own.saved_at),
        unsaved_at = case when library.saved_at is null then own.unsaved_at else library.unsaved_at end, version = $3
    from judged_library as own
    where own.refused is null and own.was_first_seen_at is not null and not own.there and library.user_id = $1 and library.track_id = own.here_id)sql";

constexpr const char* kOwnPlays = R"sql(
    create temp table judged_plays on commit drop as
    select numbered.*,
           case when here_source_id is null then 'its source is not in the archive'
                when here_track_id is null then 'its track is not in the archive'
                when played_at < '1900-01-01' or played_at > now() + interval '1 day' then 'time before 1900 or in the future'
                when nth > 32767 then 'more than 32,767 rows of one track and time' end as refused,
           exists (select from known_sources join plays on plays.user_id = $1 and plays.source_id = known_id
                     and plays.played_at = numbered.played_at and plays.track_id = here_track_id and plays.nth = numbered.nth
                   where known_sources.old_id = numbered.source_id) as there,
           played_at::text as value
    from (
      select own.*, source_ids.here_id as here_source_id, track_ids.here_id as here_track_id,
             row_number() over (partition by source_ids.here_id, own.played_at, track_ids.here_id order by at_file, at_row) as nth
      from own_plays as own left join source_ids on source_ids.old_id = own.source_id
      left join track_ids on track_ids.old_id = own.track_id
    ) as numbered)sql";
constexpr const char* kBringPlays = R"sql(
    insert into plays (user_id, version, source_id, track_id, played_at, is_start, ms_played, nth, kind, reason_start, reason_end,
                       skipped, shuffle, offline, incognito, platform, country, details, file, file_row)
    select $1, $3, here_source_id, here_track_id, played_at, is_start, ms_played, nth, kind, reason_start, reason_end,
           skipped, shuffle, offline, incognito, platform, country,
           play_details(reason_end, skipped, shuffle, offline, incognito, platform, country), file, file_row
    from judged_plays where refused is null and not there order by played_at)sql";

// A list that is there stays as it is: of two of one day a mixture would be neither.
constexpr const char* kOwnSnapshots = R"sql(
    create temp table judged_snapshots on commit drop as
    select own.*, source_ids.here_id as here_source_id, track_ids.here_id as here_track_id,
           case when source_ids.here_id is null then 'its source is not in the archive'
                when track_ids.here_id is null then 'its track is not in the archive'
                when row_number() over (partition by own.snapshot_date, own.time_range, own.rank order by at_file, at_row) > 1 then 'its rank is another row''s, too'
                when row_number() over (partition by own.snapshot_date, own.time_range, own.track_id order by at_file, at_row) > 1 then 'its track stands twice in the list'
                when listed.snapshot_date is not null and same.track_id is null then 'another list of that day is there' end as refused,
           same.track_id is not null as there, concat_ws(' ', own.snapshot_date, own.time_range, own.rank) as value
    from own_snapshots as own left join source_ids on source_ids.old_id = own.source_id
    left join track_ids on track_ids.old_id = own.track_id
    left join (select distinct snapshot_date, time_range from snapshots where user_id = $1) as listed
      on listed.snapshot_date = own.snapshot_date and listed.time_range = own.time_range
    left join snapshots as same on same.user_id = $1 and same.snapshot_date = own.snapshot_date and same.time_range = own.time_range
      and same.rank = own.rank and same.track_id = track_ids.here_id)sql";
constexpr const char* kBringSnapshots = R"sql(
    insert into snapshots (user_id, snapshot_date, time_range, rank, track_id, source_id, version)
    select $1, snapshot_date, time_range, rank, here_track_id, here_source_id, $3
    from judged_snapshots where refused is null and not there order by snapshot_date, time_range, rank)sql";

// A playlist is the same when it was made at the same time. Another one of that id keeps it, and this one has a longer.
constexpr const char* kOwnPlaylists = R"sql(
    create temp table judged_playlists on commit drop as
    select named.*,
           case when row_number() over (partition by named.playlist_id order by at_file, at_row) > 1 then 'another row has the same id' end as refused,
           there.playlist_id is not null as there, named.playlist_id as value
    from (
      select own.*, source_ids.here_id as here_source_id,
             case when taken.playlist_id is null or taken.created_at = own.created_at then own.playlist_id
                  else left(own.playlist_id, 87) || '_' || left(md5(own.playlist_id || extract(epoch from own.created_at)), 12) end as here_id
      from own_playlists as own left join source_ids on source_ids.old_id = own.source_id
      left join playlists as taken on taken.user_id = $1 and taken.playlist_id = own.playlist_id
    ) as named
    left join playlists as there on there.user_id = $1 and there.playlist_id = named.here_id;
    create temp table playlist_ids on commit drop as select playlist_id as old_id, here_id, there from judged_playlists where refused is null;
    analyze playlist_ids)sql";
// Nothing is published because an archive says that it was about to be.
constexpr const char* kBringPlaylists = R"sql(
    insert into playlists (user_id, playlist_id, name, kind, year, choice, source_id, state, spotify_playlist_id, url, published_count,
                           problem, created_at, updated_at)
    select $1, here_id, name, kind, year, choice, coalesce(here_source_id, $2),
           case when state <> 'publishing' then state when spotify_playlist_id is null then 'draft' else 'partial' end,
           spotify_playlist_id, url, published_count, problem, created_at, updated_at
    from judged_playlists where refused is null and not there order by here_id)sql";

constexpr const char* kOwnPlaylistTracks = R"sql(
    create temp table judged_playlist_tracks on commit drop as
    select own.*, source_ids.here_id as here_source_id, track_ids.here_id as here_track_id, playlist_ids.here_id as here_playlist_id,
           case when playlist_ids.here_id is null then 'its playlist is not in the archive'
                when track_ids.here_id is null then 'its track is not in the archive'
                when row_number() over (partition by own.playlist_id, own.track_id order by at_file, at_row) > 1 then 'its track stands twice in the playlist'
                when playlist_ids.there and same.track_id is null then 'its playlist is there and has other tracks' end as refused,
           same.track_id is not null as there, concat_ws(' ', own.playlist_id, own.track_id) as value
    from own_playlist_tracks as own left join source_ids on source_ids.old_id = own.source_id
    left join track_ids on track_ids.old_id = own.track_id left join playlist_ids on playlist_ids.old_id = own.playlist_id
    left join playlist_tracks as same on same.user_id = $1 and same.playlist_id = playlist_ids.here_id and same.track_id = track_ids.here_id)sql";
constexpr const char* kBringPlaylistTracks = R"sql(
    insert into playlist_tracks (user_id, playlist_id, track_id, position, source_id, created_at, left_out)
    select $1, here_playlist_id, here_track_id, position, coalesce(here_source_id, $2), created_at, left_out
    from judged_playlist_tracks where refused is null and not there order by here_playlist_id, here_track_id)sql";
constexpr const char* kCountLeftOut = R"sql(
    update playlists set left_out_count = counted.refused_by_spotify
    from (select here_playlist_id, count(left_out) as refused_by_spotify from judged_playlist_tracks
          where refused is null and not there group by here_playlist_id) as counted
    where playlists.user_id = $1 and playlists.playlist_id = counted.here_playlist_id and counted.refused_by_spotify > 0)sql";

// A decision is about two tracks, whichever is named first.
constexpr const char* kOwnRecordings = R"sql(
    create temp table judged_recordings on commit drop as
    select own.*, one.here_id as here_track_id, other.here_id as here_as_track_id,
           case when one.here_id is null or other.here_id is null then 'its track is not in the archive'
                when one.here_id = other.here_id then 'it is about one track'
                when row_number() over (partition by least(own.track_id, own.as_track_id), greatest(own.track_id, own.as_track_id) order by at_file, at_row) > 1
                  then 'another row decides of the same two'
                when known.same <> own.same then 'you decided otherwise here' end as refused,
           known.same is not null as there, concat_ws(' ', own.track_id, own.as_track_id) as value
    from own_recordings as own left join track_ids as one on one.old_id = own.track_id
    left join track_ids as other on other.old_id = own.as_track_id
    left join lateral (
      select bool_or(recordings.same) as same from recordings where recordings.user_id = $1
        and ((recordings.track_id = one.here_id and recordings.as_track_id = other.here_id)
          or (recordings.track_id = other.here_id and recordings.as_track_id = one.here_id))) as known on true)sql";
constexpr const char* kBringRecordings = R"sql(
    insert into recordings (user_id, track_id, as_track_id, same, decided_at, source_id)
    select $1, here_track_id, here_as_track_id, same, decided_at, $2
    from judged_recordings where refused is null and not there order by here_track_id, here_as_track_id)sql";

constexpr const char* kOwnRemovedPlays = R"sql(
    create temp table judged_removed_plays on commit drop as
    select own.*, track_ids.here_id as here_track_id,
           case when track_ids.here_id is null then 'its track is not in the archive'
                when row_number() over (partition by own.track_id, own.played_at, own.is_start, own.ms_played order by at_file, at_row) > 1
                  then 'another row removes the same play' end as refused,
           exists (select from removed_plays as there where there.user_id = $1 and there.track_id = track_ids.here_id
                   and there.played_at = own.played_at and there.is_start = own.is_start
                   and there.ms_played is not distinct from own.ms_played) as there,
           own.played_at::text as value
    from own_removed_plays as own left join track_ids on track_ids.old_id = own.track_id)sql";
constexpr const char* kBringRemovedPlays = R"sql(
    insert into removed_plays (user_id, track_id, played_at, is_start, ms_played, source_kind, removed_at, source_id)
    select $1, here_track_id, played_at, is_start, ms_played, source_kind, removed_at, $2
    from judged_removed_plays where refused is null and not there order by here_track_id, played_at)sql";

constexpr const char* kOwnGaps = R"sql(
    create temp table judged_gaps on commit drop as
    select own.*,
           case when ends_at < starts_at then 'it ends before it begins'
                when row_number() over (partition by starts_at order by at_file, at_row) > 1 then 'another row begins at the same time'
                when ends_at is null and row_number() over (partition by ends_at order by at_file, at_row) > 1 then 'another row is open-ended' end as refused,
           exists (select from gaps where gaps.user_id = $1 and (gaps.starts_at = own.starts_at or (gaps.ends_at is null and own.ends_at is null))) as there,
           starts_at::text as value
    from own_gaps as own)sql";
constexpr const char* kBringGaps = R"sql(
    insert into gaps (user_id, starts_at, ends_at, why, found_at, source_id)
    select $1, starts_at, ends_at, why, found_at, $2 from judged_gaps where refused is null and not there order by starts_at)sql";

constexpr const char* kOwnCoveredSpans = R"sql(
    create temp table judged_covered_spans on commit drop as
    select own.*, source_ids.here_id as here_source_id,
           case when source_ids.here_id is null then 'its source is not in the archive'
                when covered_until < covered_from then 'it ends before it begins'
                when row_number() over (partition by own.source_id order by at_file, at_row) > 1 then 'its source covers another span' end as refused,
           exists (select from known_sources join covered_spans on covered_spans.user_id = $1 and covered_spans.source_id = known_id
                   where known_sources.old_id = own.source_id) as there,
           covered_from::text as value
    from own_covered_spans as own left join source_ids on source_ids.old_id = own.source_id)sql";
constexpr const char* kBringCoveredSpans = R"sql(
    insert into covered_spans (user_id, source_id, covered_from, covered_until, created_at)
    select $1, here_source_id, covered_from, covered_until, created_at
    from judged_covered_spans where refused is null and not there order by here_source_id)sql";

constexpr OwnExportNoun kNouns[] = {
    {"sources", "sources", kOwnSources, {kBringSources}},
    {"artists", "", kOwnArtists, {}},
    {"tracks", "track_claims", kOwnTracks, {kBringTracks}},
    {"track_claims", "track_claims", kOwnTrackClaims, {kBringTrackClaims}},
    {"artist_claims", "library_artists", kOwnArtistClaims, {kBringArtistClaims, kBringArtistNames}},
    {"library", "library", kOwnLibrary, {kNoteLibrary, kBringLibrary, kChangeLibrary}},
    {"plays", "plays", kOwnPlays, {kBringPlays}},
    {"snapshots", "snapshots", kOwnSnapshots, {kBringSnapshots}},
    {"playlists", "playlists", kOwnPlaylists, {kBringPlaylists}},
    {"playlist_tracks", "playlist_tracks", kOwnPlaylistTracks, {kBringPlaylistTracks, kCountLeftOut}},
    {"recordings", "recordings", kOwnRecordings, {kBringRecordings}},
    {"removed_plays", "removed_plays", kOwnRemovedPlays, {kBringRemovedPlays}},
    {"gaps", "gaps", kOwnGaps, {kBringGaps}},
    {"covered_spans", "covered_spans", kOwnCoveredSpans, {kBringCoveredSpans}},
};

}  // namespace

const OwnExportNoun& own_export_noun(std::string_view name) {
  return *std::find_if(std::begin(kNouns), std::end(kNouns),
                       [&](const OwnExportNoun& one) { return one.noun == name; });
}

}  // namespace mtm::store
