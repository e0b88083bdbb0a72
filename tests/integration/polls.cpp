// What people play is read every few minutes, between captures, once per person whatever the number of servers; and
// where plays may be missing, that is known until an import fills it.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <random>

#include "core/clock.hpp"
#include "integration/steps.hpp"
#include "store/gaps.hpp"
#include "support/login.hpp"

using namespace mtm::test;
using namespace std::chrono_literals;
using mtm::to_rfc3339;
using mtm::wall_now;
using mtm::WallTime;

namespace {

constexpr const char* kRoute = "GET /v1/me/player/recently-played";

struct House {
  explicit House(const Environment& changes = {}) : app(changes, kFewLikes), sql(app.database.sql()) {}

  std::string id_of(const std::string& person) {
    return sql.value("select id from users where spotify_user_id = $1", {person});
  }
  /// Somebody listens, and Spotify knows it. Tracks are counted from 0, those in the catalogue.
  void listens(const std::string& person, int track, WallTime ended) {
    auto id = sql.value("select spotify_id from tracks where name is not null order by id limit 1 offset " +
                        std::to_string(track));
    auto added = app.sandbox.client().send(
        "POST", "/sandbox/plays",
        R"({"person":")" + person + R"(","track_id":")" + id + R"(","played_at":")" + to_rfc3339(ended) + "\"}");
    if (added.status != 204) throw std::runtime_error("the sandbox takes no play: " + added.body);
  }
  /// So many plays one after the other, the last one now.
  void listens_long(const std::string& person, int plays) {
    auto now = wall_now();
    for (int i = 0; i < plays; ++i) listens(person, i % 40, now - std::chrono::minutes(plays - 1 - i));
  }

  void make_due(const std::string& person) {
    sql.rows("update polls set next_poll_at = now() - interval '1 second' where user_id = $1", {id_of(person)});
  }
  bool is_read(const std::string& person) {
    return sql.number("select count(*) from polls where user_id = $1 and next_poll_at > now() and claimed_by is null",
                      {id_of(person)}) == 1;
  }
  /// Reads what the person played last, now.
  void poll(const std::string& person) {
    make_due(person);
    if (!eventually([&] { return is_read(person); })) throw std::runtime_error(person + " is not polled");
  }

  std::int64_t plays(const std::string& person) {
    return sql.number("select count(*) from plays where user_id = $1", {id_of(person)});
  }
  std::int64_t version(const std::string& person) {
    return sql.number("select version from libraries where user_id = $1", {id_of(person)});
  }
  /// In how many seconds the person is read next.
  std::int64_t next_in(const std::string& person) {
    return sql.number("select extract(epoch from next_poll_at - now())::bigint from polls where user_id = $1",
                      {id_of(person)});
  }
  /// As if the person had been read last so long ago.
  void unread_for(const std::string& person, const std::string& interval) {
    sql.rows("update polls set read_at = now() - $2::interval where user_id = $1", {id_of(person), interval});
  }

  App app;
  Sql sql;
};

double metric(const House& house, const std::string& name) {
  auto body = house.app.server.client().get("/metrics").body;
  auto place = body.find("\n" + name + " ");
  return place == std::string::npos ? 0 : std::stod(body.substr(place + name.size() + 2));
}

/// What an import does in its transaction.
class Import {
 public:
  explicit Import(House& house, const std::string& person)
      : house_(house), user_{std::stoll(house.id_of(person))}, connection_(house.app.database.url(), "tests") {
    source_.number =
        house.sql.number("insert into sources (user_id, kind, name) values ($1, 'extended', 'a.zip') returning id",
                         {std::to_string(user_.number)});
  }

