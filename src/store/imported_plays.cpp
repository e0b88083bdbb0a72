#include "store/imported_plays.hpp"

#include <fmt/format.h>

#include "core/crypto.hpp"
#include "music/folding.hpp"
#include "music/play_details.hpp"
#include "store/identities.hpp"
#include "store/libraries.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

std::int64_t next_epoch(db::BlockingConnection& database, Id user) {
  database.run("select pg_notify($1, $2)", std::string(kHistoriesChannel), std::to_string(user.number));
  return database.one<std::int64_t>(R"sql(
    insert into libraries (user_id, version, epoch)
    values ($1, extract(epoch from now())::bigint, extract(epoch from now())::bigint)  -- as store/libraries.cpp
    on conflict on constraint libraries_key do update set version = libraries.version + 1, epoch = libraries.epoch + 1
    returning version)sql",
                                    user);
}

Id add_source(db::BlockingConnection& database, Id user, std::string_view kind,
              const std::optional<std::string>& name) {
  return database.one<Id>("insert into sources (user_id, kind, name) values ($1, $2, left($3, 200)) returning id", user,
                          std::string(kind), name);
}

void keep_report(db::BlockingConnection& database, Id user, Id source, const std::string& json) {
  database.run("update sources set report = $3::jsonb where user_id = $1 and id = $2", user, source, json);
}

namespace {

std::vector<std::int64_t> numbered_ids(db::BlockingConnection& database, const char* table, std::size_t count) {
  std::vector<std::int64_t> ids(count);
  db::CopyOut rows(
      database, fmt::format("select given.n, {0}.id from given join {0} on {0}.spotify_id = given.spotify_id", table));
  while (rows.next()) {
    std::int32_t n = 0;
    rows.read(n);
    rows.read(ids.at(static_cast<std::size_t>(n)));
  }
  return ids;
}

template <class Text>
void stage(db::BlockingConnection& database, std::span<const Text> spotify_ids,
           std::span<const std::string_view> kinds) {
  database.run("create temp table given (n integer, spotify_id text, kind text) on commit drop");
  db::CopyIn rows(database, "given");
  for (std::size_t n = 0; n < spotify_ids.size(); ++n) {
    rows.begin_row(3);
    rows.write(static_cast<std::int32_t>(n));
    rows.write(spotify_ids[n]);
    rows.write(kinds.empty() ? std::string_view() : kinds[n]);
  }
  rows.finish();
  database.run("analyze given");
}

}  // namespace

// In the order of the keys, so that a capture that keeps the same tracks meanwhile and this can't lock each other's
// rows crosswise.
std::vector<std::int64_t> catalogue_ids_of_tracks(db::BlockingConnection& database,
                                                  std::span<const std::string_view> spotify_ids,
                                                  std::span<const std::string_view> kinds) {
  stage(database, spotify_ids, kinds);
  database.run(R"sql(
    insert into tracks (spotify_id, kind)
    select distinct on (given.spotify_id) given.spotify_id, given.kind from given
    where not exists (select from tracks where tracks.spotify_id = given.spotify_id)
    order by given.spotify_id, given.n
    on conflict on constraint track_spotify_id_once do nothing)sql");
  // The same id may have been named by somebody's file as an episode.
  database.run(R"sql(
    update tracks set kind = 'track'
    where kind <> 'track' and name is null and spotify_id in (select spotify_id from given where kind = 'track'))sql");
  database.run("analyze tracks (id, spotify_id)");
  auto ids = numbered_ids(database, "tracks", spotify_ids.size());
  database.run("drop table given");
  return ids;
}

std::vector<std::int64_t> catalogue_ids_of_artists(db::BlockingConnection& database,
                                                   std::span<const std::string> spotify_ids) {
  stage(database, spotify_ids, {});
  database.run(R"sql(
    insert into artists (spotify_id)
    select distinct given.spotify_id from given
    where not exists (select from artists where artists.spotify_id = given.spotify_id)
    order by given.spotify_id
    on conflict on constraint artist_spotify_id_once do nothing)sql");
  database.run("analyze artists (id, spotify_id)");
  auto ids = numbered_ids(database, "artists", spotify_ids.size());
  database.run("drop table given");
  return ids;
}

namespace {

/// 21 characters of 6 bits: two of a million names meet with a probability below 10^-25.
std::string nameless_id(const std::string& folded) {
  return "_" + base64url(sha256(fmt::format("{}\n{}", music::kFoldingVersion, folded))).substr(0, 21);
}

}  // namespace

std::string nameless_track_id(std::string_view kind, std::string_view artist, std::string_view title,
                              std::string_view album) {
  auto folded = music::folded(artist) + "\n" + music::folded(title) + "\n" + music::folded(album);
  return nameless_id(kind == "track" ? folded : fmt::format("{}\n{}", folded, kind));
}

std::string nameless_artist_id(std::string_view name) { return nameless_id(music::folded(name)); }

namespace {

void write_text(db::CopyIn& rows, std::string_view text) {
  std::optional<std::string_view> said;
  if (!text.empty()) said = text;
  rows.write(said);
}

}  // namespace

ClaimsIn::ClaimsIn(db::BlockingConnection& database, Id user, Id source)
    : keys_(database, "track_claims"),
      rows_(database,
            "track_claims (user_id, track_id, source_id, kind, name, artist_id, artist_name, album_name, duration_ms, "
            "isrc, "
            "recording_mbid, met_at)"),
      user_(user),
      source_(source) {}

void ClaimsIn::add(const ImportedClaim& claim) {
  rows_.begin_row(12);
  rows_.write(user_.number);
  rows_.write(claim.track_id);
  rows_.write(source_.number);
  rows_.write(claim.kind);
  rows_.write(claim.name);
  rows_.write(claim.artist_id);
  write_text(rows_, claim.artist_name);
  write_text(rows_, claim.album_name);
  rows_.write(claim.duration_ms);
  write_text(rows_, claim.isrc);
  write_text(rows_, claim.recording_mbid);
  rows_.write(claim.met_at);
}

