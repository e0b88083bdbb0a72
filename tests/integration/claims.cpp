// Work that several replicas see and one takes, and changes that everybody is told of.
#include <catch2/catch.hpp>

#include <boost/asio/use_future.hpp>

#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "db/pool.hpp"
#include "db/transaction.hpp"
#include "integration/steps.hpp"
#include "store/captures.hpp"
#include "store/credentials.hpp"
#include "store/library.hpp"
#include "store/playlists.hpp"
#include "support/database.hpp"
#include "support/eventually.hpp"
#include "support/neighbours.hpp"

using namespace mtm;
using namespace mtm::test;

namespace {

/// Three people, each with a capture and a publication to be taken up, and a pool that hears what is told.
class House {
 public:
  explicit House(bool pooled = false)
      : sql(migrated(database)),
        pooler_(pooled ? std::make_unique<PgBouncer>(database.url(), 2) : nullptr),
        pool_(io_.get_executor(), settings(pooled ? pooler_->url() : database.url())) {
    sql.script(R"sql(
      insert into users (spotify_user_id) values ('ada'), ('ben'), ('cem');
      insert into captures (user_id, state, steps, started_at) select id, 'waiting', '[]', now() - (10 - id) * interval '1 minute' from users;
      insert into playlists (user_id, playlist_id, name, kind, state, marker, claimed_by, claimed_until)
      select id, 'mine', 'Mine', 'year', 'publishing', 'a marker', 'gone', now() - (10 - id) * interval '1 minute' from users)sql");
    db::Pool::Listener listener;
    listener.channels = {store::kCapturesChannel, store::kCredentialsChannel};
    listener.heard = [this](std::string_view channel, std::string_view payload) {
      std::lock_guard guard(mutex_);
      heard_ += std::string(heard_.empty() ? "" : ", ") + std::string(channel) + " " + std::string(payload);
    };
    listener.listening = [this](bool now) { listening_ = now; };
    pool_.listen(std::move(listener));
    pool_.start();
    thread_ = std::thread([this] { io_.run(); });
    if (!eventually([&] { return pooled ? run(reachable(pool_)) : listening_.load(); }))
      throw std::runtime_error("the pool does not listen");
  }
  ~House() {
    asio::post(io_, [this] { pool_.stop(); });
    work_.reset();
    asio::post(io_, [this] { io_.stop(); });
    thread_.join();
  }

  db::Pool& pool() { return pool_; }
  /// Begins on the pool's thread.
  template <class T>
  std::future<T> start(Task<T> task) {
    return asio::co_spawn(io_, std::move(task), asio::use_future);
  }
  template <class T>
  T run(Task<T> task) {
    return start(std::move(task)).get();
  }
  /// What was told until now: PostgreSQL tells in the order of commits, so it ends with what is told here.
  std::string heard() {
    sql.script("select pg_notify('captures_changed', 'so far')");
    const std::string last = "captures_changed so far";
    eventually([&] {
      std::lock_guard guard(mutex_);
      return heard_.ends_with(last);
    });
    std::lock_guard guard(mutex_);
    auto all = std::exchange(heard_, "");
    all.resize(all.size() - std::min(all.size(), last.size()));
    return all.ends_with(", ") ? all.substr(0, all.size() - 2) : all;
  }

  ScratchDatabase database;
  Sql sql;

 private:
  static Sql migrated(const ScratchDatabase& database) {
    auto done = command(
        {"migrate"}, {{"DATABASE_URL", database.url()}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}});
    if (done.exit_code != 0) throw std::runtime_error(done.err);
    return database.sql();
  }
  static db::PoolSettings settings(const std::string& url) {
    db::PoolSettings settings;
    settings.connection.url = url;
    settings.connection.lock_timeout = std::chrono::milliseconds(200);
    return settings;
  }

  static Task<bool> reachable(db::Pool& pool) { co_return pool.reachable(); }

  std::unique_ptr<PgBouncer> pooler_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  db::Pool pool_;
  std::thread thread_;
  std::atomic<bool> listening_ = false;
  std::mutex mutex_;
  std::string heard_;
};

/// A database whose first question is answered; then something happens before the next one.
class Meanwhile : public db::Database {
 public:
  Meanwhile(db::Pool& pool, std::function<Task<>()> happens) : pool_(pool), happens_(std::move(happens)) {}

