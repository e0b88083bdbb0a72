#include "spotify/http_client.hpp"

#include <catch2/catch.hpp>

#include "core/races.hpp"
#include "unit/spotify/fake_server.hpp"

using namespace mtm;
using namespace mtm::spotify;
using namespace std::chrono_literals;

namespace {

constexpr auto kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

HttpLimits impatient() {
  HttpLimits limits;
  limits.connect = 200ms;
  limits.whole_call = 300ms;
  return limits;
}

/// A client of one server, and that server.
struct Pair {
  asio::io_context io{1};
  FakeServer server;
  Origin origin;
  HttpClient client;

  explicit Pair(HttpLimits limits = {})
      : server(io),
        origin(base_url(server.url()).origin),
        client(io.get_executor(), {origin}, system_trust(), limits) {}

  HttpAnswer ask(Method method = Method::get, std::string target = "/v1/me", std::string body = "") {
    HttpQuestion question;
    question.method = method;
    question.target = std::move(target);
    question.authorization = "Bearer sesame";
    question.body = std::move(body);
    return run(io, client.ask(origin, std::move(question)));
  }

  NoAnswer no_answer(Method method = Method::get) try {
    ask(method);
    throw std::logic_error("it was answered");
  } catch (const NoAnswer& failure) {
    return failure;
  }
};

/// Asks a server with a certificate by that host name, and says what came of it.
std::string ask_securely(const Certificate& shown, const std::optional<Certificate>& trusted, const std::string& host) {
  asio::io_context io(1);
  FakeServer server(io, shown);
  server.will_answer(kOk);
  auto trust = system_trust();
  if (trusted) trust.add_certificate_authority(asio::buffer(trusted->certificate));
  auto origin = base_url(server.url(host)).origin;
  HttpClient client(io.get_executor(), {origin}, std::move(trust));
  HttpQuestion question;
  question.target = "/";
  try {
    auto answer = run(io, client.ask(origin, std::move(question)));
    return std::to_string(answer.status);
  } catch (const NoAnswer& failure) {
    CHECK_FALSE(failure.sent);
    CHECK_FALSE(failure.worth_a_retry);
    CHECK(server.requests.empty());
    return failure.what();
  }
}

}  // namespace

TEST_CASE("a question goes out as it is meant, and its answer comes back whole") {
  Pair pair;
  pair.server.will_answer(
      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n "
      "world\r\n0\r\n\r\n");
  auto answer = pair.ask(Method::post, "/api/token?x=1", "a=b");
  CHECK(answer.status == 429);
  CHECK(answer.retry_after == 7s);
  CHECK(answer.body == "hello world");
  REQUIRE(pair.server.requests.size() == 1);
  const auto& request = pair.server.requests[0];
  CHECK(request.head.starts_with("POST /api/token?x=1 HTTP/1.1\r\n"));
  CHECK(request.head.find("Host: " + host_field(pair.origin) + "\r\n") != std::string::npos);
  CHECK(request.head.find("Authorization: Bearer sesame\r\n") != std::string::npos);
  CHECK(request.body == "a=b");
}

TEST_CASE("one connection serves many questions, unless the server wants it closed") {
  Pair pair;
  for (int count = 0; count < 3; ++count) pair.server.will_answer(kOk);
  for (int count = 0; count < 3; ++count) pair.ask();
  CHECK(pair.server.connections == 1);
  pair.server.will_answer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
  pair.server.will_answer(kOk);
  pair.ask();
  pair.ask();
  CHECK(pair.server.connections == 2);
}

TEST_CASE("a kept connection that dies before it answers is replaced once, but not for a change") {
  Pair pair;
  for (auto method : {Method::get, Method::put}) {
    auto before = pair.server.requests.size();
    pair.server.will_answer(kOk);
    pair.server.will_cut();
    pair.server.will_answer(kOk);
    pair.ask(method);
    CHECK(pair.ask(method).status == 200);
    CHECK(pair.server.requests.size() == before + 3);
  }
  Pair other;
  other.server.will_answer(kOk);
  other.server.will_cut();
  other.ask(Method::post);
  auto failure = other.no_answer(Method::post);
  CHECK(failure.sent);
  CHECK(other.server.requests.size() == 2);
}

