// Searches of a library, over a catalogue made by hand.
#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

using Names = std::vector<std::string>;

std::string percent_encoded(const std::string& text) {
  std::string encoded;
  for (unsigned char byte : text) encoded += fmt::format("%{:02X}", byte);
  return encoded;
}

/// A server, and the libraries of "demo" and "ada" to be filled.
struct House {
  House()
      : server(server_environment(database.url(), sandbox)),
        demo(client("demo")),
        ada(client("ada")),
        sql(database.sql()) {}

  HttpClient client(const std::string& user) { return client_with(server.origin(), make_key(database.url(), user)); }

  /// A track in demo's library; its id.
  std::string add(const std::string& name, const std::string& artist, const std::string& album = "", int plays = 0,
                  const std::string& popularity = "null") {
    return add_for("demo", name, artist, album, plays, popularity);
  }
  std::string add_for(const std::string& user, const std::string& name, const std::string& artist,
                      const std::string& album = "", int plays = 0, const std::string& popularity = "null") {
    sql.rows("insert into artists (spotify_id, name) values (left(md5($1), 22), $1) on conflict do nothing", {artist});
    auto id = sql.value(
        "insert into tracks (spotify_id, name, artist_id, album_name, popularity) select left(md5(random()::text), "
        "22), $1, id, nullif($3, ''), " +
            popularity + " from artists where spotify_id = left(md5($2), 22) returning id",
        {name, artist, album});
    sql.rows(
        "insert into library (user_id, track_id, first_seen_at) select id, $2::bigint, now() from users "
        "where spotify_user_id = $1",
        {user, id});
    play(user, id, plays);
    return id;
  }
  /// So many plays, as far back as there are; then servers must look anew.
  void play(const std::string& user, const std::string& track, int plays) {
    sql.rows(
        "insert into plays (source_id, version, user_id, played_at, track_id) select 0, 0, users.id, "
        "'2020-01-01'::timestamptz + n * "
        "interval '1 minute', $2::bigint from users, generate_series(1, $3::int) n where spotify_user_id = "
        "$1",
        {user, track, std::to_string(plays)});
    sql.facts_changed();
  }

  Reply ask(const std::string& text) { return demo.get("/api/v1/search?q=" + percent_encoded(text)); }
  Names found(const std::string& text) { return names(ask(text)); }
  static Names names(const Reply& reply) {
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    Names names;
    for (std::size_t i = 0; i < reply.size_at("/results"); ++i)
      names.push_back(reply.at("/results/" + std::to_string(i) + "/name"));
    CHECK(reply.at("/count") == std::to_string(names.size()));
    return names;
  }
  Names sorted(const std::string& text) {
    auto names = found(text);
    std::sort(names.begin(), names.end());
    return names;
  }

  ScratchDatabase database;
  Sandbox sandbox{kFewLikes};
  Server server;
  HttpClient demo, ada;
  Sql sql;
};

}  // namespace

TEST_CASE("titles come before artists, artists before albums, then plays count, then popularity") {
  House house;
  house.add("In an album", "Somebody", "Love", 900);
  house.add("By an artist", "Love Inc", "", 500);
  house.add("By the very artist", "Love", "", 5);
  house.add("What Love Is", "Nobody", "", 3, "10");
  house.add("All You Need Is Love", "Nobody", "", 3, "90");
  house.add("Love Me Do", "Nobody", "", 4);
  house.add("Love", "Nobody");
  house.add("Hate", "Nobody", "Nothing", 1000);
  Names expected{"Love",         "Love Me Do", "All You Need Is Love", "What Love Is", "By the very artist",
                 "By an artist", "In an album"};
  CHECK(house.found("love") == expected);
  CHECK(house.found("LOVE ") == expected);
  CHECK(house.found("lov") == expected);
}

TEST_CASE("the word itself comes before words that begin with it") {
  House house;
  house.add("Heroes", "David Bowie", "", 100);
  house.add("My Hero", "Foo Fighters");
  house.add("Hero", "Mariah Carey");
  CHECK(house.found("hero") == Names{"Hero", "Heroes", "My Hero"});  // a whole title before a word in one
  CHECK(house.found("hero ") == Names{"Hero", "My Hero"});
  CHECK(house.found("he") == Names{"Heroes", "Hero", "My Hero"});
}

