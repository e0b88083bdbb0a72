#include "support/shelf.hpp"

#include <stdexcept>

#include "support/app.hpp"

namespace mtm::test {

std::string make_key(const std::string& database_url, const std::string& spotify_user_id, const std::string& scope,
                     const std::string& label) {
  auto made = run({program("music-time-machine"), "api-key", "create", "--user", spotify_user_id, "--new-user",
                   "--label", label, "--scope", scope},
                  {{"DATABASE_URL", database_url}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}});
  if (made.exit_code != 0) throw std::runtime_error("api-key create failed: " + made.err);
  return made.out.substr(0, made.out.find('\n'));
}

void make_tracks(Sql& sql, int count) {
  sql.script("insert into artists (spotify_id, name) values ('artist', 'Artist') on conflict do nothing");
  sql.rows(
      "insert into tracks (spotify_id, name, artist_id) "
      "select 'track' || number, 'Track ' || number, (select id from artists where spotify_id = 'artist') "
      "from generate_series((select count(*) + 1 from tracks), (select count(*) from tracks) + $1) as number",
      {std::to_string(count)});
}

void make_plays(Sql& sql, int count) {
  sql.rows(
      "insert into plays (source_id, version, user_id, played_at, track_id) select 0, 0, users.id, "
      "'2020-01-01'::timestamptz + number * "
      "interval '1 minute', "
      "(select min(id) from tracks) from users, generate_series(1, $1::integer) as "
      "number",
      {std::to_string(count)});
}

void make_playlist(Sql& sql, const std::string& spotify_user_id, const std::string& playlist_id) {
  sql.rows(
      "insert into playlists (user_id, playlist_id, name, kind) select id, $2, $2, 'year' from users where "
      "spotify_user_id = $1",
      {spotify_user_id, playlist_id});
}

HttpClient client_with(const std::string& origin, const std::string& key) {
  HttpClient client(origin);
  client.always = {{"Authorization", "Bearer " + key}};
  return client;
}

}  // namespace mtm::test