  void play(int track, WallTime ended) {
    house_.sql.rows(
        "insert into plays (user_id, version, source_id, track_id, played_at) select $1, 0, $2, id, $3::timestamptz "
        "from tracks where name is not null order by id limit 1 offset $4",
        {std::to_string(user_.number), std::to_string(source_.number), to_rfc3339(ended), std::to_string(track)});
  }
  std::vector<mtm::store::FilledGap> covers(WallTime first, WallTime last) {
    connection_.begin();
    auto filled = mtm::store::close_gaps(connection_, user_, source_, first, last);
    connection_.run("commit");
    return filled;
  }
  void undo() {
    connection_.begin();
    mtm::store::reopen_gaps(connection_, user_, source_);
    connection_.run("commit");
  }
  std::string source() const { return std::to_string(source_.number); }

 private:
  House& house_;
  mtm::Id user_, source_{};
  mtm::db::BlockingConnection connection_;
};

}  // namespace

TEST_CASE("what somebody plays is there minutes later, without a capture") {
  House house;
  auto browser = with_history(house.app.server);
  auto before = house.version("demo");
  auto ended = wall_now() - 1min;
  house.listens("demo", 3, ended);
  house.poll("demo");
  CHECK(house.plays("demo") == 51);
  CHECK(house.version("demo") == before + 1);
  CHECK(house.sql.number("select count(*) from plays where version = $1", {std::to_string(before + 1)}) == 1);
  auto track = house.sql.value("select track_id from plays order by played_at desc limit 1");
  CHECK(browser.get("/api/v1/tracks/" + track + "/mine").at("/last_played_at") == to_rfc3339(ended));
  CHECK(house.sql.number("select count(*) from captures") == 1);
  CHECK(house.next_in("demo") >= 100);
  CHECK(house.next_in("demo") <= 132);
  CHECK(eventually([&] { return metric(house, R"(polls_total{outcome="plays"})") == 1; }));
  CHECK(metric(house, "polled_plays_total") == 1);
  CHECK(metric(house, "polls_under_way") == 0);
  CHECK(browser.get("/api/v1/gaps").at("/gaps") == "[]");
}

TEST_CASE("with nothing new no version is taken and nothing of the history is written") {
  House house;
  with_history(house.app.server);
  auto rows = [&] {
    return house.sql.value(
        "select string_agg(xmin::text, ' ' order by tableoid, ctid) from (select xmin, tableoid, ctid from plays union "
        "all select xmin, tableoid, ctid from library union all select xmin, tableoid, ctid from tracks union all "
        "select xmin, tableoid, ctid from artists union all select xmin, tableoid, ctid from libraries) as every");
  };
  auto before = rows();
  house.poll("demo");
  // Nor when the page looks new and is not.
  house.sql.script("update polls set page_digest = 'another'");
  house.poll("demo");
  CHECK(rows() == before);
  CHECK(calls(house.app.sandbox, kRoute) == 3);  // the capture's is the first
  CHECK(house.next_in("demo") >= 9 * 60);
  CHECK(eventually([&] { return metric(house, R"(polls_total{outcome="nothing_new"})") == 2; }));
}

TEST_CASE("overlapping readings lose nothing and double nothing, also of plays that come late or twice") {
  House house;
  auto browser = with_history(house.app.server);
  auto now = wall_now();
  house.listens("demo", 0, now - 30min);
  house.poll("demo");
  house.listens("demo", 1, now - 10min);
  house.listens("demo", 2, now - 60min);  // a telephone that was offline
  house.app.sandbox.faults(R"({"duplicate_plays":5,"late_plays":3})");
  house.poll("demo");
  house.poll("demo");
  CHECK(house.plays("demo") == 56);
  CHECK(house.sql.number("select count(*) from (select distinct track_id, played_at from plays) as different") == 56);
  house.app.sandbox.faults("{}");
  house.poll("demo");
  CHECK(house.plays("demo") == 56);
  CHECK(browser.get("/api/v1/gaps").at("/gaps") == "[]");
  // A capture reads the same page by the same rule.
  browser.post("/api/v1/capture");
  REQUIRE(eventually([&] { return house.sql.number("select count(*) from captures where state = 'done'") == 2; }));
  CHECK(house.plays("demo") == 56);
}