TEST_CASE("an answer that breaks off is no answer, and is not asked for again here") {
  Pair pair;
  pair.server.will_cut("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
  auto failure = pair.no_answer();
  CHECK(failure.sent);
  CHECK(failure.worth_a_retry);
  CHECK(pair.server.requests.size() == 1);
  pair.server.will_cut();  // on a fresh connection
  pair.no_answer();
  CHECK(pair.server.requests.size() == 2);
}

TEST_CASE("a server that is silent, or says only a part, is given up at the deadline") {
  Pair pair(impatient());
  for (auto part : {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"}) {
    CAPTURE(part);
    pair.server.will_hang(part);
    auto failure = pair.no_answer();
    CHECK(failure.sent);
    CHECK(failure.what() == std::string("127.0.0.1 did not answer: nothing came within 300 ms"));
  }
}

TEST_CASE("a handshake that never comes is given up sooner than a call") {
  asio::io_context io(1);
  FakeServer server(io);
  server.falls_silent();
  auto origin = base_url(server.url()).origin;
  origin.secure = true;
  HttpClient client(io.get_executor(), {origin}, system_trust(), impatient());
  try {
    run(io, client.ask(origin, HttpQuestion()));
    FAIL("it was answered");
  } catch (const NoAnswer& failure) {
    CHECK_FALSE(failure.sent);
    CHECK(failure.what() == std::string("could not connect to 127.0.0.1: nothing came within 200 ms"));
  }
}

TEST_CASE("where nobody listens nothing was sent") {
  asio::io_context io(1);
  auto origin = base_url(url_of_nobody()).origin;
  HttpClient client(io.get_executor(), {origin});
  try {
    run(io, client.ask(origin, HttpQuestion()));
    FAIL("it was answered");
  } catch (const NoAnswer& failure) {
    CHECK_FALSE(failure.sent);
    CHECK(failure.worth_a_retry);
  }
}

TEST_CASE("no answer is so long, in body, header, trailer or chunk extension, that it harms us") {
  HttpLimits limits;
  limits.body = 1000;
  Pair pair(limits);
  const std::string bombs[] = {
      "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'),
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nX: " + std::string(70000, 'x') + "\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(70000, 'x') + "\r\nx\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nT: " + std::string(70000, 'x') + "\r\n\r\n",
      "garbage\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  };
  for (const auto& bomb : bombs) {
    CAPTURE(bomb.substr(0, 70));
    pair.server.will_cut(bomb);
    CHECK(pair.no_answer().sent);
  }
  pair.server.will_answer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
  CHECK(pair.ask().body.size() == 1000);
}

TEST_CASE("an old server that ends its answer by closing is understood") {
  Pair pair;
  pair.server.will_cut("HTTP/1.0 200 OK\r\n\r\n{\"a\":1}");
  CHECK(pair.ask().body == "{\"a\":1}");
}

TEST_CASE("a redirect is an answer, not an order") {
  Pair pair;
  pair.server.will_answer(answer(302, "", "Location: http://127.0.0.1:1/\r\n"));
  CHECK(pair.ask().status == 302);
  CHECK(pair.server.requests.size() == 1);
}

TEST_CASE("no host is asked but those that were configured") {
  Pair pair;
  auto stranger = pair.origin;
  stranger.host = "127.0.0.2";
  CHECK_THROWS_AS(run(pair.io, pair.client.ask(stranger, HttpQuestion())), Refused);
}

TEST_CASE("a question that is cancelled leaves no trace for the next one") {
  Pair pair;
  pair.server.will_answer(kOk);
  pair.ask();
  pair.server.will_hang();
  auto hanging = [](HttpClient& client, Origin origin) -> Task<> {
    HttpQuestion question;
    question.target = "/hangs";
    co_await client.ask(origin, question);
  };
  run(pair.io, first_of(hanging(pair.client, pair.origin), wait_for(50ms)));
  pair.server.will_answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine");
  CHECK(pair.ask().body == "mine");
  CHECK(pair.server.connections == 2);
}

TEST_CASE("TLS: who proves to be the host is asked, everybody else is refused before a word is said") {
  auto localhost = make_certificate("DNS:localhost");
  auto address = make_certificate("IP:127.0.0.1");
  auto somebody_else = make_certificate("DNS:api.spotify.com");
  auto expired = make_certificate("DNS:localhost", -1);
  CHECK(ask_securely(localhost, localhost, "localhost") == "200");
  CHECK(ask_securely(address, address, "127.0.0.1") == "200");
  CHECK_THAT(ask_securely(localhost, std::nullopt, "localhost"), Catch::Contains("self-signed certificate"));
  CHECK_THAT(ask_securely(localhost, address, "localhost"), Catch::Contains("self-signed certificate"));
  CHECK_THAT(ask_securely(somebody_else, somebody_else, "localhost"), Catch::Contains("hostname mismatch"));
  CHECK_THAT(ask_securely(localhost, localhost, "127.0.0.1"), Catch::Contains("IP address mismatch"));
  CHECK_THAT(ask_securely(expired, expired, "localhost"), Catch::Contains("expired"));
}

TEST_CASE("a base URL is a scheme, a host, perhaps a port and a path") {
  struct Row {
    const char* text;
    Origin origin;
    const char* path;
    const char* host_field;
    const char* whole;
  };
  const Row rows[] = {
      {"https://api.spotify.com/v1",
       {true, "api.spotify.com", 443},
       "/v1",
       "api.spotify.com",
       "https://api.spotify.com/v1"},
      {"https://api.spotify.com/v1/",
       {true, "api.spotify.com", 443},
       "/v1",
       "api.spotify.com",
       "https://api.spotify.com/v1"},
      {"http://127.0.0.1:5001", {false, "127.0.0.1", 5001}, "", "127.0.0.1:5001", "http://127.0.0.1:5001"},
      {"http://[::1]:80/", {false, "::1", 80}, "", "[::1]", "http://[::1]"},
      {"https://localhost:443", {true, "localhost", 443}, "", "localhost", "https://localhost"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    auto base = base_url(row.text);
    CHECK((base.origin == row.origin));
    CHECK(base.path == row.path);
    CHECK(host_field(base.origin) == row.host_field);
    CHECK(to_text(base) == row.whole);
  }
  for (auto wrong : {"", "api.spotify.com", "ftp://x", "https://", "https://u:p@x/", "https://x/?a", "https://x/#a",
                     "http://x:99999", "http://x:0"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(base_url(wrong), Misconfigured);
  }
  CHECK(api_base_url("http://127.0.0.1:5001").path == "/v1");
  CHECK(api_base_url("http://127.0.0.1:5001/sandbox").path == "/sandbox");
}
