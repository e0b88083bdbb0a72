#include "db/connection.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "core/connection_failure.hpp"
#include "core/log.hpp"
#include "db/conninfo.hpp"
#include "db/lineage.hpp"
#include "db/telling.hpp"

namespace mtm::db {

namespace {

Error error_of(const PGresult* result) {
  auto field = [&](int code) {
    const char* text = PQresultErrorField(result, code);
    return std::string(text ? text : "");
  };
  auto state = field(PG_DIAG_SQLSTATE);
  return Error(state, field(PG_DIAG_CONSTRAINT_NAME), refusal(state.c_str(), PQresultErrorMessage(result)));
}

/// Why the connection is not there.
std::string failure_of(const PGconn* pg) { return std::string(connection_failure(PQerrorMessage(pg))); }

bool failed(const Result& result) { return PQresultStatus(result.get()) == PGRES_FATAL_ERROR; }
bool skipped(const Result& result) { return PQresultStatus(result.get()) == PGRES_PIPELINE_ABORTED; }

/// States of a server, not of a statement: it is full, coming up, or too slow (PostgreSQL, appendix A).
bool server_unavailable(std::string_view sqlstate) {
  return sqlstate.starts_with("57P") || sqlstate.starts_with("08") || sqlstate.starts_with("53") || sqlstate == "57014";
}

bool lock_not_available(std::string_view sqlstate) { return sqlstate == "55P03"; }

/// Somebody ended this session or the whole server, or a pooler no longer keeps the names of statements. Another
/// connection may do better.
bool ends_the_connection(std::string_view sqlstate) {
  for (std::string_view end : {"57P01", "57P02", "57P05", "26000", "42P05"})
    if (sqlstate == end) return true;
  return false;
}

bool refused_as_read_only(std::string_view sqlstate) { return sqlstate == "25006"; }

/// The schema changed under a prepared statement, so that it would answer other columns than it promised. The code
/// means any unsupported feature; the function that raised it, unlike the text, is in no language.
bool outdated(const Result& result) {
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const char* function = PQresultErrorField(result.get(), PG_DIAG_SOURCE_FUNCTION);
  return state && function && std::string_view(state) == "0A000" &&
         std::string_view(function) == "RevalidateCachedQuery";
}

/// What each of our sessions has. A pooler would hand it on to somebody else, so nothing is set unless the session that
/// answers is the one that we opened: PgBouncer and its like give each client a process number of their own making.
constexpr const char* kOwnSession = R"sql(
    select set_config('statement_timeout', $2, false), set_config('lock_timeout', $3, false),
           set_config('idle_in_transaction_session_timeout', $4, false),
           set_config('client_connection_check_interval', '5000', false),
           set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false),
           set_config('bytea_output', 'hex', false), set_config('jit', 'off', false),
           -- Our statements are few and find their rows by keys: planning one anew costs more than it runs. But what a
           -- database that is distributed by Citus may send to one shard only, it must plan with the values.
           set_config('plan_cache_mode', case when to_regproc('citus_version') is null then 'force_generic_plan' else 'auto' end, false),
           to_regproc('citus_version') is not null
    where pg_backend_pid() = $1::int)sql";

/// The same of a session that is not ours to set.
constexpr const char* kIsDistributed = "select to_regproc('citus_version') is not null";

/// A pooler that keeps the names of its clients' statements gives them to PostgreSQL under names of its own, so the
/// statement does not find itself. One that knows nothing of names passes this one on.
constexpr const char* kPassedOn = "music_time_machine_name";
constexpr const char* kIsPassedOn =
    "select exists (select from pg_prepared_statements where name = 'music_time_machine_name')";

/// A server that dies in the middle can make libpq hand out nothing for ever (userver met this): so often in a row at
/// most.
constexpr int kMostNothings = 8;

bool is_key(std::string_view found, std::string_view asked) {
  if (found == asked) return true;
  if (found.empty() || !asked.starts_with('{')) return false;
  for (auto at = asked.find(found, 1); at != asked.npos; at = asked.find(found, at + 1)) {
    auto end = at + found.size();
    bool begins = asked[at - 1] == '{' || asked[at - 1] == ',';
    if (begins && end < asked.size() && (asked[end] == ',' || asked[end] == '}')) return true;
  }
  return false;
}