TEST_CASE("two servers read each person once, however they race") {
  House house;
  Server other(server_environment(house.app.database.url(), house.app.sandbox));
  with_history(house.app.server);
  with_history(other, "ada");
  auto before = calls(house.app.sandbox, kRoute);
  house.app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/player/recently-played","delay_ms":300}]})");
  for (int round = 0; round < 4; ++round) {
    house.sql.script("update polls set next_poll_at = now() - interval '1 second'");
    REQUIRE(eventually([&] { return house.is_read("demo") && house.is_read("ada"); }));
  }
  CHECK(calls(house.app.sandbox, kRoute) == before + 8);
}

TEST_CASE("fifty new plays are a gap, which an import fills for as long as it is there") {
  House house;
  auto browser = with_history(house.app.server);
  auto last = *mtm::from_rfc3339(browser
                                     .get("/api/v1/tracks/" +
                                          house.sql.value("select track_id from plays order by played_at desc "
                                                          "limit 1") +
                                          "/mine")
                                     .at("/last_played_at"));
  house.listens_long("demo", 60);
  house.poll("demo");
  CHECK(house.plays("demo") == 100);
  auto gaps = browser.get("/api/v1/gaps");
  REQUIRE(gaps.size_at("/gaps") == 1);
  CHECK(gaps.at("/gaps/0/from") == to_rfc3339(last));
  auto first_after = *mtm::from_rfc3339(gaps.at("/gaps/0/until"));
  CHECK(house.sql.number("select count(*) from plays where played_at >= $1::timestamptz", {gaps.at("/gaps/0/until")}) ==
        50);
  CHECK(gaps.at("/gaps/0/why") == "full_page");
  CHECK(gaps.at("/gaps/0/filled_at") == "null");
  CHECK(gaps.at("/gaps/0/plays_found") == "null");
  auto at_least = [&] {
    house.sql.facts_changed();  // as an import and an undo do
    return browser.get("/api/v1/charts/tracks?range=all").at("/at_least");
  };
  CHECK(browser.get("/api/v1/charts/tracks?range=all").at("/at_least") == "true");
  house.poll("demo");
  house.listens("demo", 1, wall_now());
  house.poll("demo");
  CHECK(browser.get("/api/v1/gaps").size_at("/gaps") == 1);

  Import import(house, "demo");
  for (int i = 1; i <= 10; ++i) import.play(i, first_after - std::chrono::minutes(i));
  import.play(0, last);  // these two bound the gap
  import.play(0, first_after);
  // An export that was asked for before the gap's end leaves it open.
  CHECK(import.covers(last - 24h, first_after - 5min).empty());
  CHECK(import.covers(last + 5min, first_after + 24h).empty());
  CHECK(browser.get("/api/v1/gaps").at("/gaps/0/filled_at") == "null");
  auto filled = import.covers(last - 24h, first_after);
  REQUIRE(filled.size() == 1);
  CHECK(filled.front().plays_found == 10);
  CHECK(filled.front().from == last);
  CHECK(filled.front().until == first_after);
  gaps = browser.get("/api/v1/gaps");
  CHECK(gaps.at("/gaps/0/filled_at") != "null");
  CHECK(gaps.at("/gaps/0/filled_by") == import.source());
  CHECK(gaps.at("/gaps/0/plays_found") == "10");
  CHECK(at_least() == "false");

  Import second(house, "demo");
  for (int i = 1; i <= 3; ++i) second.play(i, first_after - std::chrono::minutes(i));
  CHECK(second.covers(last, first_after).size() == 1);
  CHECK(browser.get("/api/v1/gaps").at("/gaps/0/plays_found") == "10");  // of the one that knows more
  import.undo();
  gaps = browser.get("/api/v1/gaps");
  CHECK(gaps.size_at("/gaps") == 1);
  CHECK(gaps.at("/gaps/0/plays_found") == "3");
  CHECK(gaps.at("/gaps/0/filled_by") == second.source());
  second.undo();
  CHECK(browser.get("/api/v1/gaps").at("/gaps/0/filled_at") == "null");
  CHECK(at_least() == "true");
  CHECK(house.app.server.signed_in("ada").get("/api/v1/gaps").at("/gaps") == "[]");
}