void ClaimsIn::finish() {
  rows_.finish();
  keys_.end();
}

void tell_planner_of_claims(db::BlockingConnection& database) {
  database.run("analyze track_claims (user_id, track_id)");
}

void tell_planner_of_plays(db::BlockingConnection& database) {
  database.run("analyze plays (user_id, source_id, track_id)");
}

namespace {

music::YesNo answer(std::optional<bool> said) {
  if (!said) return music::YesNo::unknown;
  return *said ? music::YesNo::yes : music::YesNo::no;
}

/// What histories read of the columns before it.
std::optional<std::int32_t> details_of(const ImportedPlay& play) {
  music::PlayDetails details;
  details.in_private = play.incognito.value_or(false);
  details.shuffle = answer(play.shuffle);
  details.offline = answer(play.offline);
  details.ending = music::ending_of(play.reason_end, play.skipped.value_or(false));
  details.platform = music::platform_of(play.platform);
  details.country = music::country_of(play.country);
  if (details == music::PlayDetails()) return std::nullopt;
  return details.packed();
}

}  // namespace

PlaysIn::PlaysIn(db::BlockingConnection& database, Id user, Id source, std::int64_t version)
    : keys_(database, "plays"),
      rows_(database,
            "plays (user_id, version, source_id, track_id, played_at, is_start, ms_played, nth, kind, reason_start, "
            "reason_end, skipped, shuffle, offline, incognito, platform, country, details, file, file_row)"),
      user_(user),
      source_(source),
      version_(version) {}

void PlaysIn::add(const ImportedPlay& play) {
  rows_.begin_row(20);
  rows_.write(user_.number);
  rows_.write(version_);
  rows_.write(source_.number);
  rows_.write(play.track_id);
  rows_.write(play.at);
  rows_.write(play.is_start);
  rows_.write(play.ms_played);
  rows_.write(play.nth);
  rows_.write(play.kind);
  write_text(rows_, play.reason_start);
  write_text(rows_, play.reason_end);
  rows_.write(play.skipped);
  rows_.write(play.shuffle);
  rows_.write(play.offline);
  rows_.write(play.incognito);
  write_text(rows_, play.platform);
  write_text(rows_, play.country);
  rows_.write(details_of(play));
  rows_.write(play.file);
  rows_.write(play.file_row);
}

void PlaysIn::finish() {
  rows_.finish();
  keys_.end();
}

namespace {

std::string numbers_of(std::span<const Id> sources) {
  std::string list;
  for (auto source : sources) list += fmt::format("{}{}", list.empty() ? "" : ",", source.number);
  return list;
}

}  // namespace

bool others_told(db::BlockingConnection& database, Id user, std::span<const Id> sources) {
  return database.one<bool>(
      fmt::format("select exists (select from plays where user_id = $1 and source_id not in ({}))",
                  numbers_of(sources)),
      user);
}

void each_other_play(db::BlockingConnection& database, Id user, std::span<const Id> sources,
                     const std::function<void(const ToldPlay&)>& take) {
  db::CopyOut rows(database, fmt::format("select source_id, track_id, played_at, is_start, ms_played from plays "
                                         "where user_id = {} and source_id not in ({})",
                                         user.number, numbers_of(sources)));
  ToldPlay play;
  while (rows.next()) {
    rows.read(play.source_id);
    rows.read(play.track_id);
    rows.read(play.at);
    rows.read(play.is_start);
    rows.read(play.ms_played);
    take(play);
  }
}

std::vector<SourceKind> source_kinds(db::BlockingConnection& database, Id user) {
  std::vector<SourceKind> kinds;
  db::CopyOut rows(database, fmt::format("select id, kind::text from sources where user_id = {}", user.number));
  while (rows.next()) {
    SourceKind source;
    rows.read(source.id);
    rows.read(source.kind);
    kinds.push_back(std::move(source));
  }
  return kinds;
}

void each_played_track(db::BlockingConnection& database, Id user, std::span<const Id> sources,
                       const std::function<void(const PlayedTrack&)>& take) {
  db::CopyOut rows(database, fmt::format(R"sql(
    select seen.id, coalesce(seen.name, '')::text, coalesce(seen.artist_id, 0), coalesce(seen.artist, '')::text, seen.duration_ms,
           coalesce(seen.isrc, '')::text
    from )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("{0}")) R"sql(
    where seen.id in (select track_id from plays where user_id = {0}
                      union select track_id from track_claims where user_id = {0} and source_id in ({1})))sql",
                                         user.number, numbers_of(sources)));
  PlayedTrack track;
  while (rows.next()) {
    rows.read(track.id);
    rows.read(track.name);
    rows.read(track.artist_id);
    rows.read(track.artist);
    rows.read(track.duration_ms);
    rows.read(track.isrc);
    take(track);
  }
}

std::string time_zone_of(db::BlockingConnection& database, const std::string& spotify_user_id) {
  return database.one<std::string>(
      "select coalesce(max(time_zone), 'UTC') from users join identities on user_id = users.id where identity = $1",
      identity_of_user(spotify_user_id));
}

std::int64_t unconfirmed_tracks(db::BlockingConnection& database, Id user, Id source) {
  return database.one<std::int64_t>(R"sql(
    select count(*) from track_claims join tracks on tracks.id = track_claims.track_id
    where track_claims.user_id = $1 and source_id = $2 and tracks.name is null and tracks.spotify_id not like '\_%')sql",
                                    user, source);
}

}  // namespace mtm::store