  Task<db::Result> ask(const db::Statement& statement, db::Params params) override {
    auto answer = co_await pool_.ask(statement, std::move(params));
    auto happens = std::exchange(happens_, nullptr);
    if (happens) co_await happens();
    co_return answer;
  }
  Task<db::Result> ask_and_tell(const char* channel, const db::Statement& change, db::Params params) override {
    return pool_.ask_and_tell(channel, change, std::move(params));
  }
  bool distributed() const override { return pool_.distributed(); }

 private:
  db::Pool& pool_;
  std::function<Task<>()> happens_;
};

Task<std::int64_t> claimed_capture(db::Database& database, std::string claimant) {
  auto claimed = co_await store::claim_capture(database, std::move(claimant));
  co_return claimed ? claimed->user_id.number : 0;
}

Task<std::int64_t> claimed_publication(db::Database& database, std::string claimant) {
  auto claimed = co_await store::claim_abandoned_publication(database, std::move(claimant));
  co_return claimed ? claimed->user_id.number : 0;
}

/// A change of a capture that tells as many letters as it is asked to.
const db::Command<db::Told> kWrite{"test_write", {"1", "'x'", "1"}, R"sql(
    update captures set sentence = $2 where user_id = $1
    returning user_id as asked_by, repeat('x', $3::int) as told)sql"};
const db::Query<db::Told> kWritten{
    "test_written", {"1"}, "select user_id as asked_by, sentence as told from captures where user_id = $1"};

Task<std::string> write(db::Database& database, std::int64_t user, std::string sentence, int letters) {
  try {
    auto written = co_await database.run_and_tell(store::kCapturesChannel, kWrite, user, sentence, letters);
    co_return std::to_string(written.size());
  } catch (const db::Error& error) {
    co_return error.sqlstate;
  }
}

Task<std::string> written(db::Database& database, std::int64_t user) {
  auto row = co_await database.one(kWritten, user);
  co_return row.value().told;
}

using Claim = Task<std::int64_t> (*)(db::Database&, std::string);

Task<> claim_into(db::Database& database, Claim claim, std::int64_t& claimed) {
  claimed = co_await claim(database, "the other");
}

/// `first` looks, `second` looks and claims, `first` claims: whose work each has then.
Task<std::pair<std::int64_t, std::int64_t>> claim_crosswise(db::Pool& pool, Claim claim) {
  std::int64_t others = 0;
  Meanwhile database(pool, [&] { return claim_into(pool, claim, others); });
  auto own = co_await claim(database, "the first");
  co_return std::pair(own, others);
}

Task<int> end_sessions(db::Pool& pool, Id user, bool commits) {
  auto transaction = co_await db::Transaction::begin(pool);
  auto ended = co_await store::end_all_credentials(transaction, user);
  if (commits)
    co_await transaction.commit();
  else
    co_await transaction.roll_back();
  co_return static_cast<int>(ended.size());
}

store::NewTrack by_singer(const std::string& spotify_id, std::string singer) {
  store::NewTrack track;
  track.spotify_id = spotify_id;
  track.name = "Track " + spotify_id;
  track.artist_spotify_id = "singer";
  track.artist_name = std::move(singer);
  return track;
}

/// As a page of a capture: an error's SQLSTATE, or nothing.
Task<std::string> keep(db::Pool& pool, std::vector<store::NewTrack> tracks) {
  try {
    auto transaction = co_await db::Transaction::begin(pool);
    co_await store::keep_tracks(transaction, tracks);
    co_await transaction.commit();
  } catch (const db::Error& error) {
    co_return error.sqlstate;
  }
  co_return std::string();
}

Task<std::int64_t> request(db::Pool& pool, Id user) {
  Json steps{"[]"};
  co_await store::request_capture(pool, user, steps);
  co_return 0;
}

}  // namespace

TEST_CASE("of two replicas that see the same work one gets it, and the other goes on to the next") {
  for (Claim claim : {&claimed_capture, &claimed_publication}) {
    House house;
    CHECK(house.run(claim_crosswise(house.pool(), claim)) == std::pair<std::int64_t, std::int64_t>(2, 1));
    CHECK(house.run(claim_crosswise(house.pool(), claim)) == std::pair<std::int64_t, std::int64_t>(0, 3));
    CHECK(house.run(claim(house.pool(), "late")) == 0);
  }
}