TEST_CASE("case and accents don't matter, in any field, in either direction") {
  House house;
  house.add("Déjà Vu", "Beyoncé", "B'Day");
  house.add("Hoppípolla", "Sigur Rós", "Takk...");
  house.add("Ænima", "TOOL", "Ænima");
  house.add("Đường Về", "Mỹ Tâm");
  house.add("Группа крови", "Кино");
  for (auto [text, name] : {std::pair{"beyonce", "Déjà Vu"},
                            {"BEYONCÉ", "Déjà Vu"},
                            {"deja vu", "Déjà Vu"},
                            {"dèjá", "Déjà Vu"},
                            {"bday", "Déjà Vu"},
                            {"b'day", "Déjà Vu"},
                            {"b’day", "Déjà Vu"},
                            {"sigur ros", "Hoppípolla"},
                            {"Takk", "Hoppípolla"},
                            {"takk…", "Hoppípolla"},
                            {"aenima", "Ænima"},
                            {"ænima", "Ænima"},
                            {"my tam", "Đường Về"},
                            {"ГРУППА", "Группа крови"},
                            {"кино", "Группа крови"}}) {
    CAPTURE(text);
    CHECK(house.found(text) == Names{name});
  }
}

TEST_CASE("words that other searches throw away are music here") {
  House house;
  house.add("Baba O'Riley", "The Who", "Who's Next");
  house.add("A", "Unknown");
  house.add("Must Be the Moon", "!!!", "Thr!!!er");
  house.add("The The", "The The");
  house.add("It", "Genesis");
  house.add("+", "Ed Sheeran");
  house.add("99 Luftballons", "Nena");
  CHECK(house.found("the who") == Names{"Baba O'Riley"});
  CHECK(house.found("The Who ") == Names{"Baba O'Riley"});
  CHECK(house.found("\"the who\"") == Names{"Baba O'Riley"});
  CHECK(house.found("a ") == Names{"A"});
  CHECK(house.found("a").front() == "A");
  CHECK(house.found("!!!") == Names{"Must Be the Moon"});
  CHECK(house.found("moon !!!") == Names{"Must Be the Moon"});
  CHECK(house.found("\"the the\"") == Names{"The The"});
  CHECK(house.found("it ") == Names{"It"});
  CHECK(house.found("+") == Names{"+"});
  CHECK(house.found("99") == Names{"99 Luftballons"});
}

TEST_CASE("all words must be there, wherever they stand, a phrase must stand together, and what has a minus nowhere") {
  House house;
  house.add("Love Dance", "One");
  house.add("Dance with Love", "Two");
  house.add("Love", "Dance Club");
  house.add("Love", "Nobody", "Dance");
  house.add("Love", "Nobody", "Slow");
  house.add("Live Love Dance", "Three");
  CHECK(house.sorted("love dance ") == Names{"Dance with Love", "Live Love Dance", "Love", "Love", "Love Dance"});
  CHECK(house.found("love dance").front() == "Love Dance");
  CHECK(house.sorted("\"love dance\"") == Names{"Live Love Dance", "Love Dance"});
  CHECK(house.sorted("\"love dance\" -live") == Names{"Love Dance"});
  CHECK(house.sorted("love -dance") == Names{"Love"});
  CHECK(house.sorted("love -\"love dance\"") == Names{"Dance with Love", "Love", "Love", "Love"});
  CHECK(house.sorted("love -artist:dance") ==
        Names{"Dance with Love", "Live Love Dance", "Love", "Love", "Love Dance"});
  CHECK(house.sorted("-love") == Names{});
  CHECK(house.sorted("-dance") == Names{"Love"});
  CHECK(house.sorted("love dan").size() == 5);                   // the last word may go on
  CHECK(house.ask("lov dance").at("/instead") == "love dance");  // and only the last
}