TEST_CASE("gaps and imports come in any order, are undone in any order, and what is filled is the same") {
  House house;
  auto browser = with_history(house.app.server);
  auto user = house.id_of("demo");
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto base = *mtm::from_rfc3339("2020-01-01T00:00:00Z");
  auto hours = [&](int n) { return base + std::chrono::hours(n); };
  struct Span {
    int from, until;
  };
  auto span = [&] {
    int from = static_cast<int>(random() % 40);
    return Span{from, from + 1 + static_cast<int>(random() % 10)};
  };
  for (int round = 0; round < 25; ++round) {
    house.sql.script(
        "delete from gaps; delete from covered_spans; delete from plays where source_id in (select id from "
        "sources where kind <> 'spotify')");
    std::map<int, int> gaps;  // from, until
    for (int i = 0; i < 4; ++i) gaps.insert({static_cast<int>(random() % 40), 0});
    for (auto& [from, until] : gaps) until = from + 1 + static_cast<int>(random() % 4);
    std::vector<std::unique_ptr<Import>> imports;
    std::vector<Span> spans;
    std::vector<std::size_t> steps;  // gaps first, then imports
    for (std::size_t i = 0; i < 3; ++i) {
      imports.push_back(std::make_unique<Import>(house, "demo"));
      spans.push_back(span());
    }
    for (std::size_t i = 0; i < gaps.size() + imports.size(); ++i) steps.push_back(i);
    std::shuffle(steps.begin(), steps.end(), random);
    for (auto step : steps) {
      if (step < gaps.size()) {
        auto gap = std::next(gaps.begin(), static_cast<std::ptrdiff_t>(step));
        house.sql.rows(
            "insert into gaps (user_id, starts_at, ends_at, why) values ($1, $2::timestamptz, $3::timestamptz, "
            "'full_page')",
            {user, to_rfc3339(hours(gap->first)), to_rfc3339(hours(gap->second))});
        continue;
      }
      // As its file has them: one play in the middle of each hour.
      auto which = step - gaps.size();
      for (int hour = spans[which].from; hour < spans[which].until; ++hour)
        imports[which]->play(hour % 20, hours(hour) + 30min);
      imports[which]->covers(hours(spans[which].from), hours(spans[which].until));
    }
    auto undone = random() % (imports.size() + 1);
    if (undone < imports.size()) imports[undone]->undo();
    auto answer = browser.get("/api/v1/gaps");
    REQUIRE(answer.size_at("/gaps") == gaps.size());
    std::size_t place = 0;
    for (auto gap = gaps.rbegin(); gap != gaps.rend(); ++gap, ++place) {
      bool filled = false;
      for (std::size_t i = 0; i < spans.size(); ++i)
        filled |= i != undone && spans[i].from <= gap->first && spans[i].until >= gap->second;
      auto at = "/gaps/" + std::to_string(place);
      CHECK(answer.at(at + "/from") == to_rfc3339(hours(gap->first)));
      CHECK(answer.at(at + "/plays_found") == (filled ? std::to_string(gap->second - gap->first) : "null"));
    }
  }
}

TEST_CASE("whose grant has ended is polled no more, and again after a login") {
  House house;
  auto demo = with_history(house.app.server);
  with_history(house.app.server, "ada");
  house.app.sandbox.faults(R"({"expire_access_tokens":true,"revoke_refresh_tokens":true})");
  house.make_due("demo");
  REQUIRE(eventually([&] { return demo.get("/api/v1/me").at("/spotify/state") == "needs_login"; }));
  REQUIRE(eventually([&] { return house.is_read("demo"); }));
  auto ada = house.app.server.signed_in("ada");
  auto before = calls(house.app.sandbox, kRoute);
  house.make_due("demo");
  house.poll("ada");
  house.poll("ada");  // who is longer due comes first
  CHECK_FALSE(house.is_read("demo"));
  CHECK(calls(house.app.sandbox, kRoute) == before + 2);

  house.sql.script("update polls set next_poll_at = now() + interval '1 day'");
  house.listens("demo", 1, wall_now());
  log_in(demo, "demo");
  CHECK(eventually([&] { return house.plays("demo") == 51; }));
}

