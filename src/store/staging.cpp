#include "store/staging.hpp"

#include <fmt/format.h>

#include "store/identities.hpp"
#include "store/imported_plays.hpp"
#include "store/staged_rows.hpp"

namespace mtm::store {

namespace {

std::optional<Id> first_id(const db::Result& rows) {
  std::optional<Id> id;
  if (rows.rows() > 0) db::read_column(rows, 0, 0, id.emplace());
  return id;
}

std::optional<Id> find_user(db::BlockingConnection& database, const std::string& spotify_user_id) {
  return first_id(
      database.run("select user_id from identities where identity = $1", identity_of_user(spotify_user_id)));
}

/// Nothing when somebody else has made the same person since we looked (store/identities.cpp).
std::optional<Id> make_user(db::BlockingConnection& database, const std::string& spotify_user_id) {
  auto user = database.one<Id>("insert into users (spotify_user_id) values ($1) returning id", spotify_user_id);
  auto named = database.run(
      "insert into identities (identity, user_id) values ($1, $2) on conflict on constraint identities_key do nothing",
      identity_of_user(spotify_user_id), user);
  if (named.affected() > 0) return user;
  database.run("delete from users where id = $1", user);
  return std::nullopt;
}

/// Nothing when the user has been deleted.
std::optional<Id> hold_user(db::BlockingConnection& database, Id user) {
  return first_id(database.run("select id from users where id = $1 for key share", user));
}

}  // namespace

Id begin_import(db::BlockingConnection& database, const std::string& spotify_user_id,
                const std::function<void()>& waits) {
  database.begin();
  const std::string lock = "(hashtextextended('import of ' || $1, 0))";
  bool mine = database.one<bool>("select pg_try_advisory_xact_lock" + lock, spotify_user_id);
  if (!mine) {
    waits();
    database.run("select pg_advisory_xact_lock" + lock, spotify_user_id);
  }
  std::optional<Id> user;
  while (!user) {
    user = find_user(database, spotify_user_id);
    if (!user) user = make_user(database, spotify_user_id);
    if (user) user = hold_user(database, *user);
  }
  return *user;
}

Merging begin_merge(db::BlockingConnection& database, Id user, const std::optional<std::string>& name) {
  Merging merging{user, {}, 0};
  merging.version = next_epoch(database, user);
  merging.source = add_source(database, user, "old_app", name);
  return merging;
}

namespace {

// PostgreSQL's type for a member: the one as which COPY (db/copy.hpp) writes it.
const char* type_of(const std::string&) { return "text"; }
const char* type_of(std::int16_t) { return "smallint"; }
const char* type_of(std::int32_t) { return "integer"; }
const char* type_of(std::int64_t) { return "bigint"; }
const char* type_of(db::Microseconds) { return "timestamptz"; }
const char* type_of(std::chrono::sys_days) { return "date"; }
const char* type_of(const KeptJson&) { return "jsonb"; }
template <class T>
const char* type_of(const std::optional<T>&) {
  return type_of(T{});
}

template <class Row>
void make_table_of(db::BlockingConnection& database) {
  std::string columns;
  Row row;
  Row::each_staged(row, [&](const char* name, const auto& member) {
    if (!columns.empty()) columns += ", ";
    columns += fmt::format("{} {}", name, type_of(member));
  });
  database.run(fmt::format("create temp table {} ({}) on commit drop", Row::kStaged, columns));
}

}  // namespace

void make_staging_tables(db::BlockingConnection& database) {
  // Sorts of half a million rows stay off the disk; it is one connection's memory, taken as it is needed. temp_buffers
  // stay as they are: a pooler's connection would keep them, and refuses to change them after its first temporary
  // table.
  database.run(R"sql(
    set local work_mem = '128MB';
    set local jit = off;
    set local default_statistics_target = 10;
    create temp table rejected (source text, row bigint, reason text, value text) on commit drop)sql");
  make_table_of<ArtistRow>(database);
  make_table_of<TrackRow>(database);
  make_table_of<EntryRow>(database);
  make_table_of<SnapshotRow>(database);
}

}  // namespace mtm::store