TEST_CASE("a track is among the first five however its names are written") {
  struct Case {
    const char *title, *artist, *query;
  };
  const Case cases[] = {{"青空散歩道", "架空楽団", "散歩"},  // inside of a run of characters
                        {"\u1107\u1161\u1105\u1161\u11b7\u110b\u1174 \u1102\u1169\u1105\u1162",
                         "\u1100\u1161\u1109\u1161\u11bc\u1107\u1162\u11ab\u1103\u1173", "바람의 노래"},
                        {"Paper Lanterns", "Q.U.O.", "quo"},
                        {"Paper Boats", "QVO", "q.v.o."},
                        {"Slow Tram", "Gr!t", "grit"},
                        {"Two Rooms", "Marlow & Finch", "marlow and finch"},
                        {"Three Rooms", "Marlow and Finch Two", "marlow & finch two"},
                        {"أغنية الأمس", "فرقة خيالية", "اغنية الامس"},
                        {"Left Bank", "-V-", "-v-"}};
  House house;
  for (const auto& [title, artist, query] : cases) house.add(title, artist);
  for (const auto& [title, artist, query] : cases) {
    CAPTURE(query);
    auto names = house.found(query);
    CHECK(std::find(names.begin(), names.begin() + std::min<std::ptrdiff_t>(5, std::ssize(names)), title) !=
          names.begin() + std::min<std::ptrdiff_t>(5, std::ssize(names)));
  }
}

TEST_CASE("words that stand side by side as they were written come before the same words scattered") {
  House house;
  for (int i = 0; i < 60; ++i) house.add(fmt::format("The Song {}", i), "The Band", "", 60 - i);
  house.add("Uncertain Grin", "The The");
  CHECK(house.found("the the").front() == "Uncertain Grin");
  CHECK(house.found("the the ").front() == "Uncertain Grin");
  CHECK(house.found("\"the the\"") == Names{"Uncertain Grin"});
}

TEST_CASE("a slip of the pen is forgiven when nothing else is found, and only then") {
  House house;
  house.add("Come as You Are", "Nirvana", "Nevermind");
  house.add("Nothing Else Matters", "Metallica");
  house.add("Nirvna", "Somebody else");
  auto slip = house.ask("metalica matters");
  CHECK(House::names(slip) == Names{"Nothing Else Matters"});
  CHECK(slip.at("/instead") == "metallica matters");
  CHECK(house.ask("\"nothing els maters\"").at("/instead") == "nothing else matters");
  CHECK(house.found("nevrmind") == Names{"Come as You Are"});
  auto exact = house.ask("nirvna");
  CHECK(House::names(exact) == Names{"Nirvna"});
  CHECK(exact.at("/instead") == "null");
  auto nothing = house.ask("zebra");
  CHECK(House::names(nothing).empty());
  CHECK(nothing.at("/instead") == "null");
}

TEST_CASE("filters look in one place, and spans have their ends in them") {
  House house;
  house.add("Creep", "Radiohead", "Pablo Honey");
  house.add("Radiohead", "Talking Heads", "True Stories");
  house.add("Karma Police", "Radiohead", "OK Computer");
  house.sql.facts(
      "update tracks set release_date = '1993-02-22', release_precision = 'day', audio_features = '{\"energy\": 0.8}' "
      "where name = 'Creep';"
      "update tracks set release_date = '1986-01-01', release_precision = 'year', audio_features = '{\"energy\": "
      "0.81}' where name = 'Radiohead';"
      "update tracks set release_date = '1997-12-31', release_precision = 'day' where name = 'Karma Police'");
  CHECK(house.sorted("artist:radiohead") == Names{"Creep", "Karma Police"});
  CHECK(house.sorted("artist:radio") == Names{"Creep", "Karma Police"});
  CHECK(house.sorted("album:\"ok computer\"") == Names{"Karma Police"});
  CHECK(house.sorted("radiohead -artist:radiohead") == Names{"Radiohead"});
  CHECK(house.sorted("year:1993") == Names{"Creep"});
  CHECK(house.sorted("year:1986-1993") == Names{"Creep", "Radiohead"});
  CHECK(house.sorted("year:>1993") == Names{"Karma Police"});
  CHECK(house.sorted("year:<1993") == Names{"Radiohead"});
  CHECK(house.sorted("energy:>0.8") == Names{"Radiohead"});
  CHECK(house.sorted("energy:>=0.8") == Names{"Creep", "Radiohead"});
  CHECK(house.sorted("energy:0.8") == Names{"Creep"});
  CHECK(house.sorted("energy:<0.81") == Names{"Creep"});
  CHECK(house.sorted("artist:radiohead year:1990-1999 energy:>0.5 cree") == Names{"Creep"});
  for (auto [text, sentence] : {std::pair{"year:soon", "year: takes"},
                                {"energy:>8", "energy: takes"},
                                {"artist:", "artist: needs"},
                                {"year:1999-1990", "before they begin"}}) {
    CAPTURE(text);
    auto refused = house.ask(text);
    CHECK(refused.status == 422);
    CHECK_THAT(refused.at("/detail"), Catch::Contains(sentence));
  }
  CHECK(house.demo.get("/api/v1/search").status == 422);
  CHECK(house.demo.get("/api/v1/search?q=").at("/count") == "0");
  CHECK(house.ask("year:9999 energy:<0").at("/count") == "0");
}

