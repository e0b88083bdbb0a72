#include "sandbox/misbehaviour.hpp"

#include <fmt/format.h>

#include "core/races.hpp"
#include "http/outgoing.hpp"
#include "sandbox/call.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::size_t kHugeBody = 16 * 1024 * 1024;
constexpr std::size_t kNesting = 20'000;
constexpr std::size_t kDrips = 24;

std::string_view usual_message(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Missing/invalid/expired access token";
    case 403:
      return "Forbidden";
    case 404:
      return "Resource not found";
    case 429:
      return "API rate limit exceeded";
    case 500:
      return "Server error";
    case 502:
      return "Bad gateway";
    case 503:
      return "Service unavailable";
    default:
      return "Something went wrong";
  }
}

std::string flat_json(const Rule& rule) {
  std::string out;
  JsonWriter json(out);
  json.object().member("error", rule.reason.empty() ? "server_error" : rule.reason);
  if (!rule.message.empty()) json.member("error_description", rule.message);
  json.end_object();
  return out;
}

std::string body_of(const Rule& rule, std::string_view message, bool flat) {
  switch (rule.body) {
    case Body::json:
      return flat ? flat_json(rule) : refusal_json(rule.status, std::string(message), rule.reason);
    case Body::messageless:
      return refusal_json(rule.status, std::nullopt, rule.reason);
    case Body::html:
      return fmt::format(
          "<html><head><title>{0} {1}</title></head>\n<body><center><h1>{0} {1}</h1></center></body></html>\n",
          rule.status, message);
    case Body::text:
      return std::string(message);
    case Body::empty:
      return {};
    case Body::truncated:
      return R"({"href":"https://api.example/v1/me/tracks","items":[{"added_at":"2024-05-04T12:0)";
    case Body::nested:
      return std::string(kNesting, '[') + std::string(kNesting, ']');
    case Body::huge:
      return R"({"items":[],"padding":")" + std::string(kHugeBody, 'x') + "\"}";
    case Body::no_items:
      break;
  }
  return {};
}

std::string head_of(const http::Response& answer, std::string_view length) {
  auto head = fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\n", static_cast<int>(answer.status),
                          http::reason(answer.status), answer.content_type);
  for (const auto& [name, value] : answer.fields) head += fmt::format("{}: {}\r\n", name, value);
  head += fmt::format("{}\r\nConnection: close\r\n\r\n", length);
  return head;
}

}  // namespace

http::Response faulty_answer(const Rule& rule, bool flat) {
  bool plain = rule.body == Body::text;
  auto usual = plain && rule.status == 429 ? "Too many requests" : usual_message(rule.status);
  auto message = rule.message.empty() ? usual : std::string_view(rule.message);
  http::Response answer;
  answer.status = static_cast<http::Status>(rule.status);
  answer.body = body_of(rule, message, flat);
  if (rule.body == Body::html) answer.content_type = "text/html";
  if (plain) answer.content_type = "text/plain";
  if (!rule.retry_after.empty()) answer.with("Retry-After", rule.retry_after);
  if (!rule.location.empty()) answer.with("Location", rule.location);
  return answer;
}

http::Response too_many_calls(const CallLimit& limit, std::chrono::seconds wait, bool quota) {
  auto body =
      quota ? refusal_json(429, "Too many requests", "QUOTA_EXCEEDED") : refusal_json(429, "API rate limit exceeded");
  auto answer = http::json_text(std::move(body), http::Status::too_many_requests);
  if (limit.retry_after.empty())
    answer.with("Retry-After", std::to_string(wait.count()));
  else if (limit.retry_after != "none")
    answer.with("Retry-After", limit.retry_after);
  return answer;
}

Task<> RawAnswer::operator()(http::Outgoing& out) const {
  for (const auto& piece : pieces) {
    co_await out.send(piece.bytes);
    if (piece.pause.count() > 0) co_await wait_for(piece.pause);
  }
}

http::Response mistreated(const Rule& rule, http::Response answer) {
  auto* page = std::get_if<std::string>(&answer.body);
  constexpr std::string_view kItems = R"("items":[)";
  if (rule.body == Body::no_items && page) {
    // A page's items stand at its end.
    auto place = page->find(kItems);
    if (place != page->npos) page->replace(place + kItems.size(), page->npos, "]}");
  }
  if (rule.cut == Cut::after) {
    answer.body = RawAnswer{};
    return answer;
  }
  bool halved = rule.cut == Cut::middle;
  bool dripping = rule.drip.count() > 0;
  if (!halved && !dripping && !rule.chunked) return answer;

  auto* text = std::get_if<std::string>(&answer.body);
  std::string body = text ? std::move(*text) : std::string();
  RawAnswer raw;
  auto head =
      head_of(answer, rule.chunked ? "Transfer-Encoding: chunked" : fmt::format("Content-Length: {}", body.size()));
  raw.pieces.push_back({std::move(head), rule.drip});
  if (halved) body.resize(body.size() / 2);
  std::size_t size = std::max<std::size_t>(body.size() / kDrips, 1);
  for (std::size_t begin = 0; begin < body.size(); begin += size) {
    auto part = body.substr(begin, size);
    if (rule.chunked) part = fmt::format("{:x}\r\n{}\r\n", part.size(), part);
    raw.pieces.push_back({std::move(part), rule.drip});
  }
  if (rule.chunked && !halved) raw.pieces.push_back({"0\r\n\r\n", {}});
  answer.body = std::move(raw);
  return answer;
}

}  // namespace mtm::sandbox
