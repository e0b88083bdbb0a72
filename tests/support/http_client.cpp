#include "support/http_client.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace mtm::test {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::uint16_t port_of_origin(const std::string& origin) {
  auto colon = origin.rfind(':');
  return static_cast<std::uint16_t>(std::stoi(origin.substr(colon + 1)));
}

simdjson::dom::element element_at(simdjson::dom::parser& parser, const Reply& reply, std::string_view pointer) {
  simdjson::dom::element element;
  auto error = parser.parse(reply.body).at_pointer(pointer).get(element);
  if (error) {
    throw std::runtime_error("no " + std::string(pointer) + " (" + simdjson::error_message(error) + ") in the answer " +
                             std::to_string(reply.status) + " " + reply.body);
  }
  return element;
}

bool says(const Fields& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return lower(field.first) == name; });
}

bool changes_state(const std::string& method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

}  // namespace

std::string Reply::field(std::string_view name) const {
  for (const auto& [known, value] : fields) {
    if (known == name) return value;
  }
  return "";
}

std::string Reply::at(std::string_view pointer) const {
  simdjson::dom::parser parser;
  auto element = element_at(parser, *this, pointer);
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) return std::string(text);
  return simdjson::minify(element);
}

std::size_t Reply::size_at(std::string_view pointer) const {
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  if (element_at(parser, *this, pointer).get(array))
    throw std::runtime_error(std::string(pointer) + " is no array in " + body);
  return array.size();
}

HttpClient::HttpClient(const std::string& origin_address) : origin(origin_address) {}

Reply HttpClient::get(const std::string& target, const Fields& fields) { return send("GET", target, "", fields); }

Reply HttpClient::post(const std::string& target, const std::string& body, const Fields& fields) {
  return send("POST", target, body, fields);
}

Reply HttpClient::send(const std::string& method, const std::string& target, const std::string& body,
                       const Fields& fields) {
  ask(method, target, body, fields);
  return read_reply(method == "HEAD");
}

void HttpClient::ask(const std::string& method, const std::string& target, const std::string& body,
                     const Fields& fields) {
  auto sent = fields;
  for (const auto& field : always) {
    if (!says(fields, lower(field.first))) sent.push_back(field);
  }
  auto unless_said = [&](const char* name, const std::string& value) {
    if (!says(sent, lower(name))) sent.emplace_back(name, value);
  };
  unless_said("Host", origin.substr(origin.find("//") + 2));
  if (changes_state(method)) {
    unless_said("Origin", origin);
    unless_said("Content-Length", std::to_string(body.size()));
    if (!body.empty()) unless_said("Content-Type", "application/json");
  }
  std::string cookie;
  for (const auto& [name, value] : cookies) cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
  if (!cookie.empty()) unless_said("Cookie", cookie);
  auto text = method + " " + target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : sent) text += name + ": " + value + "\r\n";
  send_raw(text + "\r\n" + body);
}

Socket& HttpClient::connection() {
  if (socket_ && buffer_.empty() && socket_->ended()) socket_.reset();
  if (!socket_) {
    buffer_.clear();
    socket_.emplace(port_of_origin(origin));
  }
  return *socket_;
}

void HttpClient::send_raw(std::string_view bytes) { connection().write(bytes); }

void HttpClient::half_close() { connection().half_close(); }

void HttpClient::hang_up() {
  socket_.reset();
  buffer_.clear();
}

bool HttpClient::closed_by_server(TestClock::duration limit) {
  return !socket_ || (buffer_.empty() && eventually([this] { return socket_->ended(); }, limit));
}

void HttpClient::fill() {
  if (!socket_) throw std::runtime_error("nothing was asked");
  if (!socket_->read_some(buffer_))
    throw std::runtime_error("the server closed in the middle of its answer: " + buffer_);
}

std::string HttpClient::take_line() {
  std::size_t end;
  while ((end = buffer_.find("\r\n")) == std::string::npos) fill();
  auto line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

Reply HttpClient::read_head() {
  Reply reply;
  do {
    reply = {};
    auto line = take_line();
    if (!line.starts_with("HTTP/1.1 ") || line.size() < 12) throw std::runtime_error("not a status line: " + line);
    reply.status = std::stoi(line.substr(9, 3));
    for (line = take_line(); !line.empty(); line = take_line()) {
      auto colon = line.find(':');
      if (colon == std::string::npos) throw std::runtime_error("not a field: " + line);
      auto begin = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
      reply.fields.emplace_back(lower(line.substr(0, colon)), line.substr(begin));
    }
  } while (reply.status / 100 == 1);
  for (const auto& [name, value] : reply.fields) {
    if (name == "set-cookie") keep_cookie(value);
  }
  return reply;
}

Reply HttpClient::read_reply(bool to_head) {
  auto reply = read_head();
  if (!to_head && reply.status != 204 && reply.status != 304) reply.body = read_body(reply);
  if (reply.field("connection") == "close") hang_up();
  return reply;
}

std::string HttpClient::read_body(const Reply& reply) {
  std::string body;
  if (auto length = reply.field("content-length"); !length.empty()) {
    auto wanted = static_cast<std::size_t>(std::stoull(length));
    while (buffer_.size() < wanted) fill();
    body = buffer_.substr(0, wanted);
    buffer_.erase(0, wanted);
    return body;
  }
  while (auto piece = read_body_piece(reply)) body += *piece;
  return body;
}

std::optional<std::string> HttpClient::read_body_piece(const Reply& head, TestClock::duration limit) {
  if (head.field("transfer-encoding") != "chunked") {
    if (buffer_.empty() && !(socket_ && socket_->read_some(buffer_, limit))) {
      hang_up();
      return std::nullopt;
    }
    return std::exchange(buffer_, {});
  }
  if (buffer_.empty() && !(socket_ && socket_->read_some(buffer_, limit)))
    throw std::runtime_error("the last chunk is missing");
  auto size = static_cast<std::size_t>(std::stoull(take_line(), nullptr, 16));
  while (buffer_.size() < size + 2) fill();
  auto piece = buffer_.substr(0, size);
  buffer_.erase(0, size + 2);
  if (size > 0) return piece;
  if (head.field("connection") == "close") hang_up();
  return std::nullopt;
}

void HttpClient::keep_cookie(const std::string& text) {
  auto pair = text.substr(0, text.find(';'));
  auto equals = pair.find('=');
  auto name = pair.substr(0, equals);
  auto value = pair.substr(equals + 1);
  if (lower(text).find("max-age=0") != std::string::npos)
    cookies.erase(name);
  else
    cookies[name] = value;
}

std::string target_of(const std::string& address) {
  auto authority = address.find("//");
  if (authority == std::string::npos) return address;
  auto path = address.find('/', authority + 2);
  return path == std::string::npos ? "/" : address.substr(path);
}

std::string origin_of(const std::string& address) {
  auto authority = address.find("//");
  if (authority == std::string::npos) throw std::runtime_error("not a whole address: " + address);
  return address.substr(0, address.find('/', authority + 2));
}

}  // namespace mtm::test
