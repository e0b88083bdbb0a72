// A database that an older version made is brought over whole (sql/from_012). tests/data/step_NNN.sql are such
// databases.
#include <catch2/catch.hpp>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

Environment settings(const ScratchDatabase& database) {
  return {{"DATABASE_URL", database.url()}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}};
}

void restore(const ScratchDatabase& database, const std::string& step) {
  database.sql().script(test_data("step_" + step + ".sql"));
}

/// Everything that a schema consists of, by its text.
std::vector<Rows> schema_of(const ScratchDatabase& database) {
  auto sql = database.sql();
  return {
      sql.rows("select table_name, ordinal_position, column_name, data_type, character_maximum_length, is_nullable, "
               "column_default, is_identity, generation_expression from information_schema.columns "
               "where table_schema = 'public' and table_name <> 'schema_steps' order by 1, 2"),
      sql.rows("select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint "
               "where connamespace = 'public'::regnamespace order by 1, 2"),
      sql.rows("select indexdef from pg_indexes where schemaname = 'public' order by 1"),
      sql.rows("select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace and not exists "
               "(select from pg_depend where objid = pg_proc.oid and deptype = 'e') order by 1"),
      sql.rows("select relname, reloptions from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' "
               "order by 1"),
      sql.rows("select nspname from pg_namespace where nspname !~ '^pg_' order by 1"),
      sql.rows("select tgname from pg_trigger where not tgisinternal"),
      sql.rows("select name, checksum from schema_steps order by 1"),
  };
}

}  // namespace

TEST_CASE("an older database becomes what a new one is, and loses no row") {
  const std::string step = GENERATE("012", "018");
  CAPTURE(step);
  ScratchDatabase database, fresh;
  restore(database, step);
  auto sql = database.sql();
  sql.script(
      "set search_path = public; create table of_somebody_else (n int); insert into of_somebody_else values (1)");
  auto migrated = command({"migrate"}, settings(database));
  CAPTURE(migrated.err);
  REQUIRE(migrated.exit_code == 0);
  CHECK_THAT(command({"migrate"}, settings(database)).out, Contains("nothing to do"));
  CHECK(sql.value("select n from of_somebody_else") == "1");
  sql.script("drop table of_somebody_else");
  REQUIRE(command({"migrate"}, settings(fresh)).exit_code == 0);
  CHECK(schema_of(database) == schema_of(fresh));

  // Row for row what tests/data has, in the order of the keys.
  bool later = step == "018";
  CHECK(sql.rows("select spotify_user_id, spotify_account_id, display_name, time_zone, created_at = "
                 "'2024-01-02T03:04:05.678901Z', history_deleted_at is null from users order by id") ==
        Rows{{"ada", "account-of-ada", "Ada", "Europe/Berlin", "t", "t"},
             {"ben", "null", "null", "null", "f", "t"},
             {"eve", "account-of-eve", "Eve", "UTC", "f", "f"}});
  CHECK(sql.rows("select identity, user_id from identities order by 1") == Rows{{"spotify:account:account-of-ada", "1"},
                                                                                {"spotify:account:account-of-eve", "3"},
                                                                                {"spotify:user:ada", "1"},
                                                                                {"spotify:user:ben", "2"},
                                                                                {"spotify:user:eve", "3"}});
  CHECK(sql.rows("select user_id, track_id, first_seen_at at time zone 'UTC', saved_at is null, unsaved_at is null, "
                 "imported_at is null from library order by 1, 2") ==
        Rows{{"1", "1", "2019-05-05 05:05:05.123", "f", later ? "f" : "t", "t"},
             {"1", "2", "2024-04-04 00:00:00", "t", "t", "f"},
             {"1", "3", "2015-01-01 00:00:00", "t", "t", "f"},
             {"2", "2", "2024-06-06 00:00:00", "f", "t", "t"},
             {"3", "1", "2024-06-06 00:00:00", "t", "t", "t"}});
  CHECK(sql.rows(
            "select plays.user_id, played_at at time zone 'UTC', track_id, ms_played, is_start, sources.kind "
            "from plays join sources on sources.user_id = plays.user_id and sources.id = source_id order by 1, 2, 3") ==
        Rows{{"1", "1969-07-20 20:17:40", "1", "null", "f", "earlier"},
             {"1", "2025-01-01 10:00:00.5", "1", "null", "f", "spotify"},
             {"1", "2025-01-01 10:00:00.5", "2", "30000", "f", "spotify"},
             {"2", "2038-01-19 03:14:08", "2", "0", "f", "spotify"}});
  CHECK(sql.rows("select user_id, snapshot_date, time_range, rank, track_id from snapshots order by 1, 2, 3, 4") ==
        Rows{{"1", "2025-01-01", "short_term", "1", "1"},
             {"1", "2025-01-01", "short_term", "3", "2"},
             {"1", "2025-01-02", "long_term", "1", "3"},
             {"2", "2025-01-01", "medium_term", "1", "2"}});
  CHECK(sql.rows("select user_id, playlist_id, name, kind, year, choice, state, marker, spotify_playlist_id, "
                 "published_count, left_out_count, problem, source_id is null from playlists order by 1, 2") ==
        Rows{{"1", "playlist_2010", "2010", "imported", "2010", "null", "draft", "null", "null", "0", "0", "null", "f"},
             {"1", "playlist_2016_loved", "My 2016", "year", "2016", "loved", "published", "marker", "spotify-playlist",
              "2", "0", "null", "t"},
             {"3", "mine", "Mine", "own", "null", "null", "failed", "null", "null", "0", later ? "1" : "0", "refused",
              "t"}});
  CHECK(sql.rows("select user_id, playlist_id, track_id, position, created_at is null, left_out from playlist_tracks "
                 "order by 1, 2, 3") == Rows{{"1", "playlist_2010", "3", "0", "t", "null"},
                                             {"1", "playlist_2016_loved", "1", "1", "f", "null"},
                                             {"1", "playlist_2016_loved", "2", "2", "f", "null"},
                                             {"3", "mine", "2", "7", "f", later ? "refused" : "null"}});
  CHECK(sql.rows("select user_id, artist_id, name, first_seen_at is null from library_artists order by 1, 2") ==
        Rows{{"1", "1", "Björk", "f"}, {"1", "3", "Without tracks", "t"}});
  CHECK(sql.rows("select spotify_id, name, created_at is null from artists order by id") ==
        Rows{{"0000000000000000000001", "Björk", "f"},
             {"_made_up_000000000000a", "Nobody & Sons", "t"},
             {"0000000000000000000003", "Without tracks", "f"}});
  CHECK(sql.rows("select name, artist_id, album_name, release_date, release_precision, duration_ms, popularity, isrc, "
                 "energy, features_source, raw_json from tracks order by id") ==
        Rows{{"Jóga", "1", "Homogenic", "1997-09-22", "day", "305000", "61", "GBBKS9700175", "0.5", "provider",
              "{\"id\": \"1000000000000000000001\"}"},
             {"From an import", "2", "null", "2016-01-01", "year", "null", "null", "null", "null", "null", "null"},
             {"Without anything", "1", "null", "null", "null", "null", "null", "null", "null", "null", "null"}});
  for (const auto& [table, rows] : std::map<std::string, std::int64_t>{{"spotify_grants", 2},
                                                                       {"logins", 1},
                                                                       {"sessions", 1},
                                                                       {"api_keys", 1},
                                                                       {"idempotency_keys", 1},
                                                                       {"spotify_budgets", 1},
                                                                       {"captures", 2},
                                                                       {"imports", 2},
                                                                       {"import_rejects", 1},
                                                                       {"libraries", 3}}) {
    CAPTURE(table);
    CHECK(sql.number("select count(*) from " + table) == rows);
  }
  CHECK(sql.number("insert into users (spotify_user_id) values ('new') returning id") == 4);
}

