#include "store/playlists.hpp"

namespace mtm::store {

// For questions whose $1 is the user: said of each table, so that a distributed database asks one shard.
#define MTM_PLAYLIST_COLUMNS                                                                                   \
  "playlists.playlist_id, playlists.name, playlists.kind, playlists.year, playlists.choice, playlists.state, " \
  "(select count(*) from playlist_tracks where playlist_tracks.user_id = $1"                                   \
  "   and playlist_tracks.playlist_id = playlists.playlist_id) as tracks_count, "                              \
  "playlists.published_count, playlists.left_out_count, playlists.url as spotify_url, playlists.problem, "     \
  "playlists.created_at, playlists.updated_at"

const db::Query<Playlist> kPlaylists{
    "playlists_of_user",
    {"(select id from users limit 1)"},
    "select user_id as asked_by, " MTM_PLAYLIST_COLUMNS
    " from playlists where user_id = $1 order by updated_at desc, playlist_id limit 200"};

Task<std::vector<Playlist>> playlists(db::Database& database, Id user) { return database.all(kPlaylists, user); }

struct PlaylistCount {
  std::int64_t playlists;
};
BOOST_DESCRIBE_STRUCT(PlaylistCount, (), (playlists))

const db::Query<PlaylistCount> kCountPlaylists{
    "count_playlists",
    {"(select id from users limit 1)"},
    "select $1::bigint as asked_by, count(*) as playlists from playlists where user_id = $1"};

Task<std::int64_t> count_playlists(db::Database& database, Id user) {
  auto row = co_await database.one(kCountPlaylists, user);
  co_return row.value().playlists;
}

const db::Query<Playlist> kPlaylist{"playlist",
                                    {"(select id from users limit 1)", "'playlist_2016_loved'"},
                                    "select user_id as asked_by, " MTM_PLAYLIST_COLUMNS
                                    " from playlists where user_id = $1 and playlist_id = $2"};

Task<std::optional<Playlist>> playlist(db::Database& database, Id user, std::string playlist_id) {
  return database.one(kPlaylist, user, playlist_id);
}

const db::Query<PlaylistPlace> kPlaylistsWith{
    "playlists_with", {"(select id from users limit 1)", "(select id from tracks limit 1)"}, R"sql(
    select $1::bigint as asked_by, playlists.playlist_id, playlists.name, playlist_tracks.position
    from playlist_tracks join playlists using (user_id, playlist_id)
    where playlist_tracks.user_id = $1 and playlist_tracks.track_id = $2
    order by playlists.updated_at desc, playlists.playlist_id limit 100)sql"};

Task<std::vector<PlaylistPlace>> playlists_with(db::Database& database, Id user, Id track) {
  return database.all(kPlaylistsWith, user, track);
}

const db::Query<PlaylistHolding> kPlaylistsHolding{
    "playlists_holding", {"(select id from users limit 1)", "array[(select id from tracks limit 1)]"}, R"sql(
    select $1::bigint as asked_by, playlists.playlist_id, playlists.name, count(*) as tracks
    from playlist_tracks join playlists using (user_id, playlist_id)
    where playlist_tracks.user_id = $1 and playlist_tracks.track_id = any($2::bigint[])
    group by playlists.playlist_id, playlists.name, playlists.updated_at
    order by tracks desc, playlists.updated_at desc, playlists.playlist_id limit 100)sql"};

Task<std::vector<PlaylistHolding>> playlists_holding(db::Database& database, Id user, std::vector<Id> tracks) {
  return database.all(kPlaylistsHolding, user, tracks);
}

const db::Query<PlacedTrack> kPlaylistTracks{"playlist_tracks_placed",
                                             {"(select id from users limit 1)", "'playlist_2016_loved'"},
                                             "select user_id as asked_by, " MTM_TRACK_COLUMNS
                                             R"sql(, playlist_tracks.position, playlist_tracks.left_out
    from playlist_tracks
    join )sql" MTM_SEEN_TRACKS(MTM_CLAIM_OF_EACH("$1")) R"sql( on seen.id = playlist_tracks.track_id
    where playlist_tracks.user_id = $1 and playlist_tracks.playlist_id = $2
    order by playlist_tracks.position, seen.id
    limit 10000)sql"};

Task<std::vector<PlacedTrack>> playlist_tracks(db::Database& database, Id user, std::string playlist_id) {
  return database.all(kPlaylistTracks, user, playlist_id);
}

const db::Command<db::Nothing> kKeepPlaylist{
    "keep_playlist",
    {"(select id from users limit 1)", "'playlist_2016_loved'", "'My 2016'", "'year'", "2016", "'loved'"},
    R"sql(
    insert into playlists (user_id, playlist_id, name, kind, year, choice, updated_at) values ($1, $2, $3, $4, $5, $6, now())
    on conflict on constraint playlists_key do update
      set name = excluded.name, state = 'draft', problem = null, published_count = 0, left_out_count = 0,
          updated_at = excluded.updated_at
      where playlists.state <> 'publishing' or playlists.claimed_until < excluded.updated_at)sql"};

const db::Command<db::Nothing> kEmptyPlaylist{"empty_playlist",
                                              {"(select id from users limit 1)", "'playlist_2016_loved'"},
                                              "delete from playlist_tracks where user_id = $1 and playlist_id = $2"};

struct Played {
  Id id;
};
BOOST_DESCRIBE_STRUCT(Played, (), (id))

// Of two tracks for which Spotify plays the same one (relinking; raw_json has the id of what is played) the first is
// kept. A track without a name was the person's until a moment ago: they have deleted their history.
const db::Query<Played> kPlayedOnce{
    "tracks_played_once", {"(select id from users limit 1)", "array[(select id from tracks limit 1)]"}, R"sql(
    select $1::bigint as asked_by, id
    from (
      select distinct on (coalesce(seen.raw_json ->> 'id', seen.spotify_id)) seen.id, place
      from unnest($2::bigint[]) with ordinality as given (id, place)
      join )sql" MTM_SEEN_TRACKS(MTM_CLAIM_OF_EACH("$1")) R"sql( on seen.id = given.id
      where seen.name is not null
      order by coalesce(seen.raw_json ->> 'id', seen.spotify_id), place
    ) as once
    order by place)sql"};

// A program may be adding the same track at this moment: the place that it has in what is kept now wins. In the order
// of the key, as groups of added tracks go in too.
const db::Command<db::Nothing> kFillPlaylist{
    "fill_playlist",
    {"(select user_id from playlists limit 1)", "(select playlist_id from playlists limit 1)",
     "array[(select id from tracks limit 1)]"},
    R"sql(
    insert into playlist_tracks (user_id, playlist_id, track_id, position)
    select users.id, $2::varchar, given.id, given.place
    from users cross join unnest($3::bigint[]) with ordinality as given (id, place)
    where users.id = $1
    order by given.id
    on conflict on constraint playlist_track_once do update set position = excluded.position)sql"};

Task<bool> keep_playlist(db::Database& transaction, Id user, KeptAs playlist, std::vector<Id> tracks) {
  std::optional<std::string> choice;
  if (playlist.choice) choice = music::to_text(*playlist.choice);
  auto kept = co_await transaction.run(kKeepPlaylist, user, playlist.playlist_id, playlist.name, playlist.kind,
                                       playlist.year, choice);
  if (kept == 0) co_return false;
  co_await transaction.run(kEmptyPlaylist, user, playlist.playlist_id);
  auto played = co_await transaction.all(kPlayedOnce, user, tracks);
  std::vector<Id> once;
  for (auto track : played) once.push_back(track.id);
  co_await transaction.run(kFillPlaylist, user, playlist.playlist_id, once);
  co_return true;
}

const db::Command<Publication> kClaimPublication{
    "claim_publication",
    {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'", "'a marker'"},
    R"sql(
    update playlists
    set state = 'publishing', problem = null, marker = coalesce(marker, $4), claimed_by = $3,
        claimed_until = now() + interval '30 seconds', updated_at = now()
    where user_id = $1 and playlist_id = $2 and (state <> 'publishing' or claimed_until < now())
    returning user_id as asked_by, user_id, playlist_id, name, state, marker, spotify_playlist_id, published_count)sql"};

Task<std::optional<Publication>> claim_publication(db::Database& database, Id user, std::string playlist_id,
                                                   std::string claimant, std::string marker) {
  return database.one(kClaimPublication, user, playlist_id, claimant, marker);
}

struct AbandonedKey {
  Id user_id;
  std::string playlist_id;
};
BOOST_DESCRIBE_STRUCT(AbandonedKey, (), (user_id, playlist_id))

const db::Query<AbandonedKey> kAbandoned{"abandoned_publications", {}, R"sql(
    select user_id, playlist_id from playlists where state = 'publishing' and claimed_until < now()
    order by claimed_until limit 20)sql"};

// Of those who saw the same candidate one gets it: the others' conditions are judged again after its commit.
const db::Command<Publication> kClaimAbandoned{
    "claim_abandoned_publication",
    {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'"},
    R"sql(
    update playlists
    set claimed_by = $3, claimed_until = now() + interval '30 seconds', updated_at = now()
    where user_id = $1 and playlist_id = $2 and state = 'publishing' and claimed_until < now()
    returning user_id as asked_by, user_id, playlist_id, name, state, marker, spotify_playlist_id, published_count)sql"};

Task<std::optional<Publication>> claim_abandoned_publication(db::Database& database, std::string claimant) {
  auto candidates = co_await database.all(kAbandoned);
  for (const auto& candidate : candidates) {
    try {
      auto claimed = co_await database.one(kClaimAbandoned, candidate.user_id, candidate.playlist_id, claimant);
      if (claimed) co_return claimed;
    } catch (const db::HeldUp&) {
      // Somebody is changing it for long; the next one need not wait for that.
    }
  }
  co_return std::nullopt;
}

const db::Command<db::Nothing> kRenewPublicationClaim{
    "renew_publication_claim", {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'"}, R"sql(
    update playlists set claimed_until = now() + interval '30 seconds'
    where user_id = $1 and playlist_id = $2 and claimed_by = $3 and state = 'publishing')sql"};

Task<> renew_publication_claims(db::Database& database, std::string claimant, std::vector<Id> users,
                                std::vector<std::string> playlists) {
  for (std::size_t i = 0; i < users.size(); ++i)
    co_await database.run(kRenewPublicationClaim, users[i], playlists[i], claimant);
}

const db::Query<PlaylistItem> kPlaylistItems{"playlist_items",
                                             {"(select id from users limit 1)", "'playlist_2016_loved'"},
                                             R"sql(
    select user_id as asked_by, track_id, seen.name, 'spotify:track:' || seen.spotify_id as uri,
           left_out is not null or seen.spotify_id like '\_%' as left_out  -- Spotify has nothing by that id
    from playlist_tracks join )sql" MTM_SEEN_TRACKS(
                                                 MTM_CLAIM_OF_EACH("$1")) R"sql( on seen.id = playlist_tracks.track_id
    where user_id = $1 and playlist_id = $2
    order by position, track_id)sql"};

Task<std::vector<PlaylistItem>> playlist_items(db::Database& database, Id user, std::string playlist_id) {
  return database.all(kPlaylistItems, user, playlist_id);
}

const db::Command<db::Told> kNoteCreated{
    "note_created",
    {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'", "'spotify-id'", "'https://example.org'"},
    R"sql(
    update playlists
    set spotify_playlist_id = $4, url = $5, published_count = 0, claimed_until = now() + interval '30 seconds', updated_at = now()
    where user_id = $1 and playlist_id = $2 and claimed_by = $3 and state = 'publishing'
    returning user_id as asked_by, user_id::text || ' ' || playlist_id as told)sql"};

Task<bool> note_created(db::Database& database, Publication publication, std::string claimant, std::string spotify_id,
                        std::string url) {
  auto noted = co_await database.run_and_tell(kPlaylistsChannel, kNoteCreated, publication.user_id,
                                              publication.playlist_id, claimant, spotify_id, url);
  co_return !noted.empty();
}

const db::Command<db::Told> kNotePublished{
    "note_published", {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'", "100"}, R"sql(
    update playlists set published_count = $4, claimed_until = now() + interval '30 seconds', updated_at = now()
    where user_id = $1 and playlist_id = $2 and claimed_by = $3 and state = 'publishing'
    returning user_id as asked_by, user_id::text || ' ' || playlist_id as told)sql"};

Task<bool> note_published(db::Database& database, Publication publication, std::string claimant, int count) {
  auto noted = co_await database.run_and_tell(kPlaylistsChannel, kNotePublished, publication.user_id,
                                              publication.playlist_id, claimant, count);
  co_return !noted.empty();
}

const db::Command<db::Nothing> kNoteLeftOut{"note_left_out",
                                            {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'",
                                             "(select id from tracks limit 1)", "'refused'"},
                                            R"sql(
    with noted as (
      update playlists set left_out_count = left_out_count + 1, claimed_until = now() + interval '30 seconds'
      where user_id = $1 and playlist_id = $2 and claimed_by = $3 and state = 'publishing'
      returning user_id, playlist_id)
    update playlist_tracks set left_out = $5
    from noted
    where playlist_tracks.user_id = $1 and playlist_tracks.playlist_id = noted.playlist_id and track_id = $4)sql"};

Task<bool> note_left_out(db::Database& database, Publication publication, std::string claimant, Id track,
                         std::string why) {
  auto noted = co_await database.run(kNoteLeftOut, publication.user_id, publication.playlist_id, claimant, track, why);
  co_return noted > 0;
}

const db::Command<db::Nothing> kForgetLeftOut{
    "forget_left_out", {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'"}, R"sql(
    with noted as (
      update playlists set left_out_count = 0
      where user_id = $1 and playlist_id = $2 and claimed_by = $3 and state = 'publishing'
      returning user_id, playlist_id)
    update playlist_tracks set left_out = null
    from noted
    where playlist_tracks.user_id = $1 and playlist_tracks.playlist_id = noted.playlist_id
      and left_out is not null)sql"};

Task<> forget_left_out(db::Database& database, Publication publication, std::string claimant) {
  co_await database.run(kForgetLeftOut, publication.user_id, publication.playlist_id, claimant);
}

const db::Command<db::Nothing> kNoteGone{
    "note_gone_from_spotify", {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'"}, R"sql(
    update playlists set spotify_playlist_id = null, url = null, marker = null, published_count = 0
    where user_id = $1 and playlist_id = $2 and claimed_by = $3 and state = 'publishing')sql"};

Task<> note_gone(db::Database& database, Publication publication, std::string claimant) {
  co_await database.run(kNoteGone, publication.user_id, publication.playlist_id, claimant);
}

const db::Command<db::Told> kFinishPublication{
    "finish_publication",
    {"(select id from users limit 1)", "'playlist_2016_loved'", "'a process'", "'published'", "null"},
    R"sql(
    update playlists set state = $4, problem = $5, claimed_by = null, claimed_until = null, updated_at = now()
    where user_id = $1 and playlist_id = $2 and claimed_by = $3 and state = 'publishing'
    returning user_id as asked_by, user_id::text || ' ' || playlist_id as told)sql"};

Task<> finish_publication(db::Database& database, Publication publication, std::string claimant, std::string state,
                          std::optional<std::string> problem) {
  co_await database.run_and_tell(kPlaylistsChannel, kFinishPublication, publication.user_id, publication.playlist_id,
                                 claimant, state, problem);
}

const db::Query<OnSpotify> kPlaylistsOnSpotify{"playlists_on_spotify", {"(select id from users limit 1)"}, R"sql(
    select user_id as asked_by, playlist_id, spotify_playlist_id from playlists
    where user_id = $1 and spotify_playlist_id is not null and state <> 'publishing' order by playlist_id)sql"};

Task<std::vector<OnSpotify>> playlists_on_spotify(db::Database& database, Id user) {
  return database.all(kPlaylistsOnSpotify, user);
}

const db::Command<db::Told> kNoteRemoved{
    "note_removed_from_spotify", {"(select id from users limit 1)", "'{spotify-id}'", "'removed'"}, R"sql(
    update playlists
    set state = 'draft', spotify_playlist_id = null, url = null, marker = null, published_count = 0, problem = $3
    where user_id = $1 and spotify_playlist_id = any($2) and state <> 'publishing'
    returning user_id as asked_by, user_id::text || ' ' || playlist_id as told)sql"};

Task<> note_removed(db::Database& database, Id user, std::vector<std::string> spotify_playlist_ids,
                    std::string sentence) {
  co_await database.run_and_tell(kPlaylistsChannel, kNoteRemoved, user, spotify_playlist_ids, sentence);
}

}  // namespace mtm::store