TEST_CASE("who disconnects Spotify is polled no more, and again once it is connected") {
  House house;
  auto demo = with_history(house.app.server);
  with_history(house.app.server, "ada");
  auto before = calls(house.app.sandbox, kRoute);
  REQUIRE(demo.post("/api/v1/me/disconnect", R"({"confirm":"disconnect"})").status == 204);
  house.listens("demo", 1, wall_now());
  house.make_due("demo");  // as a server of before would leave it
  house.poll("ada");
  house.poll("ada");
  CHECK(house.plays("demo") == 50);
  CHECK(calls(house.app.sandbox, kRoute) == before + 2);
  house.sql.rows("update polls set next_poll_at = 'infinity' where user_id = $1", {house.id_of("demo")});
  log_in(demo, "demo");
  CHECK(eventually([&] { return house.plays("demo") == 51; }));
}

TEST_CASE("nobody polls whose history or account is deleted, and what was being read then is not kept") {
  House house;
  auto demo = with_history(house.app.server);
  auto ada = with_history(house.app.server, "ada");
  house.listens_long("demo", 60);
  house.poll("demo");
  REQUIRE(demo.get("/api/v1/gaps").size_at("/gaps") == 1);
  Import(house, "demo").covers(wall_now() - 240h, wall_now());
  house.listens("demo", 0, wall_now());
  house.listens("ada", 0, wall_now());
  house.app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/player/recently-played","delay_ms":1500}]})");
  auto asked = calls(house.app.sandbox, kRoute);
  auto under_way = [&] {
    return house.sql.number("select count(*) from polls where claimed_until > now()") == 2 &&
           metric(house, "polls_under_way") == 2;
  };
  house.sql.script("update polls set next_poll_at = now() - interval '1 second'");
  REQUIRE(eventually(under_way));
  CHECK(demo.post("/api/v1/me/delete-history", R"({"confirm":"delete my history"})").status == 204);
  CHECK(ada.post("/api/v1/me/delete-account", R"({"confirm":"ada"})").status == 204);
  REQUIRE(eventually([&] { return metric(house, "polls_under_way") == 0; }));
  CHECK(calls(house.app.sandbox, kRoute) == asked + 2);
  for (const char* table : {"polls", "gaps", "covered_spans", "plays"}) {
    CAPTURE(table);
    CHECK(house.sql.number(std::string("select count(*) from ") + table) == 0);
  }
  CHECK(demo.get("/api/v1/gaps").at("/gaps") == "[]");
  // Until it is asked for again.
  house.app.sandbox.faults("{}");
  demo.post("/api/v1/capture");
  finished_capture(demo);
  house.poll("demo");
  CHECK(house.plays("demo") == 50);
  CHECK(demo.get("/api/v1/gaps").at("/gaps") == "[]");
}