TEST_CASE("everybody sees after an upgrade what they saw before it, by the credentials they had") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  restore(database, GENERATE("012", "018"));
  Server server(server_environment(database.url(), sandbox));
  auto ada = server.client();
  ada.cookies["session"] = std::string(43, 's');
  CHECK(ada.get("/api/v1/me").at("/user/id") == "1");
  const std::string key = "mtm_" + std::string(43, 'k');
  CHECK(server.client().get("/api/v1/me", {{"Authorization", "Bearer " + key}}).at("/user/id") == "1");
  CHECK(ada.get("/api/v1/tracks/1/mine").at("/play_count") == "2");
  // An import gave this track its features. All who had it saw them, and nobody else does now.
  CHECK(ada.get("/api/v1/tracks/2").at("/energy") == "0.9");
  CHECK(client_with(server.origin(), make_key(database.url(), "ben", "read", "ben"))
            .get("/api/v1/tracks/2")
            .at("/energy") == "0.9");
  CHECK(server.signed_in("demo").get("/api/v1/tracks/2").at("/energy") == "null");
}

TEST_CASE("an upgrade that fails leaves the database as it was") {
  ScratchDatabase database;
  restore(database, "012");
  auto sql = database.sql();
  sql.script("create schema before");  // is in its way
  auto before = schema_of(database);
  auto refused = command({"migrate"}, settings(database));
  CHECK(refused.exit_code == 1);
  CHECK_THAT(refused.err, Contains("before"));
  CHECK(schema_of(database) == before);
}

TEST_CASE("a database from before step 012 is left alone, and told what it needs") {
  ScratchDatabase database;
  restore(database, "012");
  database.sql().script("delete from public.schema_steps where name like '012%'");
  auto before = schema_of(database);
  auto refused = command({"migrate"}, settings(database));
  CHECK(refused.exit_code == 1);
  CHECK_THAT(refused.err, Contains("let an older version of this program migrate it first"));
  CHECK(schema_of(database) == before);
}
