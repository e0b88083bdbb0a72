// Requests, head and body: read in one piece and byte by byte they are the same request, or refused; for which of
// several reasons may depend on what was seen first.
#include <fmt/format.h>

#include "fuzz/input.hpp"
#include "http/client_address.hpp"
#include "http/head.hpp"
#include "http/problem.hpp"
#include "http/request_parser.hpp"

using namespace mtm::http;
using mtm::fuzz::expect;

namespace {

/// What a handler asks a request for; a Problem is a fine answer.
void look_around(const Request& request, const TrustedProxies& proxies) {
  for (auto look :
       {+[](const Request& asked) { asked.text("q"); }, +[](const Request& asked) { asked.number("year", 1900, 2100); },
        +[](const Request& asked) { asked.path_text("id"); }}) {
    try {
      look(request);
    } catch (const Problem&) {
    }
  }
  request.cookie("session");
  customer_of(client_address(request, proxies));
}

std::string reading(std::string_view bytes, std::size_t piece, const TrustedProxies& proxies) try {
  constexpr std::size_t kLimit = 2000;
  HeadScanner scanner(kLimit);
  std::size_t arrived = 0;
  while (!scanner.scan(bytes.substr(0, arrived))) {
    if (arrived >= bytes.size()) return "unfinished";
    arrived += piece;
  }
  Request request;
  request.client = "10.0.0.1";
  RequestParser parser(request, kLimit);
  parser.read_head(bytes.substr(scanner.begin(), scanner.end() - scanner.begin()));
  parser.limit_body(1000);
  auto words = fmt::format("{} {} {} {}", to_string(request.method), request.path, request.query, parser.keep_alive());
  for (const auto& [name, value] : request.fields) words += fmt::format(" {}={}", name, value);
  request.path_parts = {{"id", request.path}};
  look_around(request, proxies);
  auto rest = bytes.substr(scanner.end());
  for (std::size_t given = 0; !parser.is_done();) {
    if (given == rest.size()) return words + " without its body";
    given = std::min(given + piece, rest.size());
    auto used = parser.read_body(rest.substr(0, given));
    expect(used <= given, "it read more than there was");
    rest.remove_prefix(used);
    given -= used;
  }
  expect(parser.body().size() <= 1000, "a body beyond its limit");
  return words + " with " + parser.body();
} catch (const Problem& problem) {
  return std::to_string(static_cast<int>(problem.status));
}

bool refused(const std::string& outcome) {
  return outcome.size() == 3 && outcome.find_first_not_of("0123456789") == outcome.npos;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const auto proxies = TrustedProxies::parse("10.0.0.0/8").value();
  auto text = mtm::fuzz::text_of(bytes, size);
  if (text.empty()) return 0;
  auto whole = reading(text, text.size(), proxies), slowly = reading(text, 1, proxies);
  expect(whole == slowly || (refused(whole) && refused(slowly)), "two ways to read one request");
  return 0;
}