/// Whether the first column of every row is the key, or one of them when the key is a list of numbers.
bool carries(const Result& result, std::string_view key) {
  for (int row = 0; row < result.rows(); ++row)
    if (!is_key(result.text(row, 0), key)) return false;
  return true;
}

constexpr const char* kSilent = "PostgreSQL did not answer in time";

}  // namespace

Connection::Connection(const Executor& executor, const ConnectionSettings& settings)
    : executor_(executor), settings_(settings), socket_(executor) {}

Connection::~Connection() { close("closed"); }

Task<> Connection::ready(asio::posix::descriptor_base::wait_type direction) {
  boost::system::error_code error;
  co_await socket_.async_wait(direction, asio::redirect_error(use_task, error));
  if (state_ == State::closed)
    throw ConnectionLost(lost_because_.empty() ? "the connection was closed" : lost_because_);
  if (error) throw ConnectionLost(kSilent);
}

Task<> Connection::open() {
  auto plan = co_await connection_plan(executor_, settings_);
  if (state_ == State::closed) throw ConnectionLost(lost_because_);
  auto opened = co_await open_one(plan);
  if (!opened) {
    std::string reason = overdue_ ? kSilent : failure_of(pg_);
    not_yet_ = !overdue_ && std::string_view(PQerrorMessage(pg_)).find(" 57P03: ") != std::string_view::npos;
    close(reason);
    throw Unavailable(reason);
  }
  connect_deadline_ = Clock::now() + settings_.connect_limit;
  PQsetErrorVerbosity(pg_, PQERRORS_DEFAULT);
  PQsetnonblocking(pg_, 1);
  PQsetNoticeReceiver(pg_, [](void*, const PGresult*) {}, nullptr);
  if (!PQenterPipelineMode(pg_)) throw Unavailable("libpq refused its pipeline mode");
  co_await look_for_pooler();
  connect_deadline_ = Deadline::max();
  heard_ = Clock::now();
  state_ = State::open;
}

/// When none of the hosts takes changes, as in the middle of a failover, reading goes on where it can. A host that was
/// silent, as one without power is, is not asked twice.
Task<bool> Connection::open_one(ConnectionPlan& plan) {
  auto limit = settings_.connect_limit / plan.tries.size();
  std::vector<bool> silent(plan.tries.size());
  for (const char* wanted : {"read-write", "any"}) {
    for (std::size_t i = 0; i < plan.tries.size(); ++i) {
      if (silent[i]) continue;
      if (plan.any_will_do) plan.tries[i].set("target_session_attrs", wanted);
      bool opened = co_await connect(plan.tries[i], limit);
      if (opened) co_return true;
      silent[i] = overdue_;
    }
    if (!plan.any_will_do) break;
  }
  co_return false;
}

/// False when we are not let in; libpq has the reason, unless nothing came within the limit.
Task<bool> Connection::connect(const ConnectionWords& words, Clock::duration limit) {
  if (pg_) {
    socket_.release();
    PQfinish(pg_);
  }
  overdue_ = false;
  connect_deadline_ = Clock::now() + limit;
  pg_ = PQconnectStartParams(words.names().data(), words.values().data(), 0);
  if (!pg_) throw std::bad_alloc();
  PQsetErrorVerbosity(pg_, PQERRORS_VERBOSE);  // a refusal's SQLSTATE is told in no other way
  auto progress = PGRES_POLLING_WRITING;
  while (progress != PGRES_POLLING_OK) {
    if (PQstatus(pg_) == CONNECTION_BAD || progress == PGRES_POLLING_FAILED) co_return false;
    // libpq may open another socket for the next address or after a TLS refusal, even under the same number.
    socket_.release();
    socket_.assign(PQsocket(pg_));
    auto direction = progress == PGRES_POLLING_READING ? asio::posix::descriptor_base::wait_read
                                                       : asio::posix::descriptor_base::wait_write;
    try {
      co_await ready(direction);
    } catch (const ConnectionLost&) {
      if (!overdue_ || state_ == State::closed) throw;
    }
    if (overdue_) co_return false;
    progress = PQconnectPoll(pg_);
  }
  socket_.release();
  socket_.assign(PQsocket(pg_));
  co_return true;
}