TEST_CASE("work whose row somebody changes for long is left for the next one") {
  for (Claim claim : {&claimed_capture, &claimed_publication}) {
    House house;
    auto slow = house.database.sql();
    slow.script("begin; update captures set sentence = 'changing' where user_id = 1");
    slow.script("update playlists set name = 'changing' where user_id = 1");
    CHECK(house.run(claim(house.pool(), "quick")) == 2);
    slow.script("commit");
    CHECK(house.run(claim(house.pool(), "quick")) == 1);
  }
}

TEST_CASE("a change is told when it is committed, to everybody, and nothing is told of what did not change") {
  House house;
  house.sql.script(
      "insert into sessions (token_digest, user_id, names_user, expires_at) values ('\\x01', 1, true, now() "
      "+ interval '1 day'); insert into api_keys (key_digest, user_id, names_user, label, scope) values "
      "('\\x02', 1, true, 'wall', 'read')");
  house.run(request(house.pool(), Id{1}));  // joins the one that waits
  CHECK(house.heard() == "");
  house.sql.script("delete from captures where user_id = 1");
  house.run(request(house.pool(), Id{1}));
  CHECK(house.heard() == "captures_changed 1");
  CHECK(house.run(claimed_capture(house.pool(), "a process")) == 2);
  CHECK(house.heard() == "captures_changed 2");
  CHECK(house.run(end_sessions(house.pool(), Id{1}, false)) == 2);
  CHECK(house.heard() == "");
  CHECK(house.run(end_sessions(house.pool(), Id{1}, true)) == 2);
  CHECK(house.heard() == "credentials_ended 01, credentials_ended 02");
  CHECK(house.run(end_sessions(house.pool(), Id{1}, true)) == 0);
  CHECK(house.heard() == "");
}

TEST_CASE("what can't be told is not changed") {
  House house;
  CHECK(house.run(write(house.pool(), 1, "told", 7999)) == "1");
  CHECK(house.run(write(house.pool(), 1, "too much", 8000)) == "22023");
  CHECK(house.run(written(house.pool(), 1)) == "told");
  CHECK(house.run(write(house.pool(), 4, "nobody", 1)) == "0");
  CHECK(house.run(write(house.pool(), 1, "again", 1)) == "1");
  CHECK(house.pool().meters().losses.value() == 0);
}

TEST_CASE("questions beside a change that is told get their own answers") {
  for (bool pooled : {false, true}) {
    CAPTURE(pooled);
    House house(pooled);
    std::vector<std::future<std::string>> writes, reads;
    for (int i = 0; i < 200; ++i) {
      writes.push_back(house.start(write(house.pool(), 1 + i % 4, "sentence", i % 10 == 0 ? 8000 : 1)));
      reads.push_back(house.start(written(house.pool(), 1 + i % 3)));
    }
    for (int i = 0; i < 200; ++i) {
      auto place = static_cast<std::size_t>(i);
      CHECK(writes[place].get() == (i % 4 == 3 ? "0" : i % 10 == 0 ? "22023" : "1"));
      auto read = reads[place].get();
      CHECK((read == "" || read == "sentence"));
    }
    CHECK(house.pool().meters().losses.value() == 0);
  }
}

TEST_CASE("an artist gets another name beside those who only point to the tracks, as imports do") {
  House house;
  std::vector<store::NewTrack> tracks{by_singer("a", "Old"), by_singer("b", "Old")};
  REQUIRE(house.run(keep(house.pool(), tracks)) == "");
  auto other = house.database.sql();
  other.script("begin; select from tracks where spotify_id = 'a' for key share");
  CHECK(house.run(keep(house.pool(), {by_singer("b", "New")})) == "");
  CHECK(house.sql.number("select count(*) from tracks where words @@ 'new'") == 2);
}

TEST_CASE("tracks of an artist who gets another name are held in the order in which others hold tracks") {
  House house;
  std::vector<store::NewTrack> tracks{by_singer("a", "Old"), by_singer("b", "Old")};
  REQUIRE(house.run(keep(house.pool(), tracks)) == "");
  auto other = house.database.sql();
  other.script("begin; select from tracks where spotify_id = 'a' for no key update");
  auto changed = by_singer("b", "New");
  changed.popularity = 1;
  auto kept = house.start(keep(house.pool(), {changed}));
  CHECK(eventually([&] { return house.sql.number("select count(*) from pg_locks where not granted") > 0; }));
  CHECK_NOTHROW(other.script("select from tracks where spotify_id = 'b' for no key update nowait"));
  other.script("commit");
  CHECK(kept.get() == "");
}
