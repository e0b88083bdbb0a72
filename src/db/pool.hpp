// A few pipelined connections of one thread, kept open, and a few more that are lent out alone.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "core/races.hpp"
#include "db/connection.hpp"
#include "db/database.hpp"
#include "db/meters.hpp"

namespace mtm::db {

struct PoolSettings {
  ConnectionSettings connection;
  int shared = 2;            // pipelined connections, kept open: few that are busy beat many that are idle
  int lent = 2;              // connections for transactions and COPY, at most; opened when first needed
  std::size_t queue = 4096;  // statements under way at most; beyond it Unavailable at once
  Clock::duration wait_for_loan = std::chrono::seconds(1);
};

class Loan;

class Pool : public Database {
 public:
  Pool(const Executor& executor, PoolSettings settings);
  ~Pool() override;

  /// Told what other sessions say on these channels, on the pool's thread, and whether we hear at all: `heard` stays
  /// silent while the listening connection is away, and what was said meanwhile is lost. Call before start().
  struct Listener {
    std::vector<std::string> channels;
    std::function<void(std::string_view channel, std::string_view payload)> heard;
    std::function<void(bool listening)> listening;
  };
  void listen(Listener listener) { listener_ = std::move(listener); }

  /// Opens the connections and keeps them open; returns at once.
  void start();
  /// Ends every connection. Nothing may be asked afterwards.
  void stop();

  /// Throws Unavailable at once while the database is away, ReadOnly a change while it takes none. A connection that
  /// was lost just now is usually had again within milliseconds: that is waited for. A question whose connection is
  /// lost is asked on another one.
  Task<Result> ask(const Statement& statement, Params params) override;
  Task<Result> ask_and_tell(const char* channel, const Statement& change, Params params) override;

  bool distributed() const override { return distributed_; }

  /// A connection of one's own, for a transaction or a COPY.
  Task<Loan> borrow();

  bool reachable() const;
  /// Connections are open, and none of them takes changes.
  bool read_only() const;
  /// Returns when a connection is open, at the deadline, or when the pool stops.
  Task<> until_reachable(Deadline deadline);
  /// Returns as well when the first try to have a lost connection again has failed, or takes too long for a request.
  Task<> until_reconnected();
  /// For any thread, as long as the pool lives.
  const PoolMeters& meters() const { return meters_; }
  const Executor& executor() const { return executor_; }

 private:
  friend class Loan;
  struct Slot {
    std::shared_ptr<Connection> connection;  // null while there is none
    // While it takes no changes: when another one is tried, and the pause after that.
    Clock::time_point look_elsewhere{};
    Clock::duration pause{};
  };

  /// `channel` may be null: then nothing is told.
  Task<Result> ask(const Statement& statement, Params params, const char* channel);
  Task<> keep_open(Slot& slot, bool first);
  Task<> hold(Slot& slot, bool first);
  Task<> look_for_writable(Slot& slot, bool first);
  Task<> ask_whether_read_only(Slot& slot, std::shared_ptr<Connection> connection);
  Task<std::shared_ptr<Connection>> open_writable();
  void exchange(Slot& slot, std::shared_ptr<Connection> writable);
  void say_whether_read_only();
  void listen_if_possible(const std::shared_ptr<Connection>& connection);
  void stop_listening();
  Task<> listen_on(std::shared_ptr<Connection> connection);
  Task<> sweep();
  Connection* least_busy();
  Connection& least_busy_or_throw(const Statement& statement);
  std::shared_ptr<Connection> new_connection();
  Task<> open(std::shared_ptr<Connection> connection);
  Task<> serve(std::shared_ptr<Connection> connection);
  void was_refused();
  void give_back(std::shared_ptr<Connection> connection, bool clean);

  Executor executor_;
  PoolSettings settings_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<std::shared_ptr<Connection>> idle_;     // lent ones that are free
  std::vector<std::weak_ptr<Connection>> watched_;    // every one that lives, for the sweep
  std::vector<std::shared_ptr<Connection>> leaving_;  // others have their places; they end after their last answer
  int lent_count_ = 0;
  Listener listener_;
  const Connection* listening_on_ = nullptr;
  std::uint64_t refused_ = 0;  // changes that were refused by a database that takes none
  bool said_read_only_ = false;
  bool distributed_ = false;  // as the last connection said
  Signal returned_;
  Signal state_changed_;
  bool stopping_ = false;
  bool away_ = false;  // the last try to connect has failed
  std::string reason_ = "no connection has been opened yet";
  PoolMeters meters_;
};

/// A borrowed connection. Unless it was finished with success it is closed, never lent again: whatever was under way on
/// it can't reach the next borrower.
class Loan {
 public:
  Loan(Pool& pool, std::shared_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
  Loan(Loan&& other) noexcept : pool_(other.pool_), connection_(std::move(other.connection_)), clean_(other.clean_) {}
  Loan& operator=(Loan&&) = delete;
  ~Loan();

  Connection& connection() const { return *connection_; }
  /// Says that the conversation is over and the connection may be lent again.
  void finished() { clean_ = true; }

 private:
  Pool* pool_;
  std::shared_ptr<Connection> connection_;
  bool clean_ = false;
};

}  // namespace mtm::db