TEST_CASE("while nobody can read somebody there is a gap that lasts, and what is read next tells whether it is one") {
  House house;
  auto demo = with_history(house.app.server);
  auto ada = with_history(house.app.server, "ada");
  REQUIRE(house.app.server.process().terminate() == 0);
  house.sql.script(
      "update spotify_grants set state = 'needs_login'; update polls set read_at = now() - interval '151 minutes'");
  auto read_at = house.sql.value("select to_char(read_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI') from polls");
  house.app.server.start();
  REQUIRE(eventually([&] { return house.sql.number("select count(*) from gaps") == 2; }));
  for (auto* browser : {&demo, &ada}) {
    auto gaps = browser->get("/api/v1/gaps");
    CHECK_THAT(gaps.at("/gaps/0/from"), Catch::StartsWith(read_at));
    CHECK(gaps.at("/gaps/0/until") == "null");
    CHECK(gaps.at("/gaps/0/why") == "no_reading");
    CHECK(gaps.at("/gaps/0/filled_at") == "null");
    CHECK(browser->get("/api/v1/today").at("/day/at_least") == "true");
  }
  house.listens_long("ada", 55);
  house.listens_long("demo", 20);
  log_in(demo, "demo");
  log_in(ada, "ada");
  REQUIRE(eventually([&] { return house.plays("demo") == 70 && house.plays("ada") == 100; }));
  CHECK(demo.get("/api/v1/gaps").at("/gaps") == "[]");
  CHECK(demo.get("/api/v1/timeline?unit=year&range=all").at("/at_least") == "false");
  CHECK(ada.get("/api/v1/timeline?unit=year&range=all").at("/at_least") == "true");
  auto gaps = ada.get("/api/v1/gaps");
  REQUIRE(gaps.size_at("/gaps") == 1);
  CHECK(gaps.at("/gaps/0/until") != "null");
  CHECK(gaps.at("/gaps/0/why") == "no_reading");
}

TEST_CASE("a gap that lasts ends with a reading that finds nothing new") {
  House house;
  auto demo = with_history(house.app.server);
  house.unread_for("demo", "3 hours");
  house.sql.script("insert into gaps (user_id, starts_at, why) select user_id, read_at, 'no_reading' from polls");
  house.sql.facts_changed();
  auto at_least = [&] { return demo.get("/api/v1/timeline?unit=year&range=all").at("/at_least"); };
  CHECK(at_least() == "true");
  house.poll("demo");
  CHECK(demo.get("/api/v1/gaps").at("/gaps") == "[]");
  CHECK(at_least() == "false");
}

TEST_CASE("a poll that Spotify refuses or does not answer is made later, and its person is told of a lost scope") {
  House house;
  auto demo = with_history(house.app.server);
  auto failures = [&] { return house.sql.number("select failures from polls"); };
  house.app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/player/recently-played","status":403,"message":"Forbidden"}]})");
  house.poll("demo");
  CHECK(failures() == 1);
  house.poll("demo");
  CHECK(failures() == 2);
  CHECK(house.next_in("demo") >= 200);
  CHECK(house.next_in("demo") <= 264);
  house.app.sandbox.faults("{}");
  house.poll("demo");
  CHECK(failures() == 0);

  house.app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/player/recently-played","status":403,"message":"Insufficient client scope"}]})");
  house.poll("demo");
  CHECK(demo.get("/api/v1/me").at("/spotify/missing_scopes") == R"(["user-read-recently-played"])");
  CHECK(demo.get("/api/v1/me").at("/spotify/state") == "needs_login");

  house.app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/player/recently-played","status":429,"reason":"QUOTA_EXCEEDED","message":"Too many requests","retry_after":7200}]})");
  log_in(demo, "demo");
  REQUIRE(eventually([&] { return house.next_in("demo") > 7000; }));
  CHECK(house.next_in("demo") <= 7200 + 120);
  CHECK(failures() == 0);
}

TEST_CASE("the operator may turn polls off: then only captures read what was played") {
  House house(Environment{{"POLL_PLAYS", "off"}});
  with_history(house.app.server);
  Server other(server_environment(house.app.database.url(), house.app.sandbox));
  auto before = calls(house.app.sandbox, kRoute);
  house.poll("demo");  // by the other one
  CHECK(calls(house.app.sandbox, kRoute) == before + 1);
  CHECK(metric(house, R"(polls_total{outcome="nothing_new"})") == 0);
  CHECK(other.client().get("/metrics").body.find("polls_total{outcome=\"nothing_new\"} 1\n") != std::string::npos);
}