Task<> Connection::look_for_pooler() {
  auto params = Params::of(PQbackendPID(pg_), settings_.statement_timeout.count(), settings_.lock_timeout.count(),
                           settings_.idle_in_transaction.count());
  auto values = params.pointers();
  PQsendQueryParams(pg_, kOwnSession, params.count(), nullptr, values.data(), nullptr, nullptr, 0);
  auto own = co_await first_answer();
  if (failed(own)) throw Unavailable(error_of(own.get()).what());
  pooled_ = own.rows() == 0;
  if (pooled_) {
    PQsendQueryParams(pg_, kIsDistributed, 0, nullptr, nullptr, nullptr, nullptr, 0);
    auto distributed = co_await first_answer();
    distributed_ = !failed(distributed) && distributed.text(0, 0) == "t";
  } else {
    distributed_ = own.text(0, own.columns() - 1) == "t";
  }
  prepares_ = settings_.prepared;
  if (!pooled_ || !prepares_) co_return;
  PQsendPrepare(pg_, kPassedOn, kIsPassedOn, 0, nullptr);
  PQsendQueryPrepared(pg_, kPassedOn, 0, nullptr, nullptr, nullptr, 0);
  auto passed_on = co_await first_answer();
  // It fails where PostgreSQL has the name from another client of the pooler.
  prepares_ = !failed(passed_on) && passed_on.text(0, 0) == "f";
}

/// What was sent before anything else is under way, up to its Sync: its last answer, or its failure.
Task<Result> Connection::first_answer() {
  PQpipelineSync(pg_);
  Result answer;
  int nothings = 0;
  while (nothings <= kMostNothings) {
    while (PQisBusy(pg_)) {
      co_await ready(asio::posix::descriptor_base::wait_read);
      if (!PQconsumeInput(pg_)) throw Unavailable(failure_of(pg_));
    }
    Result result(PQgetResult(pg_));
    nothings = result ? 0 : nothings + 1;
    if (!result) continue;
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC && answer) co_return answer;
    if (!answer || !failed(answer)) answer = std::move(result);
  }
  throw Unavailable("PostgreSQL stopped in the middle of its first answer");
}

Task<Result> Connection::ask(const Statement& statement, Params params, const char* channel) {
  return ask(statement, std::move(params), channel, false);
}

Task<Result> Connection::ask_once(const Statement& statement, Params params) {
  return ask(statement, std::move(params), nullptr, true);
}

Task<Result> Connection::ask(const Statement& statement, Params params, const char* channel, bool alone) {
  auto begin = [this](auto handler, const Statement* asked, Params values, const char* told_on, bool by_itself) {
    hand_over(Exchange{.kind = Kind::ask,
                       .alone = by_itself,
                       .statement = asked,
                       .channel = told_on,
                       .params = std::move(values),
                       .handler = std::move(handler)});
  };
  auto answer = asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::exception_ptr, Result)>(
      begin, use_task, &statement, std::move(params), channel, alone);
  co_return co_await std::move(answer);
}

/// "on" during a standby's recovery too, through a pooler too.
Task<> Connection::ask_whether_read_only() {
  auto shown = co_await say("show transaction_read_only");
  read_only_ = shown.text(0, 0) == "on";
  if (read_only_) co_return;
  try {
    auto file = co_await say("select left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)");
    saw_timeline(file.text(0, 0));
  } catch (const Error&) {
    // A service that is made of PostgreSQL but keeps its log otherwise. It promotes nothing that lacks changes.
  }
}

Task<Result> Connection::say(std::string sql, std::string key) {
  auto begin = [this](auto handler, std::string text, std::string asked_by) {
    hand_over(
        Exchange{.kind = Kind::ask, .sql = std::move(text), .key = std::move(asked_by), .handler = std::move(handler)});
  };
  auto answer = asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::exception_ptr, Result)>(
      begin, use_task, std::move(sql), std::move(key));
  co_return co_await std::move(answer);
}

void Connection::say_ahead(std::string sql, std::string key, std::function<void(std::exception_ptr, Result)> answered) {
  hand_over(Exchange{
      .kind = Kind::ask, .sql = std::move(sql), .key = std::move(key), .binary = true, .handler = std::move(answered)});
}

/// Never from inside the call that waits for it.
void Connection::turn_away(Exchange exchange) {
  if (exchange.kind != Kind::ask) return;
  asio::post(executor_, [exchange = std::move(exchange), why = lost_because_]() mutable {
    std::move(exchange.handler)(std::make_exception_ptr(ConnectionLost(why)), Result());
  });
}

