// What a connection does beside reading requests: order, keeping alive, ending, time limits, streams, draining.
#include <catch2/catch.hpp>

#include "served.hpp"

using namespace mtm::http;
using std::chrono::seconds;

namespace {

std::string get(const std::string& path, const std::string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

}  // namespace

TEST_CASE("an answer carries date, type, length, id and the fields of its audience") {
  Served served;
  Client client(served.port());
  client.send(get("/x"));
  auto answer = client.answer();
  CHECK(answer.field("Date").size() == std::string("Sat, 21 Nov 2026 09:06:00 GMT").size());
  CHECK(answer.field("Content-Type") == "application/json");
  CHECK(answer.field("Content-Length") == "8");
  CHECK(answer.field("X-Request-Id").size() >= 8);
  CHECK(answer.field("X-For") == "program");
  CHECK(answer.field("Connection") == "");
}

TEST_CASE("a client's request id comes back when it is well formed, else one is made") {
  Served served;
  Client client(served.port());
  auto id_for = [&](const std::string& theirs) {
    client.send(get("/", "X-Request-Id: " + theirs + "\r\n"));
    return client.answer().field("X-Request-Id");
  };
  CHECK(id_for("abc.DEF_1-2") == "abc.DEF_1-2");
  CHECK(id_for(std::string(64, 'a')) == std::string(64, 'a'));
  CHECK(id_for("seven77") != "seven77");
  CHECK(id_for(std::string(65, 'a')) != std::string(65, 'a'));
  CHECK(id_for("with spaces") != "with spaces");
  CHECK(id_for("x") != id_for("x"));
}

TEST_CASE("requests that arrive together are answered in their order") {
  Served served;
  Client client(served.port());
  client.send(get("/slow") + get("/2") + "POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + get("/4"));
  CHECK(client.answer().body == "GET /slow? ");
  CHECK(client.answer().body == "GET /2? ");
  CHECK(client.answer().body == "POST /3? hi");
  CHECK(client.answer().body == "GET /4? ");
}

TEST_CASE("Connection: close ends the connection and what was sent behind it") {
  Served served;
  Client client(served.port());
  client.send(get("/1", "Connection: close\r\n") + get("/2"));
  auto answer = client.answer();
  CHECK(answer.status == 200);
  CHECK(answer.field("Connection") == "close");
  CHECK(client.rest() == "");
  CHECK(served.echo.asked == 1);
}

TEST_CASE("HTTP/1.0 closes unless it asks to keep the connection") {
  Served served;
  Client closing(served.port());
  closing.send("GET /1 HTTP/1.0\r\n\r\n");
  CHECK(closing.answer().body == "GET /1? ");
  CHECK(closing.rest() == "");
  Client keeping(served.port());
  keeping.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(keeping.answer().field("Connection") == "keep-alive");
  keeping.send("GET /2 HTTP/1.0\r\n\r\n");
  CHECK(keeping.answer().body == "GET /2? ");
}

TEST_CASE("a connection ends after as many requests as it may make") {
  Limits limits;
  limits.requests = 3;
  Served served(limits);
  Client client(served.port());
  client.send(get("/1") + get("/2") + get("/3") + get("/4"));
  CHECK(client.answer().field("Connection") == "");
  CHECK(client.answer().field("Connection") == "");
  CHECK(client.answer().field("Connection") == "close");
  CHECK(client.rest() == "");
}

TEST_CASE("HEAD is answered like GET, without the body") {
  Served served;
  Client client(served.port());
  client.send("HEAD /large HTTP/1.1\r\nHost: a\r\n\r\n");
  auto answer = client.answer(true);
  CHECK(answer.status == 200);
  CHECK(answer.field("Content-Length") == std::to_string(3 * 1024 * 1024));
  client.send("HEAD /two HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.answer(true).field("Content-Type") == "text/event-stream");
  client.send(get("/next"));
  CHECK(client.answer().body == "GET /next? ");
}

TEST_CASE("a HEAD that is refused has no body either") {
  Served served;
  for (const char* fault : {"Host: b\r\n", "X: a\r\n b\r\n", "Content-Length: x\r\n", "X y\r\n"}) {
    INFO(fault);
    Client client(served.port());
    client.send(std::string("HEAD / HTTP/1.1\r\nHost: a\r\n") + fault + "\r\n");
    CHECK(client.answer(true).status == 400);
    CHECK(client.rest() == "");
  }
}

TEST_CASE("204 and 304 have neither body nor length") {
  Served served;
  Client client(served.port());
  for (const char* path : {"/no-content", "/not-modified"}) {
    client.send(get(path));
    auto answer = client.answer();
    CHECK((answer.status == 204 || answer.status == 304));
    CHECK(answer.field("Content-Length") == "");
    CHECK(answer.field("Content-Type") == "");
    client.send(get("/next"));
    CHECK(client.answer().body == "GET /next? ");
  }
}

TEST_CASE("OPTIONS for the whole server is answered without the application") {
  Served served;
  Client client(served.port());
  client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
  auto answer = client.answer();
  CHECK(answer.status == 204);
  CHECK(answer.field("Allow").find("GET") != std::string::npos);
  CHECK(served.echo.asked == 0);
}

TEST_CASE("a handler's exception becomes an answer, and the connection goes on") {
  Served served;
  Client client(served.port());
  client.send(get("/fails") + get("/forbidden") + get("/next"));
  auto failed = client.answer();
  CHECK(failed.status == 500);
  CHECK(failed.body.find("secret") == std::string::npos);
  auto forbidden = client.answer();
  CHECK(forbidden.status == 403);
  CHECK(forbidden.field("Content-Type") == "application/problem+json");
  CHECK(forbidden.body.find(forbidden.field("X-Request-Id")) != std::string::npos);
  CHECK(client.answer().body == "GET /next? ");
}

TEST_CASE("a handler's value can't add a field") {
  Served served;
  Client client(served.port());
  client.send(get("/elsewhere"));
  auto answer = client.answer();
  CHECK(answer.status == 303);
  CHECK(answer.field("X-Forged") == "");
  CHECK(answer.field("X-For") == "page");
}

TEST_CASE("a URL without a path is / also when the body comes later than the head") {
  Served served;
  Client client(served.port());
  client.send("POST http://b HTTP/1.1\r\nHost: b\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.answer().status == 100);
  client.send("late");
  CHECK(client.answer().body == "POST /? late");
}

TEST_CASE("a client that waits for it is told to continue") {
  Served served;
  Client client(served.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n");
  CHECK(client.answer().status == 100);
  client.send("hello");
  CHECK(client.answer().body == "POST /? hello");
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
  CHECK(client.answer().status == 100);
  client.send("5\r\nhello\r\n0\r\n\r\n");
  CHECK(client.answer().body == "POST /? hello");
}

TEST_CASE("nobody is told to continue when the body is there, is empty, or the client speaks HTTP/1.0") {
  Served served;
  Client client(served.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
  CHECK(client.answer().body == "POST /? hello");
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.answer().body == "POST /? ");
  client.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  client.send("hello");
  CHECK(client.answer().body == "POST /? hello");
}

TEST_CASE("a client that has said its last word still gets its answer") {
  Served served;
  Client client(served.port());
  client.send(get("/slow"));
  client.finish_sending();
  CHECK(client.answer().body == "GET /slow? ");
  CHECK(client.rest() == "");
}

TEST_CASE("a request that ends in its middle is refused") {
  Served served;
  for (const char* half : {"GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe"}) {
    Client client(served.port());
    client.send(half);
    client.finish_sending();
    CHECK(client.answer().status == 400);
    CHECK(client.rest() == "");
  }
  CHECK(served.echo.asked == 0);
}

TEST_CASE("an answer reaches a client that is still sending what was refused") {
  Served served;
  Client client(served.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000000\r\n\r\n" + std::string(500000, 'x'));
  CHECK(client.answer().status == 413);
}

TEST_CASE("a large answer reaches a client that reads late") {
  Served served;
  Client client(served.port());
  client.send(get("/large") + get("/next"));
  auto answer = client.answer();
  CHECK(answer.body.size() == 3 * 1024 * 1024);
  CHECK(client.answer().body == "GET /next? ");
}

TEST_CASE("a header section that takes too long is refused, however steadily it comes") {
  Limits limits;
  limits.header = seconds(1);
  Served served(limits);
  Client silent(served.port()), begun(served.port()), later(served.port());
  begun.send("GET / HTTP/1.1\r\nX: ");
  later.send(get("/1"));
  CHECK(later.answer().status == 200);
  later.send("GET /2 HT");
  while (!begun.arrives("HTTP/1.1 408")) begun.send("x");
  CHECK(later.answer().status == 408);
  CHECK(silent.rest() == "");
}

TEST_CASE("a body that falls silent is refused long before its time is over, also one that goes elsewhere") {
  Limits limits;
  limits.silence = seconds(1);
  limits.whole_body = limits.whole_upload = limits.write_stall = std::chrono::hours(1);
  Served served(limits);
  for (const char* path : {"/", "/upload"}) {
    for (const char* begun : {"Content-Length: 5\r\n\r\nhe", "Content-Length: 5\r\n\r\n",
                              "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n"}) {
      INFO(path << " " << begun);
      Client client(served.port());
      client.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + begun);
      CHECK(client.answer().status == 408);
      CHECK(client.rest() == "");
    }
  }
}

TEST_CASE("a body that takes too long is refused, however little it may be silent") {
  Limits limits;
  limits.silence = std::chrono::hours(1);
  limits.whole_body = limits.whole_upload = seconds(1);
  Served served(limits);
  for (const char* path : {"/", "/upload"}) {
    INFO(path);
    Client client(served.port());
    client.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
    CHECK(client.answer().status == 408);
    CHECK(client.rest() == "");
  }
}

TEST_CASE("an idle connection is closed without a word") {
  Limits limits;
  limits.idle = seconds(1);
  Served served(limits);
  Client client(served.port());
  client.send(get("/1"));
  CHECK(client.answer().status == 200);
  CHECK(client.rest() == "");
}

TEST_CASE("a client that does not read its answers is cut off") {
  Limits limits;
  limits.write_stall = seconds(1);
  limits.connections = 1;
  Served served(limits);
  Client deaf(served.port());
  deaf.send(get("/large"));  // more than the sockets hold, so the server waits for a reader that never comes
  Client next(served.port());
  next.send(get("/1"));  // has its turn when the first connection has ended
  CHECK(next.answer().status == 200);
  CHECK(deaf.rest().size() < 3 * 1024 * 1024);
}

TEST_CASE("no more connections are open than may be, and the next waits its turn") {
  Limits limits;
  limits.connections = 1;
  Served served(limits);
  Client first(served.port());
  first.send(get("/slow", "Connection: close\r\n"));
  while (served.echo.asked == 0) std::this_thread::yield();  // an idle connection would make room
  Client second(served.port());
  second.send(get("/2"));
  CHECK(first.answer().body == "GET /slow? ");
  CHECK(second.answer().body == "GET /2? ");
}

TEST_CASE("an idle connection makes room for a new one") {
  Limits limits;
  limits.connections = 1;
  Served served(limits);
  Client idle(served.port());
  idle.send(get("/1"));
  CHECK(idle.answer().status == 200);
  Client next(served.port());
  next.send(get("/2"));
  CHECK(next.answer().body == "GET /2? ");
  CHECK(idle.rest() == "");
}

TEST_CASE("bodies together must not take all memory, and give back what they took") {
  Limits limits;
  limits.bodies = 1000;
  Served served(limits);
  auto post = [](std::size_t size) {
    return "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  Client client(served.port());
  for (int i = 0; i < 3; ++i) {
    client.send(post(900));
    CHECK(client.answer().status == 100);
    client.send(std::string(900, 'x'));
    CHECK(client.answer().status == 200);
  }
  client.send(post(1100));
  CHECK(client.answer().status == 100);
  client.send(std::string(1100, 'x'));
  auto refused = client.answer();
  CHECK(refused.status == 503);
  CHECK(refused.field("Retry-After") == "1");
}

TEST_CASE("events arrive one by one, and the stream ends with its task") {
  Served served;
  Client client(served.port());
  client.send(get("/two"));
  auto answer = client.answer();
  CHECK(answer.field("Content-Type") == "text/event-stream");
  CHECK(answer.field("X-Accel-Buffering") == "no");
  CHECK(answer.body == "event: count\ndata: 1\n\n:\n\nevent: count\ndata: 2\n\n");
  CHECK(client.rest() == "");
}

TEST_CASE("HTTP/1.0 gets its events without chunks") {
  Served served;
  Client client(served.port());
  client.send("GET /two HTTP/1.0\r\n\r\n");
  auto all = client.rest();
  CHECK(all.find("Transfer-Encoding") == std::string::npos);
  CHECK(all.find("\r\n\r\nevent: count\ndata: 1\n\n:\n\nevent: count\ndata: 2\n\n") != std::string::npos);
}

TEST_CASE("a stream that waits ends when its client leaves") {
  Limits limits;
  limits.connections = 1;
  Served served(limits);
  {
    Client client(served.port());
    client.send(get("/for-ever"));
    CHECK(client.arrives("data: {\"n\":1}"));
  }
  Client next(served.port());
  next.send(get("/1"));
  CHECK(next.answer().status == 200);
  CHECK(served.echo.stream_ended);
}

TEST_CASE("a draining server answers what is under way, closes what is idle and ends streams") {
  Served served;
  Client idle(served.port()), slow(served.port()), listening(served.port());
  idle.send(get("/1"));
  CHECK(idle.answer().status == 200);
  listening.send(get("/for-ever"));
  CHECK(listening.arrives("data: {\"n\":1}"));
  slow.send(get("/slow"));
  while (served.echo.asked < 3) std::this_thread::yield();
  served.drain(seconds(10));
  auto answer = slow.answer();
  CHECK(answer.body == "GET /slow? ");
  CHECK(answer.field("Connection") == "close");
  CHECK(idle.rest() == "");
  CHECK(served.echo.stream_ended);
  CHECK_THROWS(Client(served.port()));
}

TEST_CASE("a half-sent request does not hold up a draining server beyond its deadline") {
  Served served;
  Client client(served.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
  Client other(served.port());
  other.send(get("/1"));
  CHECK(other.answer().status == 200);
  served.drain(seconds(1));
  CHECK(client.is_closed());
}
