#include "loadtest/http_client.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <exception>
#include <stdexcept>

namespace mtm::loadtest {

Origin origin_of(const std::string& url) {
  auto parsed = boost::urls::parse_uri(url);
  bool plain = parsed.has_value() && parsed->scheme() == "http" && !parsed->host().empty() && !parsed->has_userinfo() &&
               parsed->encoded_path().size() <= 1;
  if (!plain) throw std::invalid_argument("--url (or SERVER_URL) must be an address like http://127.0.0.1:5000");
  auto port = parsed->has_port() ? std::string(parsed->port()) : std::string("80");
  asio::io_context io;
  asio::ip::tcp::resolver resolver(io);
  boost::system::error_code error;
  auto found = resolver.resolve(std::string(parsed->host_address()), port, error);
  if (error) throw HttpError("the host of --url: " + error.message());
  return {std::string(parsed->encoded_host_and_port()), found.begin()->endpoint()};
}

namespace {

std::string head_of(std::string_view method, const Origin& origin, const std::string& target, const std::string& key) {
  auto head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", method, target, origin.host);
  if (!key.empty()) head += fmt::format("Authorization: Bearer {}\r\n", key);
  return head;
}

}  // namespace

std::string get_request(const Origin& origin, const std::string& target, const std::string& key) {
  return head_of("GET", origin, target, key) + "\r\n";
}

std::string post_request(const Origin& origin, const std::string& target, const std::string& key,
                         std::string_view json) {
  return fmt::format("{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                     head_of("POST", origin, target, key), json.size(), json);
}

Task<> HttpConnection::connect() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  arrived_.clear();
  boost::system::error_code error;
  auto token = asio::redirect_error(use_task, error);
  co_await socket_.async_connect(endpoint_, token);
  if (error) {
    socket_.close(ignored);
    throw HttpError("no connection: " + error.message());
  }
  socket_.set_option(asio::ip::tcp::no_delay(true));
}

Task<Answer> HttpConnection::converse(const std::string& request) {
  constexpr std::size_t kPiece = 16 * 1024;
  if (!socket_.is_open()) co_await connect();
  auto bytes = asio::buffer(request);
  co_await asio::async_write(socket_, bytes, use_task);
  for (;;) {
    if (auto answer = take_answer(arrived_)) co_return std::move(*answer);
    auto before = arrived_.size();
    arrived_.resize(before + kPiece);
    auto room = asio::buffer(arrived_.data() + before, kPiece);
    auto size = co_await socket_.async_read_some(room, use_task);
    arrived_.resize(before + size);
  }
}

Task<Answer> HttpConnection::ask(const std::string& request) {
  std::string failure;
  try {
    auto answer = co_await converse(request);
    boost::system::error_code ignored;
    if (answer.last) socket_.close(ignored);
    co_return answer;
  } catch (const boost::system::system_error& error) {
    failure = "connection lost: " + error.code().message();
  } catch (const HttpError& error) {
    failure = error.what();
  }
  boost::system::error_code ignored;
  socket_.close(ignored);
  throw HttpError(failure);
}

void run_all(asio::io_context& io, std::vector<Task<>> tasks) {
  std::exception_ptr first;
  for (auto& task : tasks) {
    asio::co_spawn(io.get_executor(), std::move(task), [&first](const std::exception_ptr& failure) {
      if (failure && !first) first = failure;
    });
  }
  io.restart();
  io.run();
  if (first) std::rethrow_exception(first);
}

}  // namespace mtm::loadtest