void Connection::hand_over(Exchange exchange) {
  if (state_ != State::open) return turn_away(std::move(exchange));
  if (waiting_ == 0) heard_ = Clock::now();
  ++waiting_;
  if (queued_.empty() && may_be_sent(exchange))
    send(std::move(exchange));
  else
    queued_.push_back(std::move(exchange));
  plan_turn();
}

bool Connection::shares_sync(const Exchange& exchange) {
  return exchange.statement && exchange.statement->reads() && !exchange.alone;
}

bool Connection::may_be_sent(const Exchange& exchange) const {
  if (telling_) return false;
  return !pooled_ || (syncs_ == 0 && (!segment_open_ || shares_sync(exchange)));
}

void Connection::send_queued() {
  while (state_ == State::open && !queued_.empty() && may_be_sent(queued_.front())) {
    Exchange exchange = std::move(queued_.front());
    queued_.pop_front();
    send(std::move(exchange));
  }
  plan_turn();
}

/// All that other ready work of this turn hands over will leave together, in one system call.
void Connection::plan_turn() {
  if (turn_planned_ || state_ != State::open) return;
  turn_planned_ = true;
  asio::post(executor_, [self = shared_from_this()] {
    self->turn_planned_ = false;
    if (self->state_ == State::open) self->sync();
    if (self->state_ == State::open) self->flush();
  });
}

void Connection::send(Exchange exchange) {
  const Statement* statement = exchange.statement;
  bool shares = shares_sync(exchange), tells = exchange.channel != nullptr;
  if (!shares && exchange.kind != Kind::tell) sync();
  if (state_ != State::open) return turn_away(std::move(exchange));
  // PostgreSQL says nothing before the end of a segment unless it is told to: several slow reads would look like
  // silence.
  if (segment_open_ && !PQsendFlushRequest(pg_)) {
    end(failure_of(pg_));
    return turn_away(std::move(exchange));
  }
  auto values = exchange.params.pointers();
  int sent = 0;
  if (statement && prepares_ && !(pooled_ && statement->outdated_in_pooler.load(std::memory_order_relaxed))) {
    auto number = static_cast<std::size_t>(statement->number());
    if (prepared_.size() <= number) prepared_.resize(Statement::all().size());
    auto& prepared = prepared_[number];
    const char* name = prepared.name.empty() ? statement->name() : prepared.name.c_str();
    if (!prepared.sent) {
      sent = PQsendPrepare(pg_, name, statement->sql(), 0, nullptr);
      if (!sent) {
        end(failure_of(pg_));
        return turn_away(std::move(exchange));
      }
      prepared.sent = true;
      sent_.push_back(Exchange{.kind = Kind::parse, .statement = statement});
    }
    exchange.version = prepared.version;
    sent = PQsendQueryPrepared(pg_, name, exchange.params.count(), values.data(), nullptr, nullptr, 0);
  } else {
    const char* sql = statement ? statement->sql() : exchange.sql.c_str();
    sent = PQsendQueryParams(pg_, sql, exchange.params.count(), nullptr, values.data(), nullptr, nullptr,
                             exchange.binary ? 1 : 0);
  }
  sent_.push_back(std::move(exchange));
  segment_open_ = true;
  if (!sent) return end(failure_of(pg_));
  telling_ = tells;
  if (tells && !PQsendFlushRequest(pg_)) return end(failure_of(pg_));
  if (!shares) sync();
}

void Connection::sync() {
  if (!segment_open_ || telling_) return;
  segment_open_ = false;
  if (!PQpipelineSync(pg_)) return end(failure_of(pg_));
  sent_.push_back(Exchange{.kind = Kind::sync});
  ++syncs_;
}

void Connection::flush() {
  if (writing_) return;
  int unsent = PQflush(pg_);
  if (unsent < 0) return end(failure_of(pg_));
  if (unsent > 0) {
    writing_ = true;
    start(executor_, "writing to PostgreSQL", flush_when_writable(shared_from_this()));
  }
}

Task<> Connection::flush_when_writable(std::shared_ptr<Connection>) {
  // serve() reads meanwhile, so neither side can block the other with full buffers.
  try {
    co_await ready(asio::posix::descriptor_base::wait_write);
  } catch (const ConnectionLost&) {
    co_return;
  }
  writing_ = false;
  flush();
}

