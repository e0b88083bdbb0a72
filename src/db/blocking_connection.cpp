#include "db/blocking_connection.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <cerrno>

#include "core/connection_failure.hpp"
#include "db/conninfo.hpp"

namespace mtm::db {

namespace {

void cancel(PGconn* pg) {
  std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> request(PQgetCancel(pg), &PQfreeCancel);
  char reason[256];
  if (request) PQcancel(request.get(), reason, sizeof reason);
}

}  // namespace

const std::atomic<bool> BlockingConnection::never_ = false;

BlockingConnection::BlockingConnection(const std::string& url, const char* application_name,
                                       const std::atomic<bool>& stop)
    : stop_(stop) {
  bool several = any_will_do(url);
  connect(url, application_name, several ? "read-write" : nullptr);
  if (several && PQstatus(pg_.get()) != CONNECTION_OK) connect(url, application_name, "any");
  if (PQstatus(pg_.get()) != CONNECTION_OK)
    throw Unavailable(fmt::format("the database can't be reached: {}", connection_failure(PQerrorMessage(pg_.get()))));
  PQsetNoticeReceiver(pg_.get(), [](void*, const PGresult*) {}, nullptr);
  PQsetnonblocking(pg_.get(), 1);  // libpq would wait for room in the socket without a look at the stop flag
}

/// `attributes` are target_session_attrs; null: what the URL says.
void BlockingConnection::connect(const std::string& url, const char* application_name, const char* attributes) {
  // A dead peer is noticed while we wait (keepalives) and while we send (tcp_user_timeout).
  const char* words[] = {"dbname",
                         "connect_timeout",
                         "client_encoding",
                         "fallback_application_name",
                         "keepalives_idle",
                         "keepalives_interval",
                         "keepalives_count",
                         "tcp_user_timeout",
                         "target_session_attrs",
                         nullptr};
  const char* values[] = {url.c_str(), "5", "UTF8", application_name, "5", "2", "3", "15000", attributes, nullptr};
  pg_.reset(PQconnectdbParams(words, values, 1));
}

void BlockingConnection::begin(const std::string& mode) {
  // The check of the client is for a job that was killed: its statement ends soon after.
  run("begin " + mode + R"sql(;
    set local timezone = 'UTC';
    set local datestyle = 'ISO';
    set local statement_timeout = 0;
    set local lock_timeout = 0;
    set local idle_in_transaction_session_timeout = '5min';
    set local client_connection_check_interval = 1000)sql");
}

Result BlockingConnection::ask(const std::string& sql, const Params& params) {
  throw_if_stopped();
  auto pointers = params.pointers();
  // With parameters there is one statement; without, the simple protocol takes several at once.
  int sent = params.count() > 0 ? PQsendQueryParams(pg_.get(), sql.c_str(), params.count(), nullptr, pointers.data(),
                                                    nullptr, nullptr, 0)
                                : PQsendQuery(pg_.get(), sql.c_str());
  if (!sent || !flush()) throw_lost();
  return finish();
}

Result BlockingConnection::finish() {
  Result last;
  for (;;) {
    while (PQisBusy(pg_.get())) wait_readable();
    Result result(PQgetResult(pg_.get()));
    if (!result) break;
    auto status = PQresultStatus(result.get());
    bool failed = last && PQresultStatus(last.get()) == PGRES_FATAL_ERROR;
    if (!failed) last = std::move(result);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || PQstatus(pg_.get()) != CONNECTION_OK) break;
  }
  return checked(std::move(last));
}

Result BlockingConnection::checked(Result result) const {
  if (!result || PQstatus(pg_.get()) != CONNECTION_OK) throw_lost();
  if (PQresultStatus(result.get()) != PGRES_FATAL_ERROR) return result;
  auto field = [&](int code) {
    const char* text = PQresultErrorField(result.get(), code);
    return std::string(text ? text : "");
  };
  auto state = field(PG_DIAG_SQLSTATE);
  throw_if_stopped();  // then it says that we cancelled it
  auto message = refusal(state.c_str(), PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY));
  if (state.starts_with("57P")) throw ConnectionLost("PostgreSQL is shutting down: " + message);
  if (state == "25006") throw ReadOnly(message);
  throw Error(state, field(PG_DIAG_CONSTRAINT_NAME), message);
}

bool BlockingConnection::flush() {
  for (;;) {
    int left = PQflush(pg_.get());
    if (left <= 0) return left == 0;
    auto ready = wait(POLLIN | POLLOUT);  // a server that does not read may wait for us to read
    if ((ready & ~POLLOUT) != 0 && !PQconsumeInput(pg_.get())) return false;
  }
}

void BlockingConnection::wait_readable() {
  wait(POLLIN);
  if (!PQconsumeInput(pg_.get())) throw_lost();
}

short BlockingConnection::wait(short events) {
  bool cancelled = false;
  for (;;) {
    if (!cancelled && stop_.load(std::memory_order_relaxed)) {
      cancel(pg_.get());
      cancelled = true;
    }
    pollfd socket{PQsocket(pg_.get()), events, 0};
    int ready = poll(&socket, 1, 100);  // so soon is the stop flag seen
    if (ready < 0 && errno != EINTR) throw_lost();
    if (ready > 0) return socket.revents;
  }
}

void BlockingConnection::throw_lost() const {
  throw_if_stopped();
  throw ConnectionLost(
      fmt::format("the connection to PostgreSQL was lost: {}", connection_failure(PQerrorMessage(pg_.get()))));
}

}  // namespace mtm::db
