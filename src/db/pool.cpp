#include "db/pool.hpp"

#include <fmt/format.h>

#include <algorithm>
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
  returned_.notify_all();
  state_changed_.notify_all();
}

Task<> Pool::keep_open(Slot& slot, bool first) {
  int attempt = 0, not_yets = 0;
  while (!stopping_) {
    // While the database is away one slot knocks for all; the others wait until it was let in.
    while (!first && !stopping_ && !slots_.front()->connection) co_await state_changed_.wait();
    if (stopping_) break;
    auto connection = std::make_shared<Connection>(executor_, settings_.connection);
    watched_.push_back(connection);  // the sweep bounds its connecting too
    bool opened = false;
    try {
      co_await connection->open();
      opened = true;
    } catch (const std::exception& failure) {
      if (reason_ != failure.what() && attempt + not_yets == 0)
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
      meters_.connects.add();
      slot.connection = connection;
      meters_.open.add(1);
      state_changed_.notify_all();
      if (first && connection->pooled())
        log(Level::info, "connected through a pooler, one Sync at a time", {{"prepares", connection->prepares()}});
      bool listens = first && !listener_.channels.empty() && !connection->pooled();
      if (listens) mtm::start(executor_, "listening to the database", listen_on(connection));
      co_await connection->serve();
      slot.connection = nullptr;
      meters_.open.add(-1);
      if (listens) listener_.listening(false);
      meters_.losses.add();
      reason_ = connection->lost_because();
      if (!stopping_ && first)
        log(Level::warning, "a database connection was lost", {{"reason", std::string_view(reason_)}});
    }
    if (stopping_) break;
    bool soon = connection->not_yet() && not_yets++ < kSoon;
    auto pause = back_off(soon ? 1 : attempt++);
    co_await wait_for(pause);
  }
}

Task<> Pool::listen_on(std::shared_ptr<Connection> connection) {
  connection->notified = listener_.heard;
  try {
    for (const auto& channel : listener_.channels) {
      std::string sql = "listen " + channel;
      co_await connection->say(std::move(sql));
    }
  } catch (const std::exception&) {
    co_return;  // the connection is lost, and keep_open() says so
  }
  if (connection->usable()) listener_.listening(true);
}

Task<> Pool::sweep() {
  while (!stopping_) {
    co_await wait_for(std::chrono::milliseconds(250));
    auto now = Clock::now();
    for (auto& slot : slots_)
      if (slot->connection) slot->connection->check(now);
    std::erase_if(watched_, [](const auto& lent) { return lent.expired(); });
    for (auto& lent : watched_)
      if (auto connection = lent.lock()) connection->check(now);
  }
}

Connection* Pool::least_busy() {
  Connection* best = nullptr;
  for (auto& slot : slots_) {
    auto* connection = slot->connection.get();
    if (!connection || !connection->usable()) continue;
    if (!best || connection->under_way() < best->under_way()) best = connection;
  }
  return best;
}

Connection& Pool::least_busy_or_throw() {
  auto* connection = least_busy();
  if (!connection) throw Unavailable(fmt::format("the database can't be reached: {}", reason_));
  if (connection->under_way() >= settings_.queue / static_cast<std::size_t>(settings_.shared))
    throw Unavailable("too many statements are under way");
  return *connection;
}

Task<Result> Pool::ask(const Statement& statement, Params params) {
  Counted under_way(meters_.under_way);
  // Each connection may be lost under a question once, as when they are all ended; more often it is the question's
  // fault.
  for (int losses = statement.reads() ? settings_.shared : 0;; --losses) {
    if (!reachable()) co_await until_reconnected();
    auto& connection = least_busy_or_throw();
    if (losses == 0) co_return co_await connection.ask(statement, std::move(params));
    Params copy = params;
    try {
      co_return co_await connection.ask(statement, std::move(copy));
    } catch (const ConnectionLost&) {
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
  auto connection = std::make_shared<Connection>(executor_, settings_.connection);
  ++lent_count_;
  meters_.lent.set(lent_count_);
  Loan loan(*this, connection);
  watched_.push_back(connection);
  co_await connection->open();
  meters_.connects.add();
  // Its conversation needs somebody who listens for as long as it lives.
  mtm::start(executor_, "serving a lent connection", serve_lent(connection));
  co_return loan;
}

Task<> Pool::serve_lent(std::shared_ptr<Connection> connection) { co_await connection->serve(); }

void Pool::give_back(std::shared_ptr<Connection> connection, bool clean) {
  --lent_count_;
  meters_.lent.set(lent_count_);
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
