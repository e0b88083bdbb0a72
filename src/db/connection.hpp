// One PostgreSQL connection in libpq's pipeline mode.
//
// Many requests' statements are under way on it at once. The conversation belongs to the connection: a request hands
// its statement over and waits for its own answer, so a request that goes away can't leave a half-read conversation,
// and no answer can reach the wrong one. Statements are sent when the thread has no other work ready, so that all that
// came in one turn of the loop travel together. Reading statements of one turn share one Sync (one transaction's
// overhead, one wake-up on each side); when one of them fails, PostgreSQL skips its neighbours and they are asked again
// by themselves. A change has a Sync of its own, and its answer is handed over only after that Sync: after its commit.
// Where a change is to be told, its Sync waits for what its rows say, and so do the statements behind it, for that one
// round trip.
//
// Behind a pooler the next Sync leaves only when the last one is answered: PgBouncer 1.18 gives its connection to
// PostgreSQL away at the first of several answers, and the rest goes to whoever comes next. And whoever answers, a
// statement's rows carry the key that it was asked by: rows with another key are handed to nobody.
#pragma once
#include <libpq-fe.h>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/task.hpp"
#include "db/conninfo.hpp"
#include "db/errors.hpp"
#include "db/meters.hpp"
#include "db/query.hpp"
#include "db/result.hpp"
#include "db/values.hpp"

namespace mtm::db {

struct ConnectionSettings {
  std::string url;  // libpq URI or key=value text
  std::string application_name = "music-time-machine";
  Clock::duration connect_limit = std::chrono::seconds(3);
  std::chrono::milliseconds statement_timeout{2500};  // PostgreSQL's clock for one statement
  std::chrono::milliseconds lock_timeout{2000};
  std::chrono::milliseconds idle_in_transaction{10000};
  // Silence this long while an answer is due ends the connection: later than PostgreSQL's own limit would have ended
  // the statement, and with a quarter of a second until the pool looks a request is answered within three.
  Clock::duration patience = std::chrono::milliseconds(2600);
  bool prepared = true;           // false: no named statements, not even where they are kept
  SqlStates* refusals = nullptr;  // where refusals are counted; the pool's
};

/// Shared between whoever opened it and the end of the loop's turn that will flush it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// The settings must outlive the connection.
  Connection(const Executor& executor, const ConnectionSettings& settings);
  ~Connection();
  Connection(const Connection&) = delete;

  /// Throws Unavailable with libpq's reason. `check` must be called meanwhile for the limit to hold.
  Task<> open();

  /// Throws Error when PostgreSQL refuses it, ConnectionLost when the connection ends first. With a channel a change's
  /// rows are told there before it commits (db/telling.hpp).
  Task<Result> ask(const Statement& statement, Params params, const char* channel = nullptr);
  /// The same in a transaction: it has a Sync of its own and is asked once, because a failure has ended the
  /// transaction.
  Task<Result> ask_once(const Statement& statement, Params params);

  /// A statement without a name, such as begin, commit, listen. The first column of its rows is the key, if one is
  /// given.
  Task<Result> say(std::string sql, std::string key = {});
  /// The same for those who have something else to do meanwhile. The rows come in PostgreSQL's binary format;
  /// `answered` is called later on this thread.
  void say_ahead(std::string sql, std::string key, std::function<void(std::exception_ptr, Result)> answered);

  /// Returns when the connection has ended.
  Task<> serve();

  bool usable() const { return state_ == State::open && !ending_; }
  std::size_t under_way() const { return waiting_; }
  bool closed() const { return state_ == State::closed; }
  const std::string& lost_because() const { return lost_because_; }
  /// Between us and PostgreSQL is a pooler: each transaction may have another session, whose settings are not ours.
  bool pooled() const { return pooled_; }
  /// Statements are prepared by name once: by PostgreSQL, or by a pooler that keeps the names of each of its clients.
  bool prepares() const { return prepares_; }
  /// Its rows may lie on several servers, by Citus.
  bool distributed() const { return distributed_; }
  /// It takes no changes, as far as we know: PostgreSQL refused one, or said so when it was asked.
  bool read_only() const { return read_only_; }
  /// And, when it takes changes, which timeline its database is on (db/lineage.hpp).
  Task<> ask_whether_read_only();
  /// open() was refused by a PostgreSQL that is there and recovers, or has just begun or ended: soon it lets us in.
  bool not_yet() const { return not_yet_; }