Task<> Connection::serve() {
  while (state_ == State::open) {
    try {
      co_await ready(asio::posix::descriptor_base::wait_read);
    } catch (const ConnectionLost&) {
      break;
    }
    if (!PQconsumeInput(pg_) || PQstatus(pg_) == CONNECTION_BAD) {
      receive();  // the farewell of a server that goes down says why
      if (state_ == State::open) end(failure_of(pg_));
      break;
    }
    heard_ = Clock::now();
    receive();
  }
}

void Connection::receive() {
  int nothings = 0;
  while (state_ == State::open && !sent_.empty() && !PQisBusy(pg_)) {
    Result result(PQgetResult(pg_));
    if (!result) {
      if (sent_.front().result)
        finish_front();
      else if (++nothings > kMostNothings)
        return end("PostgreSQL stopped in the middle of its answers");
      continue;
    }
    nothings = 0;
    take(std::move(result));
  }
  while (state_ == State::open) {
    PGnotify* notify = PQnotifies(pg_);
    if (!notify) break;
    if (notified) notified(notify->relname, notify->extra);
    PQfreemem(notify);
  }
}

void Connection::take(Result result) {
  if (PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) {
    // A failure without a code is libpq's own word: the connection is gone, or what it brings can't be read. The
    // statement's fate is not known, and what would come next belongs to nobody.
    if (failed(result) && !PQresultErrorField(result.get(), PG_DIAG_SQLSTATE))
      return end(PQstatus(pg_) == CONNECTION_BAD ? "PostgreSQL closed the connection in the middle of its answers"
                                                 : "PostgreSQL's answers can't be read");
    // Only the end of a segment is due: its commit failed, or the server leaves. What its statements came to is not
    // known.
    if (sent_.front().kind == Kind::sync) return end(error_of(result.get()).what());
    sent_.front().result = std::move(result);
    return;
  }
  if (sent_.front().kind != Kind::sync) return end("PostgreSQL's answers do not fit what was asked");
  sent_.pop_front();
  --syncs_;
  finish_segment();
}

void Connection::finish_front() {
  Exchange exchange = std::move(sent_.front());
  sent_.pop_front();
  if (exchange.kind == Kind::parse) {
    if (!failed(exchange.result) && !skipped(exchange.result)) return;
    prepared_[static_cast<std::size_t>(exchange.statement->number())].sent = false;
    if (failed(exchange.result)) sent_.front().refusal = std::move(exchange.result);
    return;
  }
  if (exchange.kind == Kind::tell) {
    // What can't be told is not changed.
    if (failed(exchange.result)) done_.back().result = std::move(exchange.result);
    return;
  }
  if (exchange.refusal) exchange.result = std::move(exchange.refusal);
  const char* channel = exchange.channel;
  std::vector<std::string> words;
  if (channel && !failed(exchange.result)) words = words_of(exchange.result);
  if (must_be_asked_again(exchange)) {
    again_.push_back(std::move(exchange));
  } else if (exchange.statement && exchange.statement->reads()) {
    answer(exchange);
  } else {
    done_.push_back(std::move(exchange));
  }
  if (channel) tell_and_commit(channel, words);
}

void Connection::tell_and_commit(const char* channel, const std::vector<std::string>& words) {
  telling_ = false;
  if (words.empty())
    sync();
  else
    send(Exchange{.kind = Kind::tell, .statement = &kTell, .params = Params::of(channel, words)});
  if (state_ == State::open) send_queued();
}

bool Connection::must_be_asked_again(const Exchange& exchange) {
  if (skipped(exchange.result)) return true;
  if (!failed(exchange.result) || !exchange.statement) return false;
  if (outdated(exchange.result)) {
    prepare_anew(exchange);
    return !exchange.alone;
  }
  // Its parse stood in a segment that failed after it had been relied upon.
  const char* state = PQresultErrorField(exchange.result.get(), PG_DIAG_SQLSTATE);
  if (exchange.alone || std::string_view(state ? state : "") != "26000") return false;
  prepared_[static_cast<std::size_t>(exchange.statement->number())].sent = false;
  return true;
}

