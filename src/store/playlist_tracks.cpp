#include "store/playlist_tracks.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace mtm::store {

struct Key {
  Id user_id;
  std::string playlist_id;
  Id track_id;
  auto operator<=>(const Key&) const = default;
};
BOOST_DESCRIBE_STRUCT(Key, (), (user_id, playlist_id, track_id))

/// A track that Spotify has not confirmed exists only for those whose own sources name it.
#define MTM_MAY_SEE                                                                                    \
  "(tracks.name is not null or exists (select from library where library.user_id = given.user_id and " \
  "library.track_id = tracks.id) or exists (select from track_claims where track_claims.user_id = "    \
  "given.user_id and track_claims.track_id = tracks.id))"

// The joins leave out what can't be inserted, so that a constraint never fails the neighbours. Each playlist is held
// once for its whole group, until the commit: nobody can delete it meanwhile (sql/019_baseline.sql). Rows go in
// the order of the key, so that two groups can't lock each other's rows crosswise.
const db::Command<Key> kAddToPlaylists{"add_to_playlists",
                                       {"array[(select id from users limit 1)]", "array['playlist_2016_loved']",
                                        "array[(select id from tracks limit 1)]", "array[1]"},
                                       R"sql(
    with given as (
      select * from unnest($1::bigint[], $2::varchar[], $3::bigint[], $4::smallint[])
                    with ordinality as given (user_id, playlist_id, track_id, position, number)
    ), held as materialized (
      select playlist.user_id, playlist.playlist_id
      from (select distinct user_id, playlist_id from given order by 1, 2) as named
      cross join lateral (
        select user_id, playlist_id from playlists
        where playlists.user_id = named.user_id and playlists.playlist_id = named.playlist_id limit 1 for key share
      ) as playlist
    )
    insert into playlist_tracks (user_id, playlist_id, track_id, position)
    select given.user_id, given.playlist_id, given.track_id, given.position
    from given join held using (user_id, playlist_id) join tracks on tracks.id = given.track_id
    where )sql" MTM_MAY_SEE R"sql(
    order by given.user_id, given.playlist_id, given.track_id, given.number
    on conflict do nothing
    returning user_id as asked_by, playlist_id, track_id)sql"};

struct Known {
  Id id;
};
BOOST_DESCRIBE_STRUCT(Known, (), (id))

// The same for one user, in the two steps that go to one server each.
const db::Query<Known> kTracksThatExist{"tracks_that_exist", {"(select id from users limit 1)", "array[1]"}, R"sql(
    select given.user_id as asked_by, tracks.id
    from (select $1::bigint as user_id) as given join tracks on tracks.id = any ($2::bigint[])
    where )sql" MTM_MAY_SEE " order by tracks.id"};

const db::Command<Key> kAddOfOneUser{"add_of_one_user",
                                     {"(select id from users limit 1)", "array['playlist_2016_loved']",
                                      "array[(select id from tracks limit 1)]", "array[1]"},
                                     R"sql(
    insert into playlist_tracks (user_id, playlist_id, track_id, position)
    select playlists.user_id, playlists.playlist_id, given.track_id, given.position
    from playlists cross join unnest($2::varchar[], $3::bigint[], $4::smallint[])
                              with ordinality as given (playlist_id, track_id, position, number)
    where playlists.user_id = $1 and playlists.playlist_id = given.playlist_id
    order by given.playlist_id, given.track_id, given.number
    on conflict do nothing
    returning user_id as asked_by, playlist_id, track_id)sql"};

struct Reason {
  bool has_playlist;
  bool has_track;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (has_playlist, has_track))

const db::Query<Reason> kWhyNotAdded{
    "why_not_added",
    {"array[(select id from users limit 1)]", "array['playlist_2016_loved']", "array[(select id from tracks limit 1)]"},
    R"sql(
    select given.user_id as asked_by, playlists.user_id is not null as has_playlist, tracks.id is not null as has_track
    from unnest($1::bigint[], $2::varchar[], $3::bigint[]) with ordinality as given (user_id, playlist_id, track_id, number)
    left join playlists on playlists.user_id = given.user_id and playlists.playlist_id = given.playlist_id
    left join tracks on tracks.id = given.track_id and )sql" MTM_MAY_SEE R"sql(
    order by given.number)sql"};

namespace {

/// The entries as one array for each column.
struct Columns {
  std::vector<Id> users, tracks;
  std::vector<std::string> playlists;
  std::vector<int> positions;

  void add(const PlaylistEntry& entry) {
    users.push_back(entry.user_id);
    playlists.push_back(entry.playlist_id);
    tracks.push_back(entry.track_id);
    positions.push_back(entry.position);
  }
};

/// Those whose track is known, which must all be of one user.
Task<db::Result> add_of_one_user(db::Database& database, const std::vector<PlaylistEntry>& entries) {
  Columns all;
  for (const auto& entry : entries) all.add(entry);
  auto known = co_await database.all(kTracksThatExist, all.users.front(), all.tracks);
  Columns columns;
  for (const auto& entry : entries) {
    auto found = std::lower_bound(known.begin(), known.end(), entry.track_id,
                                  [](const Known& track, Id id) { return track.id < id; });
    if (found != known.end() && found->id == entry.track_id) columns.add(entry);
  }
  auto params = db::Params::of(entries.front().user_id, columns.playlists, columns.tracks, columns.positions);
  co_return co_await database.ask(kAddOfOneUser, std::move(params));
}

Task<db::Result> add_of_many_users(db::Database& database, const std::vector<PlaylistEntry>& entries) {
  Columns columns;
  for (const auto& entry : entries) columns.add(entry);
  auto params = db::Params::of(columns.users, columns.playlists, columns.tracks, columns.positions);
  co_return co_await database.ask(kAddToPlaylists, std::move(params));
}

/// Explains those that were not created. Only groups with such members pay for this question.
Task<> explain_rest(db::Database& database, const std::vector<PlaylistEntry>& entries, const db::Result& inserted,
                    std::vector<Added>& verdicts) {
  std::map<Key, bool> created;  // and whether its first entry has been found; the user is what the rows are asked by
  for (int row = 0; row < inserted.rows(); ++row) created.emplace(db::read_row<Key>(inserted, row), false);
  Columns rest;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto found = created.find(Key{entries[i].user_id, entries[i].playlist_id, entries[i].track_id});
    if (found != created.end() && !found->second) {
      found->second = true;
      continue;
    }
    rest.add(entries[i]);
    places.push_back(i);
  }
  auto reasons = co_await database.all(kWhyNotAdded, rest.users, rest.playlists, rest.tracks);
  if (reasons.size() != places.size())
    throw std::logic_error("why_not_added gave another number of answers than it was asked");
  for (std::size_t i = 0; i < places.size(); ++i)
    verdicts[places[i]] = !reasons[i].has_playlist ? Added::no_such_playlist
                          : !reasons[i].has_track  ? Added::no_such_track
                                                   : Added::already_there;
}

}  // namespace

Task<std::vector<Added>> add_to_playlists(db::Database& database, const std::vector<PlaylistEntry>& entries) {
  auto adding = database.distributed() ? add_of_one_user(database, entries) : add_of_many_users(database, entries);
  auto inserted = co_await std::move(adding);
  std::vector<Added> verdicts(entries.size(), Added::created);
  if (static_cast<std::size_t>(inserted.rows()) < entries.size())
    co_await explain_rest(database, entries, inserted, verdicts);
  co_return verdicts;
}

}  // namespace mtm::store