  /// Ends what is overdue; the pool calls it four times a second.
  void check(Clock::time_point now);
  void close(const std::string& why);

  /// What other sessions say by NOTIFY: channel and payload.
  std::function<void(std::string_view, std::string_view)> notified;

 private:
  using Handler = asio::any_completion_handler<void(std::exception_ptr, Result)>;
  enum class State { connecting, open, closed };
  enum class Kind { parse, ask, tell, sync };

  struct Exchange {
    Kind kind;
    bool alone = false;                    // shares no Sync, and is not asked again
    const Statement* statement = nullptr;  // null for a plain text
    const char* channel = nullptr;         // where its rows are told
    int version = 0;                       // of the prepared statement
    std::string sql;
    std::string key;  // of a plain text
    bool binary = false;
    Params params;
    Handler handler;
    Result result;
    Result refusal;  // why its parse, which came just before it, failed
  };

  /// What PostgreSQL knows a statement by on this connection.
  struct Prepared {
    bool sent = false;
    int version = 0;   // counts how often the schema changed under it
    std::string name;  // empty for version 0: the statement's own
  };

  Task<Result> ask(const Statement& statement, Params params, const char* channel, bool alone);
  void hand_over(Exchange exchange);
  void turn_away(Exchange exchange);
  static bool shares_sync(const Exchange& exchange);
  bool may_be_sent(const Exchange& exchange) const;
  void send(Exchange exchange);
  void send_queued();
  void sync();
  void flush();
  Task<> flush_when_writable(std::shared_ptr<Connection> self);
  void receive();
  void take(Result result);
  void finish_front();
  void tell_and_commit(const char* channel, const std::vector<std::string>& words);
  void finish_segment();
  void answer(Exchange& exchange);
  bool must_be_asked_again(const Exchange& exchange);
  void prepare_anew(const Exchange& exchange);
  void plan_turn();
  void end(const std::string& why);
  Task<bool> open_one(ConnectionPlan& plan);
  Task<bool> connect(const ConnectionWords& words, Clock::duration limit);
  Task<> look_for_pooler();
  Task<Result> first_answer();
  Task<> ready(asio::posix::descriptor_base::wait_type direction);

  Executor executor_;
  const ConnectionSettings& settings_;
  State state_ = State::connecting;
  PGconn* pg_ = nullptr;
  asio::posix::basic_stream_descriptor<Executor> socket_;
  std::deque<Exchange> queued_;     // behind a pooler: until the Sync that is under way is answered
  std::deque<Exchange> sent_;       // in PostgreSQL's order
  std::vector<Exchange> done_;      // of the segment that is being answered: changes that wait for their Sync
  std::vector<Exchange> again_;     // skipped because of a neighbour
  std::vector<Prepared> prepared_;  // by statement number
  std::size_t waiting_ = 0;         // statements that were handed over and have no answer yet
  int syncs_ = 0;                   // that were sent and have no answer yet
  bool segment_open_ = false;       // statements were sent since the last Sync
  bool telling_ = false;            // the Sync waits for what the change's rows say
  bool turn_planned_ = false;       // the end of this turn of the loop will flush
  bool writing_ = false;
  bool not_yet_ = false;
  bool pooled_ = false;
  bool prepares_ = false;
  bool distributed_ = false;
  bool read_only_ = false;
  bool overdue_ = false;     // the time to connect passed without an answer
  bool ending_ = false;      // PostgreSQL said that this connection is of no more use
  Clock::time_point heard_;  // when PostgreSQL last said something, or was first asked after a silence
  Deadline connect_deadline_ = Deadline::max();
  std::string lost_because_;
};

}  // namespace mtm::db