TEST_CASE("a filter finds the same whether few or many tracks of the catalogue pass it") {
  House house;
  house.add("Quiet Song", "Nobody", "", 9);
  house.add("Loud Song", "Nobody", "", 3);
  house.add("Loud Noise", "Nobody", "", 5);
  house.add("Loud Later", "Nobody", "", 7);
  house.add_for("ada", "Loud Elsewhere", "Nobody", "", 99);
  house.sql.facts(
      R"(update tracks set release_date = '1990-06-01', release_precision = 'month', audio_features = '{"energy": 0.9}')");
  house.sql.facts(R"(update tracks set audio_features = '{"energy": 0.2}' where name = 'Quiet Song')");
  house.sql.facts("update tracks set release_date = '2000-01-01' where name = 'Loud Later'");
  auto check = [&] {
    CHECK(house.found("year:1990") == Names{"Quiet Song", "Loud Noise", "Loud Song"});
    CHECK(house.found("energy:0.9") == Names{"Loud Later", "Loud Noise", "Loud Song"});
    CHECK(house.found("year:1990 energy:>0.8") == Names{"Loud Noise", "Loud Song"});
    CHECK(house.found("year:2000 energy:>0.8") == Names{"Loud Later"});
    CHECK(house.found("energy:>0.8 song") == Names{"Loud Song"});
    CHECK(house.found("year:1990 -noise -quiet") == Names{"Loud Song"});
    CHECK(house.found("year:1991 loud").empty());
  };
  check();
  house.sql.facts(R"(insert into tracks (spotify_id, name, artist_id, release_date, release_precision, audio_features)
    select 'many' || n, 'Loud Song', (select min(id) from artists), '1990-01-01', 'year', '{"energy": 0.9}' from generate_series(1, 2100) n)");
  check();
}

TEST_CASE("marks are stretches of characters, so that whatever a name is made of stays text") {
  House house;
  house.add("<b>Love</b> & Ω Déjà", "L'Amour \U0001F3B5 Love", "Love");
  auto reply = house.ask("love deja");
  CHECK(reply.at("/results/0/name") == "<b>Love</b> & Ω Déjà");
  CHECK(reply.at("/results/0/marks/name") == "[[3,7],[16,20]]");
  CHECK(reply.at("/results/0/marks/artist") == "[[10,14]]");
  CHECK(reply.at("/results/0/marks/album") == "[[0,4]]");
}

TEST_CASE("there are at most fifty results, the best of them all") {
  House house;
  house.sql.script("insert into artists (spotify_id, name) values ('a', 'Many')");
  house.sql.script(
      "insert into tracks (spotify_id, name, artist_id) select 'b' || n, 'Song ' || n || ' sung', id from artists, "
      "generate_series(1, 300) n");
  house.sql.facts(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from tracks, users "
      "where spotify_user_id = 'demo';"
      "insert into plays (source_id, version, user_id, played_at, track_id) select 0, 0, users.id, "
      "'2020-01-01'::timestamptz + n * "
      "interval '1 minute', tracks.id from users, tracks, generate_series(1, 300) n "
      "where spotify_user_id = 'demo' and n <= substring(tracks.spotify_id, 2)::int");
  for (std::string text : {"song", "son", "s", "song sung", "many -nothing", "\"sung\"", "artist:many"}) {
    CAPTURE(text);
    auto names = house.found(text);
    REQUIRE(names.size() == 50);
    CHECK(names.front() == "Song 300 sung");
    CHECK(names.back() == "Song 251 sung");
  }
}

