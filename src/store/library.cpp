#include "store/library.hpp"

#include <map>
#include <string_view>

#include "core/crypto.hpp"
#include "core/utf8.hpp"
#include "music/folding.hpp"
#include "store/catalogue_words.hpp"

namespace mtm::store {

std::string made_up_artist_id(std::string_view name) {
  // 21 characters of 6 bits: two of a million names meet with a probability below 10^-25.
  return "_" + base64url(sha256(name)).substr(0, 21);
}

namespace {

constexpr std::size_t kLongestName = 500;  // characters; the catalogue's columns cut there

}  // namespace

struct KnownArtist {
  Id id;
  std::string spotify_id;
  std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(KnownArtist, (), (id, spotify_id, name))

const db::Query<KnownArtist> kKnownArtists{
    "known_artists",
    {"array['0000000000000000000000']"},
    "select id, spotify_id, name from artists where spotify_id = any($1::varchar[])"};

// Everything is inserted in the order of its key, so that two users' captures can't lock the same rows crosswise. Where
// a row is there already, excluded.created_at is the time of the change.
const db::Command<db::Nothing> kKeepArtists{
    "keep_artists", {"array['0000000000000000000000']", "array['An artist']"}, R"sql(
    insert into artists (spotify_id, name, created_at)
    select distinct on (spotify_id) spotify_id, left(name, 500), now()
    from unnest($1::varchar[], $2::text[]) as given (spotify_id, name)
    order by spotify_id
    on conflict on constraint artist_spotify_id_once do update
      set name = excluded.name, created_at = coalesce(artists.created_at, excluded.created_at), changed_at = excluded.created_at
      where artists.name is distinct from excluded.name)sql"};

struct KnownTrack {
  Id id;
  std::string spotify_id;
  std::optional<std::string> name;
  std::optional<std::string> artist_spotify_id;
  std::optional<std::string> album_name;
  std::optional<std::string> release_date;
  std::optional<std::string> release_precision;
  std::optional<std::int64_t> duration_ms;
  std::optional<int> popularity;
  std::optional<std::string> isrc;
  std::optional<std::string> image_url;
};
BOOST_DESCRIBE_STRUCT(KnownTrack, (),
                      (id, spotify_id, name, artist_spotify_id, album_name, release_date, release_precision,
                       duration_ms, popularity, isrc, image_url))

const db::Query<KnownTrack> kKnownTracks{"known_tracks", {"array['0000000000000000000000']"}, R"sql(
    select tracks.id, tracks.spotify_id, tracks.name, artists.spotify_id as artist_spotify_id, tracks.album_name,
           left(release_date::text, case release_precision when 'year' then 4 when 'month' then 7 else 10 end) as release_date,
           release_precision, duration_ms::bigint as duration_ms, popularity, isrc, image_url
    from tracks left join artists on artists.id = tracks.artist_id
    where tracks.spotify_id = any($1::varchar[]))sql"};

struct KeptTrack {
  Id id;
  std::string spotify_id;
};
BOOST_DESCRIBE_STRUCT(KeptTrack, (), (id, spotify_id))

const db::Command<KeptTrack> kKeepTracks{
    "keep_tracks",
    {"array['0000000000000000000000']", "array['A track']", "array['0000000000000000000000']", "array['An album']",
     "array['2016-05']", "array['month']", "array[1000]", "array[null::int]", "array[null::text]", "array[null::text]",
     "array[null::text]", "array['''track'':1A']", "1"},
    R"sql(
    insert into tracks (spotify_id, name, artist_id, album_name, release_date, release_precision, duration_ms,
                        popularity, isrc, image_url, raw_json, words, words_version, created_at)
    select distinct on (given.spotify_id)
           given.spotify_id, left(given.name, 500), artists.id, left(given.album_name, 500),
           (given.release_date || case given.release_precision when 'year' then '-01-01' when 'month' then '-01' else '' end)::date,
           given.release_precision, given.duration_ms, given.popularity, given.isrc, given.image_url, given.raw_json::jsonb,
           given.words::tsvector, $13::smallint, now()
    from unnest($1::varchar[], $2::text[], $3::varchar[], $4::text[], $5::text[], $6::varchar[], $7::int[], $8::smallint[],
                $9::varchar[], $10::text[], $11::text[], $12::text[])
           as given (spotify_id, name, artist_spotify_id, album_name, release_date, release_precision, duration_ms,
                     popularity, isrc, image_url, raw_json, words)
    join artists on artists.spotify_id = given.artist_spotify_id
    order by given.spotify_id
    on conflict on constraint track_spotify_id_once do update
      -- An import may have brought this id as an episode's: Spotify knows better.
      set kind = 'track', name = excluded.name, artist_id = excluded.artist_id, album_name = excluded.album_name,
          release_date = coalesce(excluded.release_date, tracks.release_date),
          release_precision = coalesce(excluded.release_precision, tracks.release_precision),
          duration_ms = coalesce(excluded.duration_ms, tracks.duration_ms),
          popularity = coalesce(excluded.popularity, tracks.popularity),
          isrc = coalesce(excluded.isrc, tracks.isrc), image_url = coalesce(excluded.image_url, tracks.image_url),
          raw_json = coalesce(excluded.raw_json, tracks.raw_json),
          words = excluded.words, words_version = excluded.words_version,
          -- What was asked for an id that only an import named is no reason not to ask for a track that Spotify names.
          features_asked_at = case when tracks.name is not null then tracks.features_asked_at end,
          created_at = coalesce(tracks.created_at, excluded.created_at), changed_at = excluded.created_at
    returning id, spotify_id)sql"};

struct NamedTrack {
  Id id;
  std::string name, artist;
  std::optional<std::string> album;
};
BOOST_DESCRIBE_STRUCT(NamedTrack, (), (id, name, artist, album))

const db::Command<NamedTrack> kTracksOfArtists{"tracks_of_artists", {"array(select id from artists limit 1)"}, R"sql(
    select tracks.id, tracks.name, artists.name as artist, tracks.album_name as album
    from tracks join artists on artists.id = tracks.artist_id
    where tracks.artist_id = any ($1::bigint[]) and tracks.name is not null
    order by tracks.spotify_id)sql"};

// Who renames an artist changes more tracks than the given ones: all of them are held before the first is written, in
// the order in which everybody holds tracks. Others may go on pointing to them ("no key"), as imports do for long.
const db::Command<db::Nothing> kHoldTracks{
    "hold_tracks", {"array['0000000000000000000000']", "array(select id from artists limit 1)"}, R"sql(
    select from tracks where spotify_id = any ($1::varchar[]) or artist_id = any ($2::bigint[])
    order by spotify_id for no key update)sql"};

const db::Command<db::Nothing> kKeepWords{
    "keep_words", {"array(select id from tracks limit 1)", "array['''track'':1A']", "1"}, R"sql(
    update tracks set words = given.words::tsvector, words_version = $3::smallint
    from unnest($1::bigint[], $2::text[]) as given (id, words) where tracks.id = given.id)sql"};

namespace {

/// As left(text, 500) cuts it.
std::string_view cut(std::string_view text) { return first_characters(text, kLongestName); }

template <class T, class U>
bool news(const std::optional<T>& told, const std::optional<U>& known) {
  return told && (!known || *known != static_cast<U>(*told));
}

bool same(const std::optional<std::string>& told, const std::optional<std::string>& known) {
  return told.has_value() == known.has_value() && (!told || cut(*told) == *known);
}

bool says_something_new(const NewTrack& told, const KnownTrack& known) {
  return known.name != cut(told.name) || known.artist_spotify_id != told.artist_spotify_id ||
         !same(told.album_name, known.album_name) || news(told.release_date, known.release_date) ||
         news(told.release_precision, known.release_precision) || news(told.duration_ms, known.duration_ms) ||
         news(told.popularity, known.popularity) || news(told.isrc, known.isrc) ||
         news(told.image_url, known.image_url);
}

/// The ids of those who have got another name.
Task<std::vector<Id>> keep_artists(db::Database& database, const std::vector<NewTrack>& tracks) {
  std::vector<std::string> ids;
  for (const auto& track : tracks) ids.push_back(track.artist_spotify_id);
  std::map<std::string_view, const KnownArtist*> known;
  auto found = co_await database.all(kKnownArtists, ids);
  for (const auto& artist : found) known.emplace(artist.spotify_id, &artist);
  std::vector<std::string> new_ids, names;
  std::vector<Id> renamed;
  for (const auto& track : tracks) {
    auto there = known.find(track.artist_spotify_id);
    if (there != known.end() && there->second->name == cut(track.artist_name)) continue;
    new_ids.push_back(track.artist_spotify_id);
    names.push_back(track.artist_name);
    if (there != known.end()) renamed.push_back(there->second->id);
  }
  if (!new_ids.empty()) co_await database.run(kKeepArtists, new_ids, names);
  co_return renamed;
}

/// The words of a track say who it is by.
Task<> keep_words_of(db::Database& database, const std::vector<Id>& artists) {
  auto tracks = co_await database.all(kTracksOfArtists, artists);
  std::vector<Id> ids;
  std::vector<std::string> words;
  for (const auto& track : tracks) {
    ids.push_back(track.id);
    words.push_back(catalogue_words(track.name, track.artist, track.album));
  }
  co_await database.run(kKeepWords, ids, words, music::kFoldingVersion);
}

Task<std::vector<KeptTrack>> write_tracks(db::Database& database, const std::vector<const NewTrack*>& tracks) {
  std::vector<std::string> ids, names, artist_ids, words;
  std::vector<std::optional<std::string>> albums, dates, precisions, isrcs, images, raw;
  std::vector<std::optional<std::int64_t>> durations;
  std::vector<std::optional<int>> popularities;
  for (const auto* track : tracks) {
    ids.push_back(track->spotify_id);
    names.push_back(track->name);
    artist_ids.push_back(track->artist_spotify_id);
    albums.push_back(track->album_name);
    dates.push_back(track->release_date);
    precisions.push_back(track->release_precision);
    durations.push_back(track->duration_ms);
    popularities.push_back(track->popularity);
    isrcs.push_back(track->isrc);
    images.push_back(track->image_url);
    raw.push_back(track->raw_json);
    words.push_back(catalogue_words(track->name, track->artist_name, track->album_name));
  }
  auto params = db::Params::of(ids, names, artist_ids, albums, dates, precisions, durations, popularities, isrcs,
                               images, raw, words, music::kFoldingVersion);
  auto result = co_await database.ask(kKeepTracks, std::move(params));
  std::vector<KeptTrack> kept;
  for (int row = 0; row < result.rows(); ++row) kept.push_back(db::read_row<KeptTrack>(result, row));
  co_return kept;
}

}  // namespace

Task<std::vector<Id>> keep_tracks(db::Database& database, const std::vector<NewTrack>& tracks) {
  auto renamed = co_await keep_artists(database, tracks);
  std::vector<std::string> spotify_ids;
  for (const auto& track : tracks) spotify_ids.push_back(track.spotify_id);
  if (!renamed.empty()) co_await database.run(kHoldTracks, spotify_ids, renamed);
  auto found = co_await database.all(kKnownTracks, spotify_ids);
  std::map<std::string_view, const KnownTrack*> known;
  for (const auto& track : found) known.emplace(track.spotify_id, &track);
  std::vector<const NewTrack*> due;
  for (const auto& track : tracks) {
    auto there = known.find(track.spotify_id);
    if (there == known.end() || says_something_new(track, *there->second)) due.push_back(&track);
  }
  std::vector<KeptTrack> kept;
  if (!due.empty()) kept = co_await write_tracks(database, due);
  if (!renamed.empty()) co_await keep_words_of(database, renamed);
  std::map<std::string_view, Id> numbers;
  for (const auto& track : found) numbers.emplace(track.spotify_id, track.id);
  for (const auto& track : kept) numbers.emplace(track.spotify_id, track.id);
  std::vector<Id> ids;
  for (const auto& track : tracks) ids.push_back(numbers.at(track.spotify_id));
  co_return ids;
}

struct Count {
  std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(Count, (), (count))

namespace {

Task<std::int64_t> counted(db::Database& database, const db::Command<Count>& command, db::Params params) {
  auto result = co_await database.ask(command, std::move(params));
  auto row = db::read_row<Count>(result, 0, 1);
  co_return row.count;
}

}  // namespace

// "from users … where users.id = $1" tells a database of several machines on which of them all of it happens. xmax is 0
// in a row that this statement inserted, and its own transaction in one that it updated.
const db::Command<Count> kKeepSaved{
    "keep_saved",
    {"(select id from users limit 1)", "1", "array[(select id from tracks limit 1)]", "array[now()]"},
    R"sql(
    with kept as (
      insert into library (user_id, track_id, first_seen_at, saved_at, version)
      select users.id, given.track_id, min(given.saved_at), min(given.saved_at), $2
      from users cross join unnest($3::bigint[], $4::timestamptz[]) as given (track_id, saved_at)
      where users.id = $1
      group by users.id, given.track_id order by given.track_id
      on conflict on constraint library_key do update
        set saved_at = excluded.saved_at, unsaved_at = null,
            first_seen_at = least(library.first_seen_at, excluded.first_seen_at), version = excluded.version
        where library.saved_at is distinct from excluded.saved_at or library.unsaved_at is not null
      returning xmax = 0 as added
    )
    select $1::bigint as asked_by, count(*) filter (where added) as count from kept)sql"};

Task<std::int64_t> keep_saved(db::Database& database, Id user, std::int64_t version, const std::vector<Id>& tracks,
                              const std::vector<WallTime>& saved_at) {
  return counted(database, kKeepSaved, db::Params::of(user, version, tracks, saved_at));
}

struct SourceId {
  Id id;
};
BOOST_DESCRIBE_STRUCT(SourceId, (), (id))

const db::Query<SourceId> kSpotifySource{
    "spotify_source",
    {"(select id from users limit 1)"},
    "select user_id as asked_by, id from sources where user_id = $1 and kind = 'spotify'"};

const db::Command<SourceId> kAddSpotifySource{
    "add_spotify_source",
    {"(select id from users limit 1)"},
    "insert into sources (user_id, kind) values ($1, 'spotify') returning user_id as asked_by, id"};

Task<Id> spotify_source(db::Database& transaction, Id user) {
  auto known = co_await transaction.one(kSpotifySource, user);
  if (!known) known = co_await transaction.one(kAddSpotifySource, user);
  co_return known.value().id;
}

const db::Command<db::Nothing> kForgetSnapshot{"forget_snapshot",
                                               {"(select id from users limit 1)", "current_date", "'short_term'",
                                                "array[(select id from tracks limit 1)]", "array[1]"},
                                               R"sql(
    delete from snapshots
    where user_id = $1 and snapshot_date = $2::date and time_range = $3 and not exists (
      select from unnest($4::bigint[], $5::smallint[]) as given (track_id, rank)
      where given.rank = snapshots.rank and given.track_id = snapshots.track_id))sql"};

const db::Command<Count> kKeepSnapshot{"keep_snapshot",
                                       {"(select id from users limit 1)", "1", "1", "current_date", "'short_term'",
                                        "array[(select id from tracks limit 1)]", "array[1]"},
                                       R"sql(
    with given as (
      select users.id as user_id, track_id, min(rank) as rank
      from users cross join unnest($6::bigint[], $7::smallint[]) as given (track_id, rank)
      where users.id = $1 group by users.id, track_id
    ), met as (
      insert into library (user_id, track_id, first_seen_at, version)
      select user_id, track_id, now(), $2 from given order by track_id
      on conflict on constraint library_key do nothing
    ), kept as (
      insert into snapshots (user_id, snapshot_date, time_range, rank, track_id, source_id, version)
      select user_id, $4::date, $5, rank, track_id, $3, $2 from given order by rank
      on conflict do nothing
      returning 1
    )
    select $1::bigint as asked_by, count(*) as count from kept)sql"};

const db::Command<db::Nothing> kStampSnapshot{
    "stamp_snapshot",
    {"(select id from users limit 1)", "1", "current_date", "'short_term'"},
    "update snapshots set version = $2 where user_id = $1 and snapshot_date = $3::date and time_range = $4 "
    "and version <> $2"};

Task<std::int64_t> keep_snapshot(db::Database& database, Id user, std::int64_t version, Id source, std::string date,
                                 std::string time_range, const std::vector<Id>& tracks, const std::vector<int>& ranks) {
  auto params = db::Params::of(user, version, source, date, time_range, tracks, ranks);
  auto forgotten = co_await database.run(kForgetSnapshot, user, date, time_range, tracks, ranks);
  auto added = co_await counted(database, kKeepSnapshot, std::move(params));
  // A list is read as a whole when any of its places has changed.
  if (forgotten + added > 0) co_await database.run(kStampSnapshot, user, version, date, time_range);
  co_return added;
}

const db::Command<Count> kKeepPlays{
    "keep_plays",
    {"(select id from users limit 1)", "1", "1", "array[(select id from tracks limit 1)]", "array[now()]"},
    R"sql(
    with kept as (
      insert into plays (user_id, version, source_id, track_id, played_at)
      select distinct users.id, $2::bigint, $3::bigint, given.track_id, given.ended_at
      from users cross join unnest($4::bigint[], $5::timestamptz[]) as given (track_id, ended_at)
      where users.id = $1
      order by given.ended_at, given.track_id
      on conflict on constraint plays_key do nothing
      returning user_id, track_id, played_at
    ), met as (
      insert into library (user_id, track_id, first_seen_at, version)
      select user_id, track_id, min(played_at), $2 from kept group by user_id, track_id order by track_id
      on conflict on constraint library_key do update
        set version = excluded.version, first_seen_at = excluded.first_seen_at
        where excluded.first_seen_at < library.first_seen_at
    )
    select $1::bigint as asked_by, count(*) as count from kept)sql"};

Task<std::int64_t> keep_plays(db::Database& database, Id user, std::int64_t version, Id source,
                              const std::vector<Id>& tracks, const std::vector<WallTime>& ended_at) {
  return counted(database, kKeepPlays, db::Params::of(user, version, source, tracks, ended_at));
}

const db::Query<KeptPlay> kPlaysOfSpotify{
    "plays_of_spotify", {"(select id from users limit 1)", "now()", "now()"}, R"sql(
    select plays.user_id as asked_by, tracks.spotify_id, plays.played_at as ended_at
    from sources join plays on plays.user_id = $1 and plays.source_id = sources.id and plays.played_at between $2 and $3
    join tracks on tracks.id = plays.track_id
    where sources.user_id = $1 and sources.kind = 'spotify'
    order by plays.played_at)sql"};

Task<std::vector<KeptPlay>> plays_of_spotify(db::Database& database, Id user, WallTime from, WallTime until) {
  return database.all(kPlaysOfSpotify, user, from, until);
}

struct Day {
  std::string day;
};
BOOST_DESCRIBE_STRUCT(Day, (), (day))

const db::Query<Day> kToday{"today",
                            {"(select id from users limit 1)"},
                            "select id as asked_by, (now() at time zone coalesce(time_zone, 'UTC'))::date::text as day "
                            "from users where id = $1"};

Task<std::string> today(db::Database& database, Id user) {
  auto day = co_await database.one(kToday, user);
  co_return day.value().day;
}

}  // namespace mtm::store
