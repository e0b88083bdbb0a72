#include "store/own_exports.hpp"

#include <fmt/format.h>

#include "store/keys_known.hpp"
#include "store/own_export_nouns.hpp"

namespace mtm::store {

namespace {

/// Numbers stand where $1, $2 and $3 did: one statement may be several, and none need name all three.
std::string with_numbers(const char* sql, const OwnBringing& bringing) {
  std::string text = sql;
  const std::string numbers[] = {std::to_string(bringing.user.number), std::to_string(bringing.source.number),
                                 std::to_string(bringing.version)};
  for (int n = 0; n < 3; ++n) {
    auto place = fmt::format("${}", n + 1);
    for (auto at = text.find(place); at != text.npos; at = text.find(place, at)) text.replace(at, 2, numbers[n]);
  }
  return text;
}

}  // namespace

std::string own_table(std::string_view noun) { return fmt::format("own_{}", noun); }

void make_own_table(db::BlockingConnection& database, std::string_view noun, std::span<const OwnColumnType> columns) {
  std::string list;
  for (const auto& column : columns) list += fmt::format(", {} {}", column.name, column.type);
  database.run(
      fmt::format("create temp table {} (at_file smallint, at_row bigint{}) on commit drop", own_table(noun), list));
}

void drop_own_table(db::BlockingConnection& database, std::string_view noun) {
  database.run(fmt::format("drop table {}", own_table(noun)));
}

// Artists first, and both in the order of their keys, as captures write them.
void give_catalogue_own_ids(db::BlockingConnection& database) {
  database.run(R"sql(
    insert into artists (spotify_id)
    select distinct spotify_id from own_artists
    where not exists (select from artists where artists.spotify_id = own_artists.spotify_id)
    order by spotify_id
    on conflict on constraint artist_spotify_id_once do nothing)sql");
  database.run(R"sql(
    insert into tracks (spotify_id, kind)
    select distinct on (spotify_id) spotify_id, kind from own_tracks
    where not exists (select from tracks where tracks.spotify_id = own_tracks.spotify_id)
    order by spotify_id, at_file, at_row
    on conflict on constraint track_spotify_id_once do nothing)sql");
  // The same id may have been named by somebody's file as an episode.
  database.run(R"sql(
    update tracks set kind = 'track'
    where kind <> 'track' and name is null and spotify_id in (select spotify_id from own_tracks where kind = 'track'))sql");
  database.run("analyze artists (id, spotify_id)");
  database.run("analyze tracks (id, spotify_id)");
}

OwnBringing begin_own_export(db::BlockingConnection& database, Id user, std::int64_t version, const std::string& name) {
  database.run("set local work_mem = '128MB'; set local jit = off");
  OwnBringing bringing{user, {}, version};
  bringing.source = database.one<Id>(
      "insert into sources (user_id, kind, name) values ($1, 'own_export', left($2, 200)) returning id", user, name);
  return bringing;
}

bool bring_time_zone(db::BlockingConnection& database, Id user, const std::string& zone) {
  return database
             .run(
                 "update users set time_zone = $2 where id = $1 and time_zone is null and exists (select from "
                 "pg_timezone_names where name = $2)",
                 user, zone)
             .affected() > 0;
}

std::vector<OwnOutcome> bring_own(db::BlockingConnection& database, const OwnBringing& bringing,
                                  std::string_view noun) {
  const auto& known = own_export_noun(noun);
  database.run(fmt::format("analyze {}", own_table(noun)));
  database.run(with_numbers(known.judge, bringing));
  if (!known.table.empty()) {
    KeysKnown keys(database, std::string(known.table).c_str());
    for (const auto* statement : known.keep)
      if (statement) database.run(with_numbers(statement, bringing));
    keys.end();
  }
  std::vector<OwnOutcome> outcomes;
  auto kind = noun == "plays" ? "kind" : "''";
  db::CopyOut rows(
      database,
      fmt::format("select at_file, {0}::text, count(*) filter (where not there), count(*) filter (where there) "
                  "from judged_{1} where refused is null group by 1, 2 order by 1, 2",
                  kind, noun));
  while (rows.next()) {
    auto& outcome = outcomes.emplace_back();
    rows.read(outcome.file);
    rows.read(outcome.kind);
    rows.read(outcome.added);
    rows.read(outcome.already_there);
  }
  return outcomes;
}

void each_own_refused(db::BlockingConnection& database, std::string_view noun,
                      const std::function<void(const OwnRefused&)>& take) {
  db::CopyOut rows(database,
                   fmt::format("select at_file, at_row, refused::text, coalesce(value, '')::text from judged_{} "
                               "where refused is not null order by at_file, at_row",
                               noun));
  OwnRefused refused;
  while (rows.next()) {
    rows.read(refused.file);
    rows.read(refused.row);
    rows.read(refused.reason);
    rows.read(refused.value);
    take(refused);
  }
}

OwnSpan own_span(db::BlockingConnection& database) {
  OwnSpan span;
  db::CopyOut rows(database, "select min(played_at), max(played_at) from judged_plays where refused is null");
  while (rows.next()) {
    rows.read(span.first);
    rows.read(span.last);
  }
  return span;
}

std::int64_t own_unconfirmed(db::BlockingConnection& database) {
  return database.one<std::int64_t>(R"sql(
    select count(*) from track_ids join tracks on tracks.id = here_id where tracks.name is null and spotify_id not like '\_%')sql");
}

bool finish_own_export(db::BlockingConnection& database, const OwnBringing& bringing, bool any_added) {
  if (!any_added) {
    for (const auto* table : {"track_claims", "library_artists", "brought_library"})
      database.run(fmt::format("delete from {} where user_id = $1 and source_id = $2", table), bringing.user,
                   bringing.source);
    database.run("delete from sources where user_id = $1 and (id = $2 or brought_by = $2)", bringing.user,
                 bringing.source);
    return false;
  }
  database.run(R"sql(
    delete from sources
    where user_id = $1 and brought_by = $2 and id in (select here_id from judged_sources where refused is null and there)
      and not exists (select from plays where user_id = $1 and source_id = sources.id)
      and not exists (select from track_claims where user_id = $1 and source_id = sources.id)
      and not exists (select from library_artists where user_id = $1 and source_id = sources.id)
      and not exists (select from snapshots where user_id = $1 and source_id = sources.id)
      and not exists (select from covered_spans where user_id = $1 and source_id = sources.id)
      and not exists (select from playlists where user_id = $1 and source_id = sources.id)
      and not exists (select from playlist_tracks where user_id = $1 and source_id = sources.id))sql",
               bringing.user, bringing.source);
  return true;
}

}  // namespace mtm::store