/// Under another name: the old one is taken, and a pooler would not pass on that it is given up.
void Connection::prepare_anew(const Exchange& exchange) {
  auto& prepared = prepared_[static_cast<std::size_t>(exchange.statement->number())];
  if (exchange.version < prepared.version) return;  // it was sent before another one found that out
  if (pooled_) exchange.statement->outdated_in_pooler.store(true, std::memory_order_relaxed);
  prepared.sent = false;
  prepared.name = fmt::format("{}_{}", exchange.statement->name(), ++prepared.version);
}

void Connection::finish_segment() {
  // Answering may hand over new statements, so the lists are emptied first.
  auto done = std::exchange(done_, {});
  auto again = std::exchange(again_, {});
  for (auto& exchange : done) answer(exchange);
  for (auto& exchange : again) {
    exchange.alone = true;
    exchange.result = {};
    if (state_ == State::open)
      queued_.push_back(std::move(exchange));
    else
      answer(exchange);
  }
  if (!queued_.empty()) send_queued();
}

void Connection::answer(Exchange& exchange) {
  if (waiting_ > 0) --waiting_;
  std::exception_ptr failure;
  Result result = std::move(exchange.result);
  std::string_view key = exchange.key;
  if (exchange.statement && exchange.statement->carries_key()) key = exchange.params.first();
  if (result && state_ == State::open && !failed(result) && !key.empty() && !carries(result, key)) {
    log(Level::error, "an answer carries another key than its question, closing the database connection",
        {{"statement", std::string_view(exchange.statement ? exchange.statement->name() : "fetch")}});
    end("an answer was another's");
  }
  if (!result || state_ == State::closed) {
    result = {};
    failure = std::make_exception_ptr(ConnectionLost(lost_because_));
  } else if (failed(result)) {
    auto error = error_of(result.get());
    if (settings_.refusals) settings_.refusals->count(error.sqlstate);
    bool ends = ends_the_connection(error.sqlstate);
    if (refused_as_read_only(error.sqlstate)) read_only_ = true;
    if (ends || outdated(result))
      failure = std::make_exception_ptr(ConnectionLost(error.what()));
    else if (lock_not_available(error.sqlstate))
      failure = std::make_exception_ptr(HeldUp(error.what()));
    else if (refused_as_read_only(error.sqlstate))
      failure = std::make_exception_ptr(ReadOnly(error.what()));
    else if (server_unavailable(error.sqlstate))
      failure = std::make_exception_ptr(Unavailable(error.what()));
    else
      failure = std::make_exception_ptr(std::move(error));
    if (ends && !ending_) {
      ending_ = true;
      asio::post(executor_, [self = shared_from_this(), why = std::string(error.what())] { self->close(why); });
    }
  }
  std::move(exchange.handler)(failure, std::move(result));
}

void Connection::check(Clock::time_point now) {
  if (state_ == State::connecting && now > connect_deadline_) {
    overdue_ = true;
    connect_deadline_ = Deadline::max();
    if (socket_.is_open()) socket_.cancel();
  }
  if (state_ == State::open && waiting_ > 0 && now - heard_ > settings_.patience) end("PostgreSQL went silent");
}

void Connection::close(const std::string& why) { end(why); }

void Connection::end(const std::string& why) {
  if (state_ == State::closed) return;
  state_ = State::closed;
  lost_because_ = why;
  // The descriptor lets go before libpq closes it: the number may be reused at once.
  if (socket_.is_open()) {
    socket_.cancel();
    socket_.release();
  }
  if (pg_) PQfinish(pg_);
  pg_ = nullptr;
  std::vector<Exchange> unanswered;
  for (auto& exchange : sent_)
    if (exchange.kind == Kind::ask) unanswered.push_back(std::move(exchange));
  for (auto& exchange : queued_) unanswered.push_back(std::move(exchange));
  queued_.clear();
  for (auto* list : {&done_, &again_}) {
    // A change whose Sync never came may not have been committed.
    for (auto& exchange : *list) unanswered.push_back(std::move(exchange));
    list->clear();
  }
  sent_.clear();
  waiting_ = 0;
  if (unanswered.empty()) return;
  asio::post(executor_, [unanswered = std::move(unanswered), why]() mutable {
    for (auto& exchange : unanswered)
      std::move(exchange.handler)(std::make_exception_ptr(ConnectionLost(why)), Result());
  });
}

}  // namespace mtm::db