TEST_CASE("a search is never more than a search") {
  House house;
  house.add("Robert'); drop table tracks;--", "Little Bobby Tables", "100% _nothing_ \\ else");
  for (std::string text : {"'",
                           "''",
                           "'; drop table tracks; --",
                           "\\",
                           "%",
                           "_",
                           "%%%",
                           "$1",
                           "{}",
                           "{\"a\",null}",
                           "null",
                           "*",
                           ":*",
                           "a & b | !c",
                           "<->",
                           "()",
                           "robert' or '1'='1",
                           "\"",
                           "\"\"\"",
                           "artist:\"'; select 1\"",
                           "\xff\xfe",
                           "\xf4\x8f\xbf\xbf",
                           "\u202e",
                           "a,b",
                           "energy:>0.1'; --",
                           "\t\n\v",
                           "-",
                           "--",
                           "- -",
                           "-\""}) {
    CAPTURE(text);
    auto status = house.ask(text).status;
    CHECK((status == 200 || status == 422 || status == 400));  // 400: no text at all
  }
  CHECK(house.found("robert drop table") == Names{"Robert'); drop table tracks;--"});
  CHECK(house.found("100%") == Names{"Robert'); drop table tracks;--"});
  CHECK(house.found("%").empty());
  CHECK(house.demo.get("/api/v1/search?q=%00").status == 400);
  CHECK(house.sql.number("select count(*) from tracks") == 1);
}

TEST_CASE("another library's tracks are never found, not even by a slip of the pen") {
  House house;
  house.add_for("ada", "Secret Song", "Hidden Artist", "Private Album", 10);
  auto shared = house.add("Shared Song", "Known Artist");
  house.sql.rows(
      "insert into library (user_id, track_id, first_seen_at) select id, $1::bigint, now() from users "
      "where spotify_user_id = 'ada'",
      {shared});
  house.play("ada", shared, 99);
  for (std::string text : {"secret", "secrt", "hidden", "private", "artist:hidden", "album:private", "\"secret song\"",
                           "-shared", "year:<9999"}) {
    CAPTURE(text);
    CHECK(house.found(text).empty());
  }
  CHECK(house.found("song") == Names{"Shared Song"});
  CHECK(House::names(house.ada.get("/api/v1/search?q=song")) == Names{"Shared Song", "Secret Song"});
  CHECK(house.server.client().get("/api/v1/search?q=song").status == 401);
}

TEST_CASE("whatever changes is found as it is now, at once") {
  House house;
  auto id = house.add("Old Title", "Old Artist", "Old Album", 1, "5");
  house.add("Other Song", "Old Artist");
  house.add_for("ada", "Third Song", "Old Artist");
  auto change = [&](const std::string& statement) { house.sql.facts(statement); };
  change("update artists set name = 'New Artist'");
  CHECK(house.sorted("new artist") == Names{"Old Title", "Other Song"});
  CHECK(house.found("\"old artist\"").empty());
  change("update tracks set name = 'New Title' where id = " + id);
  CHECK(house.found("\"new title\"") == Names{"New Title"});
  CHECK(house.found("\"old title\"").empty());
  change("update tracks set album_name = null where id = " + id);
  CHECK(house.found("album:old").empty());
  change("update tracks set popularity = 99");
  change("update tracks set popularity = null where id = " + id);
  change(
      "insert into artists (spotify_id, name) values ('another', 'Another Artist'); update tracks set artist_id = "
      "(select id from artists where spotify_id = 'another') where id = " +
      id);
  CHECK(house.found("another") == Names{"New Title"});
  change("begin; update artists set name = name || ' again'; update tracks set name = name || ' too'; commit");
  change("delete from library where track_id = " + id);
  CHECK(house.ask("another").at("/instead") == "other");
  change("delete from library");
  CHECK(house.found("other").empty());
}

TEST_CASE("what a capture or an import brings can be searched") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server);
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from library") > 50);
  auto name = sql.value("select name from tracks order by length(name) desc limit 1");
  CHECK(demo.get("/api/v1/search?q=" + percent_encoded("\"" + name + "\"")).at("/results/0/name") == name);

  TemporaryFolder folder;
  make_old_database(folder.path("old.db"), "older");
  REQUIRE(import_old_database(app.database.url(), folder.path("old.db")).exit_code == 0);
  CHECK(demo.get("/api/v1/search?q=creep").at("/results/0/name") == "Creep");
}
