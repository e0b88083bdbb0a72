#include "loadtest/answer.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace mtm::loadtest {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](unsigned char a, unsigned char b) {
    return (a | 0x20) == (b | 0x20);  // letters only differ by this bit; names and tokens are compared with letters
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::size_t number(std::string_view digits, int base) {
  std::size_t value = 0;
  auto end = digits.data() + digits.size();
  auto result = std::from_chars(digits.data(), end, value, base);
  if (result.ec != std::errc() || result.ptr != end)
    throw HttpError("no number where one should be: " + std::string(digits));
  return value;
}

struct Head {
  int status = 0;
  bool last = false;
  bool chunked = false;
  std::optional<std::size_t> length;
};

Head read_head(std::string_view text) {
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  constexpr std::size_t kStatusDigits = 3;
  if (!text.starts_with(kVersion) || text.size() < kVersion.size() + kStatusDigits)
    throw HttpError("the answer is no HTTP/1.1");
  Head head;
  head.status = static_cast<int>(number(text.substr(kVersion.size(), kStatusDigits), 10));
  for (auto end = text.find(kLineEnd); end != std::string_view::npos;) {
    text.remove_prefix(end + kLineEnd.size());
    end = text.find(kLineEnd);
    auto line = text.substr(0, end);
    auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    auto name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
    if (same_word(name, "content-length")) head.length = number(value, 10);
    if (same_word(name, "transfer-encoding")) head.chunked = same_word(value, "chunked");
    if (same_word(name, "connection")) head.last = same_word(value, "close");
  }
  return head;
}

/// The body and how many bytes it took on the way; nothing while a part is missing.
struct Body {
  std::string text;
  std::size_t size;
};

std::optional<Body> chunked_body(std::string_view rest) {
  Body body{"", 0};
  for (;;) {
    auto end = rest.find(kLineEnd, body.size);
    if (end == std::string_view::npos) return std::nullopt;
    auto size_line = rest.substr(body.size, end - body.size);
    auto size = number(trimmed(size_line.substr(0, size_line.find(';'))), 16);
    auto begin = end + kLineEnd.size();
    if (size == 0) {  // trailers, if any, and an empty line
      auto over = rest.substr(end).find(kHeadEnd);
      if (over == std::string_view::npos) return std::nullopt;
      body.size = end + over + kHeadEnd.size();
      return body;
    }
    if (rest.size() - begin < size + kLineEnd.size()) return std::nullopt;
    body.text += rest.substr(begin, size);
    body.size = begin + size + kLineEnd.size();
  }
}

std::optional<Body> body_of(const Head& head, std::string_view rest) {
  constexpr int kNoContent = 204, kNotModified = 304;
  if (head.status == kNoContent || head.status == kNotModified) return Body{"", 0};
  if (head.chunked) return chunked_body(rest);
  if (!head.length) throw HttpError("the answer has no length");
  if (rest.size() < *head.length) return std::nullopt;
  return Body{std::string(rest.substr(0, *head.length)), *head.length};
}

}  // namespace

std::optional<Answer> take_answer(std::string& arrived) {
  for (;;) {
    auto end = arrived.find(kHeadEnd);
    if (end == std::string::npos) return std::nullopt;
    auto head = read_head(std::string_view(arrived).substr(0, end));
    auto begin = end + kHeadEnd.size();
    if (head.status / 100 == 1) {
      arrived.erase(0, begin);
      continue;
    }
    auto body = body_of(head, std::string_view(arrived).substr(begin));
    if (!body) return std::nullopt;
    arrived.erase(0, begin + body->size);
    return Answer{head.status, head.last, std::move(body->text)};
  }
}

}  // namespace mtm::loadtest
