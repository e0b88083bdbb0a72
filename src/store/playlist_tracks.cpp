#include "store/playlist_tracks.hpp"

#include <stdexcept>

namespace mtm::store {

struct Verdict {
  std::string verdict;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (verdict))

// The insert goes in the order of the key, so that two groups can't lock each other's rows crosswise.
const db::Command<Verdict> kAddToPlaylists{"add_to_playlists",
    {"array[(select id from users limit 1)]", "array['playlist_2016_loved']", "array[(select id from tracks limit 1)]", "array[1]"}, R"sql(
    with given as (
      select given.*, playlists.user_id is not null as has_playlist, tracks.id is not null as has_track
      from unnest($1::bigint[], $2::varchar[], $3::bigint[], $4::smallint[])
             with ordinality as given (user_id, playlist_id, track_id, position, number)
      left join playlists on playlists.user_id = given.user_id and playlists.playlist_id = given.playlist_id
      left join tracks on tracks.id = given.track_id
    ), added as (
      insert into playlist_tracks (user_id, playlist_id, track_id, position)
      select user_id, playlist_id, track_id, position from given where has_playlist and has_track
      order by user_id, playlist_id, track_id, number
      on conflict do nothing
      returning user_id, playlist_id, track_id, position
    )
    select case when not has_playlist then 'no_such_playlist'
                when not has_track then 'no_such_track'
                when added.track_id is null then 'already_there'
                when row_number() over (partition by user_id, playlist_id, track_id order by number) > 1 then 'already_there'
                else 'created' end as verdict
    from given left join added using (user_id, playlist_id, track_id)
    order by number)sql"};

Task<std::vector<Added>> add_to_playlists(db::Database& database, const std::vector<PlaylistEntry>& entries) {
  std::vector<Id> users, tracks;
  std::vector<std::string> playlists;
  std::vector<int> positions;
  for (const auto& entry : entries) {
    users.push_back(entry.user_id);
    playlists.push_back(entry.playlist_id);
    tracks.push_back(entry.track_id);
    positions.push_back(entry.position);
  }
  auto rows = co_await database.all(kAddToPlaylists, users, playlists, tracks, positions);
  if (rows.size() != entries.size()) throw std::logic_error("add_to_playlists gave another number of verdicts than it was given entries");
  std::vector<Added> verdicts;
  for (const auto& row : rows) {
    Added verdict;
    if (!boost::describe::enum_from_string(row.verdict.c_str(), verdict)) throw std::logic_error("add_to_playlists gave an unknown verdict");
    verdicts.push_back(verdict);
  }
  co_return verdicts;
}

}  // namespace mtm::store
