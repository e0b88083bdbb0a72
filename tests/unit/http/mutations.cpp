// Requests with random faults: whatever comes, it is read the same way in one piece and byte by byte, and nothing
// breaks.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <random>

#include "http/head.hpp"
#include "http/problem.hpp"
#include "http/request_parser.hpp"

using namespace mtm::http;

namespace {

const std::string kSeeds[] = {
    "GET /a/b?c=d HTTP/1.1\r\nHost: a:80\r\nCookie: s=1; t=2\r\nAccept: */*\r\n\r\n",
    "POST /x HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
    "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nX: y\r\n\r\n",
    "\r\nOPTIONS http://b/x HTTP/1.0\r\nHost: a\r\nConnection: keep-alive, x\r\n\r\n",
};
const std::string kFaults[] = {"\r\n",
                               "\n",
                               "\r",
                               " ",
                               "\t",
                               ":",
                               ",",
                               std::string(1, '\0'),
                               "\x80",
                               "0",
                               "chunked",
                               "Content-Length: 1\r\n",
                               "Transfer-Encoding: chunked\r\n",
                               "Host: b\r\n",
                               ";",
                               "\"",
                               "%",
                               "HTTP/1.1"};

/// What a server would make of the bytes that arrive in pieces of one size: a status, or the request in words.
std::string reading(std::string_view bytes, std::size_t piece) try {
  constexpr std::size_t kLimit = 300;
  HeadScanner scanner(kLimit);
  std::size_t arrived = 0;
  while (!scanner.scan(bytes.substr(0, arrived))) {
    if (arrived >= bytes.size()) return "unfinished";
    arrived += piece;
  }
  Request request;
  RequestParser parser(request, kLimit);
  parser.read_head(bytes.substr(scanner.begin(), scanner.end() - scanner.begin()));
  parser.limit_body(1000);
  std::string words =
      fmt::format("{} {} {} {}", to_string(request.method), request.path, request.query, parser.keep_alive());
  for (const auto& [name, value] : request.fields) words += fmt::format(" {}={}", name, value);

  auto rest = bytes.substr(scanner.end());
  for (std::size_t given = 0; !parser.is_done();) {
    if (given == rest.size()) return words + " without its body";
    given = std::min(given + piece, rest.size());
    auto used = parser.read_body(rest.substr(0, given));
    rest.remove_prefix(used);
    given -= used;
  }
  return words + " with " + parser.body();
} catch (const Problem& problem) {
  return std::to_string(static_cast<int>(problem.status));
}

}  // namespace

TEST_CASE("a request with random faults is read in one way only") {
  std::mt19937 random(20261121);
  auto below = [&](std::size_t bound) { return random() % bound; };
  int refused = 0, understood = 0;
  for (int round = 0; round < 20000; ++round) {
    auto bytes = kSeeds[below(std::size(kSeeds))];
    for (auto faults = 1 + below(3); faults > 0; --faults) {
      auto at = below(bytes.size() + 1);
      switch (below(4)) {
        case 0:
          bytes.insert(at, kFaults[below(std::size(kFaults))]);
          break;
        case 1:
          bytes.erase(at, 1 + below(4));
          break;
        case 2:
          bytes.insert(at, bytes, below(bytes.size()), below(20));
          break;
        default:
          if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
      }
      if (bytes.empty()) bytes = "G";
    }
    auto whole = reading(bytes, bytes.size());
    auto slowly = reading(bytes, 1);
    INFO(bytes);
    REQUIRE(whole == slowly);
    ++(whole.size() == 3 ? refused : understood);
  }
  // Were all of them refused, or none, the rounds would show nothing.
  CHECK(refused > 1000);
  CHECK(understood > 1000);
}
