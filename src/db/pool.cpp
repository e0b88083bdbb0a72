#include "db/pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <random>

#include "core/log.hpp"

namespace mtm::db {

namespace {

/// 20, 100, 200, 400 and then 700 ms, each a fifth more or less, so that the threads of many replicas don't knock
/// together. The first step is short because most losses are one connection's; the last one keeps the promise to be
/// back within a second of the database's return.
Clock::duration back_off(int attempt) {
  static thread_local std::minstd_rand random(std::random_device{}());
  constexpr int kSteps[] = {20, 100, 200, 400, 700};
  int base = kSteps[std::clamp(attempt, 0, 4)];
  std::uniform_int_distribution<int> jitter(base * 8 / 10, base * 12 / 10);
  return std::chrono::milliseconds(jitter(random));
}

/// A PostgreSQL that says "not yet" recovers from a crash, mostly within a second: it is asked again soon, for the few
/// seconds that this may take; an answer costs it little. After them it is treated as one that is away.
constexpr int kSoon = 30;

/// What a request waits at most for a connection that was lost just now; while the database is away nobody waits.
constexpr auto kReconnect = std::chrono::milliseconds(250);

/// A question that has waited so long for an answer is not asked again: the database is silent, and who asked has
/// waited long enough.
constexpr auto kAskedAgain = std::chrono::seconds(2);

/// So often a connection that takes no changes is asked whether it does by now, for a standby may be promoted.
constexpr auto kLookAgain = std::chrono::milliseconds(250);
/// The primary may be another server by now. Each try costs a connection, so a standby that stays one is tried less and
/// less often.
constexpr Clock::duration kLookElsewhere = std::chrono::seconds(1);
constexpr Clock::duration kLookElsewhereAtLeast = std::chrono::seconds(5);

/// Pools of this process whose database takes no changes. It is one database, so one of them says it for all.
std::atomic<int> read_only_pools = 0;

}  // namespace

Pool::Pool(const Executor& executor, PoolSettings settings) : executor_(executor), settings_(std::move(settings)) {
  settings_.connection.refusals = &meters_.refusals;
}

Pool::~Pool() { stop(); }

void Pool::start() {
  mtm::start(executor_, "watching the database connections", sweep());
  for (int i = 0; i < settings_.shared; ++i) {
    slots_.push_back(std::make_unique<Slot>());
    mtm::start(executor_, "keeping a database connection", keep_open(*slots_.back(), i == 0));
  }
}

void Pool::stop() {
  if (stopping_) return;
  stopping_ = true;
  for (auto& slot : slots_)
    if (slot->connection) slot->connection->close("the server is stopping");
  for (auto& lent : watched_)
    if (auto connection = lent.lock()) connection->close("the server is stopping");
  idle_.clear();
  leaving_.clear();
  if (std::exchange(said_read_only_, false)) --read_only_pools;
  returned_.notify_all();
  state_changed_.notify_all();
}

Task<> Pool::keep_open(Slot& slot, bool first) {
  int attempt = 0, not_yets = 0;
  while (!stopping_) {
    // While the database is away one slot knocks for all; the others wait until it was let in.
    while (!first && !stopping_ && !slots_.front()->connection) co_await state_changed_.wait();
    if (stopping_) break;
    auto connection = new_connection();
    bool opened = false;
    try {
      co_await open(connection);
      co_await connection->ask_whether_read_only();
      opened = true;
    } catch (const std::exception& failure) {
      if (reason_ != failure.what() && attempt + not_yets == 0 && !stopping_)
        log(Level::warning, "the database can't be reached, trying again",
            {{"reason", std::string_view(failure.what())}});
      reason_ = failure.what();
      away_ = true;
      state_changed_.notify_all();
    }
    if (opened && !stopping_) {
      if (attempt + not_yets > 0 && first) log(Level::info, "the database is back");
      attempt = not_yets = 0;
      away_ = false;
      slot = Slot{connection, {}, kLookElsewhere};
      meters_.open.add(1);
      state_changed_.notify_all();
      if (first && connection->pooled())
        log(Level::info, "connected through a pooler, one Sync at a time", {{"prepares", connection->prepares()}});
      co_await hold(slot, first);
      reason_ = slot.connection->lost_because();
      slot.connection = nullptr;
      meters_.open.add(-1);
      meters_.losses.add();
      if (!stopping_ && first) log(Level::warning, "database connection lost", {{"reason", std::string_view(reason_)}});
    }
    if (stopping_) break;
    bool soon = connection->not_yet() && not_yets++ < kSoon;
    auto pause = back_off(soon ? 1 : attempt++);
    co_await wait_for(pause);
  }
}

/// Returns when the slot's connection has ended. While it takes no changes, one that does is looked for.
Task<> Pool::hold(Slot& slot, bool first) {
  auto refused = refused_;
  while (!stopping_ && !slot.connection->closed()) {
    if (slot.connection->read_only() || refused != refused_) {
      refused = refused_;
      co_await look_for_writable(slot, first);
    }
    if (first) {
      say_whether_read_only();
      listen_if_possible(slot.connection);
    }
    if (stopping_ || slot.connection->closed() || refused != refused_) continue;
    auto until = slot.connection->read_only() ? Clock::now() + kLookAgain : Deadline::max();
    co_await state_changed_.wait_until(until);
  }
  if (first) stop_listening();
}

/// Elsewhere first, where it is due: on a connection that is known to be read-only the question may stand behind a slow
/// one.
Task<> Pool::look_for_writable(Slot& slot, bool first) {
  auto connection = slot.connection;
  bool known = connection->read_only();
  if (!known) co_await ask_whether_read_only(slot, connection);
  if (!connection->read_only()) co_return;
  // One slot looks for all.
  const auto* other = slots_.front()->connection.get();
  bool worth_it = first || (other && !other->read_only());
  if (worth_it && Clock::now() >= slot.look_elsewhere) {
    auto writable = co_await open_writable();
    slot.look_elsewhere = Clock::now() + slot.pause;
    slot.pause = std::min(slot.pause * 2, kLookElsewhereAtLeast);
    if (writable) {
      exchange(slot, std::move(writable));
      co_return;
    }
  }
  if (known) co_await ask_whether_read_only(slot, connection);
}

Task<> Pool::ask_whether_read_only(Slot& slot, std::shared_ptr<Connection> connection) {
  try {
    co_await connection->ask_whether_read_only();
  } catch (const std::exception&) {
    co_return;  // it was lost, or is asked again soon
  }
  if (connection->read_only()) co_return;
  slot.pause = kLookElsewhere;
  slot.look_elsewhere = {};
}

/// Null when there is none.
Task<std::shared_ptr<Connection>> Pool::open_writable() {
  auto connection = new_connection();
  try {
    co_await open(connection);
    co_await connection->ask_whether_read_only();
  } catch (const std::exception&) {
    co_return nullptr;
  }
  if (connection->read_only()) {
    connection->close("it takes no changes");
    co_return nullptr;
  }
  co_return connection;
}

/// Reads that are under way on the old connection are answered there.
void Pool::exchange(Slot& slot, std::shared_ptr<Connection> writable) {
  if (listening_on_ == slot.connection.get()) stop_listening();
  leaving_.push_back(std::exchange(slot.connection, std::move(writable)));
  state_changed_.notify_all();
}

void Pool::say_whether_read_only() {
  bool now = read_only();
  if (now == said_read_only_) return;
  said_read_only_ = now;
  if (now && read_only_pools++ == 0) log(Level::warning, "the database is read-only: changes are refused, reads go on");
  if (!now && --read_only_pools == 0) log(Level::info, "the database takes changes again");
  flush_log();  // a thread with nothing to do would keep the line to itself
}

/// A standby refuses LISTEN, and behind a pooler nobody would hear.
void Pool::listen_if_possible(const std::shared_ptr<Connection>& connection) {
  if (listener_.channels.empty() || connection->pooled()) return;
  if (!connection->usable() || connection->read_only() || listening_on_ == connection.get()) return;
  listening_on_ = connection.get();
  mtm::start(executor_, "listening to the database", listen_on(connection));
}

void Pool::stop_listening() {
  if (std::exchange(listening_on_, nullptr)) listener_.listening(false);
}

Task<> Pool::listen_on(std::shared_ptr<Connection> connection) {
  connection->notified = listener_.heard;
  try {
    for (const auto& channel : listener_.channels) {
      std::string sql = "listen " + channel;
      co_await connection->say(std::move(sql));
    }
    if (listening_on_ == connection.get() && connection->usable()) listener_.listening(true);
  } catch (const ReadOnly&) {
    if (listening_on_ == connection.get()) listening_on_ = nullptr;  // tried again when it takes changes
    was_refused();
  } catch (const std::exception& failure) {
    if (connection->usable()) log(Level::warning, "LISTEN was refused", {{"reason", std::string_view(failure.what())}});
  }
}

Task<> Pool::sweep() {
  while (!stopping_) {
    co_await wait_for(std::chrono::milliseconds(250));
    auto now = Clock::now();
    std::erase_if(watched_, [](const auto& watched) { return watched.expired(); });
    for (auto& watched : watched_)
      if (auto connection = watched.lock()) connection->check(now);
    std::erase_if(leaving_, [](const auto& connection) {
      if (connection->under_way() > 0) return false;
      connection->close("another connection has taken its place");
      return true;
    });
  }
}

/// Those that take changes come first: what was changed on them is not yet on a standby.
Connection* Pool::least_busy() {
  auto burden = [](const Connection& connection) { return std::pair(connection.read_only(), connection.under_way()); };
  Connection* best = nullptr;
  for (auto& slot : slots_) {
    auto* connection = slot->connection.get();
    if (!connection || !connection->usable()) continue;
    if (!best || burden(*connection) < burden(*best)) best = connection;
  }
  return best;
}

Connection& Pool::least_busy_or_throw(const Statement& statement) {
  auto* connection = least_busy();
  if (!connection) throw Unavailable(fmt::format("the database can't be reached: {}", reason_));
  if (connection->read_only() && !statement.reads()) throw ReadOnly();
  if (connection->under_way() >= settings_.queue / static_cast<std::size_t>(settings_.shared))
    throw Unavailable("too many statements are under way");
  return *connection;
}

Task<Result> Pool::ask(const Statement& statement, Params params) { return ask(statement, std::move(params), nullptr); }

Task<Result> Pool::ask_and_tell(const char* channel, const Statement& change, Params params) {
  return ask(change, std::move(params), channel);
}

Task<Result> Pool::ask(const Statement& statement, Params params, const char* channel) {
  Counted under_way(meters_.under_way);
  auto begun = Clock::now();
  // Each connection may be lost under a question once, as when they are all ended; more often it is the question's
  // fault.
  for (int losses = statement.reads() ? settings_.shared : 0;; --losses) {
    if (!reachable()) co_await until_reconnected();
    auto& connection = least_busy_or_throw(statement);
    Params asked;
    if (losses == 0)
      asked = std::move(params);
    else
      asked = params;
    try {
      co_return co_await connection.ask(statement, std::move(asked), channel);
    } catch (const ConnectionLost&) {
      if (losses == 0 || Clock::now() - begun >= kAskedAgain) throw;
    } catch (const ReadOnly&) {
      was_refused();
      throw;
    }
  }
}

Task<Loan> Pool::borrow() {
  auto deadline = Clock::now() + settings_.wait_for_loan;
  if (idle_.empty() && lent_count_ >= settings_.lent) {
    Counted waiting(meters_.waiting);
    while (idle_.empty() && lent_count_ >= settings_.lent && Clock::now() < deadline && !stopping_)
      co_await returned_.wait_until(deadline);
  }
  if (stopping_) throw Unavailable("the server is stopping");
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (!connection->usable()) continue;
    ++lent_count_;
    meters_.lent.set(lent_count_);
    co_return Loan(*this, std::move(connection));
  }
  if (lent_count_ >= settings_.lent) throw Unavailable("every connection for transactions is lent out");
  auto connection = new_connection();
  ++lent_count_;
  meters_.lent.set(lent_count_);
  Loan loan(*this, connection);
  co_await open(connection);
  co_await connection->ask_whether_read_only();
  co_return loan;
}

