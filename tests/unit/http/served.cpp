#include "served.hpp"

#include <arpa/inet.h>
#include <boost/asio/use_future.hpp>

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <stdexcept>

#include "core/log.hpp"
#include "core/races.hpp"
#include "http/events.hpp"

namespace mtm::http {
namespace {

const SecurityFields kSecurity{"X-For: page\r\n", "X-For: program\r\n", "X-For: asset\r\n"};

std::string large_body() { return std::string(3 * 1024 * 1024, 'x'); }

Task<> count_for_ever(Events& events, std::atomic<bool>& ended) {
  struct AtTheEnd {
    std::atomic<bool>& ended;
    ~AtTheEnd() { ended = true; }
  } at_the_end{ended};
  co_await events.send("first", "{\"n\":1}");
  co_await wait_for(std::chrono::hours(1));
}

Task<> count_to_two(Events& events) {
  co_await events.send("count", "1");
  co_await events.keep_alive();
  co_await events.send("count", "2");
}

class Nowhere final : public Upload {
 public:
  std::uint64_t most() const override { return 2'000'000'000; }
  Task<> write(std::string_view) override { co_return; }
};

}  // namespace

Task<Response> Echo::answer(Request& request) {
  ++asked;
  if (request.path == "/fails") throw std::runtime_error("a secret detail");
  if (request.path == "/forbidden") throw Problem(Status::forbidden, "Not yours.");
  if (request.path == "/slow") co_await wait_for(std::chrono::milliseconds(300));
  if (request.path == "/no-content") co_return no_content();
  if (request.path == "/elsewhere") co_return redirect("/a\r\nX-Forged: yes");
  Response response =
      json_text(fmt::format("{} {}?{} {}", to_string(request.method), request.path, request.query, request.body));
  if (request.path == "/not-modified") response.status = Status::not_modified;
  if (request.path == "/large") response.body = large_body();
  if (request.path == "/host") response.body = std::string(request.field("host").value_or("none"));
  if (request.path == "/fields") response.body = std::to_string(request.fields.size());
  if (request.path == "/for-ever") {
    auto& ended = stream_ended;
    response = event_stream([&ended](Events& events) { return count_for_ever(events, ended); });
  }
  if (request.path == "/two") response = event_stream(count_to_two);
  co_return response;
}

Task<std::shared_ptr<Upload>> Echo::upload_for(Request& request) {
  std::shared_ptr<Upload> upload;
  if (request.path == "/upload") upload = std::make_shared<Nowhere>();
  co_return upload;
}

Response Echo::refuse(std::exception_ptr failure, const Request& request) noexcept {
  try {
    std::rethrow_exception(failure);
  } catch (const Problem& problem) {
    return to_response(problem, request.id);
  } catch (...) {
    return to_response(Problem(Status::internal_error, "Our fault."), request.id);
  }
}

Served::Served(Limits limits)
    : server(context.get_executor(), echo, limits, kSecurity, {asio::ip::address_v4::loopback(), 0}, false) {
  set_log({Level::error, false});  // hundreds of requests are no news
  server.start();
  thread = std::thread([this] { context.run(); });
}

Served::~Served() {
  context.stop();
  thread.join();
}

unsigned short Served::port() const { return server.address().port(); }

void Served::drain(Clock::duration at_most) {
  auto draining = server.drain(Clock::now() + at_most);
  asio::co_spawn(context.get_executor(), std::move(draining), asio::use_future).get();
}

std::string Answer::field(std::string_view name) const {
  auto line = fmt::format("\r\n{}: ", name);
  auto at = head.find(line);
  if (at == head.npos) return {};
  at += line.size();
  return head.substr(at, head.find("\r\n", at) - at);
}

Client::Client(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  timeval patience{15, 0};  // longer than any limit of a test: what hangs fails
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("refused");
}

Client::~Client() { ::close(socket_); }

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed already: its answer tells why
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Client::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool Client::receive() {
  char bytes[16 * 1024];
  auto got = ::recv(socket_, bytes, sizeof bytes, 0);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    throw std::runtime_error("the server neither answers nor closes");
  if (got <= 0) return false;
  unread_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

Answer Client::answer(bool to_head) {
  Answer answer;
  std::size_t end;
  while ((end = unread_.find("\r\n\r\n")) == unread_.npos) {
    if (!receive()) return answer;
  }
  answer.head = unread_.substr(0, end + 2);
  unread_.erase(0, end + 4);
  answer.status = std::stoi(answer.head.substr(9, 3));
  if (to_head || answer.status == 204 || answer.status == 304 || answer.status < 200) return answer;
  if (answer.field("Transfer-Encoding") == "chunked") {
    for (;;) {
      while ((end = unread_.find("\r\n")) == unread_.npos) {
        if (!receive()) return answer;
      }
      auto size = std::stoul(unread_.substr(0, end), nullptr, 16);
      while (unread_.size() < end + 2 + size + 2) {
        if (!receive()) return answer;
      }
      answer.body += unread_.substr(end + 2, size);
      unread_.erase(0, end + 2 + size + 2);
      if (size == 0) return answer;
    }
  }
  auto length = answer.field("Content-Length");
  while (unread_.size() < std::stoul(length)) {
    if (!receive()) return answer;
  }
  answer.body = unread_.substr(0, std::stoul(length));
  unread_.erase(0, answer.body.size());
  return answer;
}

std::string Client::rest() {
  while (receive()) {
  }
  return std::exchange(unread_, {});
}

bool Client::arrives(std::string_view text) {
  while (unread_.find(text) == unread_.npos) {
    if (!receive()) return false;
  }
  return true;
}

bool Client::is_closed() { return !receive(); }

}  // namespace mtm::http