std::shared_ptr<Connection> Pool::new_connection() {
  auto connection = std::make_shared<Connection>(executor_, settings_.connection);
  watched_.push_back(connection);
  return connection;
}

Task<> Pool::open(std::shared_ptr<Connection> connection) {
  co_await connection->open();
  distributed_ = connection->distributed();
  meters_.connects.add();
  // Its conversation needs somebody who listens for as long as it lives.
  mtm::start(executor_, "serving a database connection", serve(connection));
}

Task<> Pool::serve(std::shared_ptr<Connection> connection) {
  co_await connection->serve();
  state_changed_.notify_all();
}

/// A database that was believed to take changes takes none: all connections are asked.
void Pool::was_refused() {
  ++refused_;
  state_changed_.notify_all();
}

void Pool::give_back(std::shared_ptr<Connection> connection, bool clean) {
  --lent_count_;
  meters_.lent.set(lent_count_);
  if (connection->read_only() && !clean) was_refused();
  if (clean && !stopping_ && connection->usable())
    idle_.push_back(std::move(connection));
  else
    connection->close("it was given back in the middle of a conversation");
  returned_.notify_all();
}

bool Pool::reachable() const {
  for (const auto& slot : slots_)
    if (slot->connection && slot->connection->usable()) return true;
  return false;
}

bool Pool::read_only() const {
  bool open = false;
  for (const auto& slot : slots_) {
    if (!slot->connection || !slot->connection->usable()) continue;
    if (!slot->connection->read_only()) return false;
    open = true;
  }
  return open;
}

Task<> Pool::until_reachable(Deadline deadline) {
  while (!reachable() && !stopping_ && Clock::now() < deadline) co_await state_changed_.wait_until(deadline);
}

Task<> Pool::until_reconnected() {
  auto deadline = Clock::now() + kReconnect;
  Counted waiting(meters_.waiting);
  while (!reachable() && !away_ && !stopping_ && Clock::now() < deadline) co_await state_changed_.wait_until(deadline);
}

Loan::~Loan() {
  if (connection_) pool_->give_back(std::move(connection_), clean_);
}

}  // namespace mtm::db
