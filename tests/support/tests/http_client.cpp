#include "support/http_client.hpp"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <thread>

#include "support/event_stream.hpp"

using namespace mtm::test;

namespace {

/// Takes one connection, reads one request's head after the other and answers each with the next of its texts.
class Script {
 public:
  explicit Script(std::vector<std::string> answers)
      : answers_(std::move(answers)),
        listener_(listen_on_loopback()),
        port_(port_of(listener_)),
        thread_([this] { serve(); }) {}
  ~Script() { thread_.join(); }
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// All that was asked; call it when the last answer was read.
  const std::string& heard() {
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([] {});
    return heard_;
  }

 private:
  void serve() {
    int taken = -1;
    eventually([&] { return (taken = ::accept4(listener_.get(), nullptr, nullptr, 0)) >= 0; });
    Fd client(taken);
    std::string text;
    for (const auto& answer : answers_) {
      while (text.find("\r\n\r\n") == std::string::npos) {
        char bytes[4096];
        auto count = ::recv(client.get(), bytes, sizeof bytes, 0);
        if (count <= 0) return;
        text.append(bytes, static_cast<std::size_t>(count));
      }
      heard_ += std::exchange(text, {});
      // In two parts, so that a client must put them together.
      auto half = answer.size() / 2;
      ::send(client.get(), answer.data(), half, MSG_NOSIGNAL);
      std::this_thread::yield();
      ::send(client.get(), answer.data() + half, answer.size() - half, MSG_NOSIGNAL);
    }
  }

  std::vector<std::string> answers_;
  Fd listener_;
  std::uint16_t port_;
  std::string heard_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("a client keeps its connection and its cookies") {
  Script server(
      {"HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/; HttpOnly\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\n{}",
       "HTTP/1.1 204 No Content\r\nSet-Cookie: a=; Max-Age=0\r\n\r\n",
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"});
  HttpClient client(server.origin());
  REQUIRE(client.get("/one").body == "{}");
  REQUIRE(client.post("/two", "{\"n\":1}").status == 204);
  REQUIRE(client.get("/three").body == "x");
  auto heard = server.heard();
  REQUIRE(heard.find("POST /two HTTP/1.1\r\n") != std::string::npos);
  REQUIRE(heard.find("Cookie: a=1; b=2\r\n\r\n{\"n\":1}") != std::string::npos);
  REQUIRE(heard.find("Origin: " + server.origin()) != std::string::npos);
  REQUIRE(heard.find("Cookie: b=2\r\n\r\n") != std::string::npos);
}

TEST_CASE("bodies in chunks and bodies that end with the connection are read whole") {
  Script chunked(
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
       "chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"});
  HttpClient first(chunked.origin());
  REQUIRE(first.get("/").body == "abc0123456789");
  Script closing({"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end"});
  HttpClient second(closing.origin());
  REQUIRE(second.get("/").body == "until the end");
}

TEST_CASE("an answer that breaks off is not taken for a whole one") {
  Script server({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"});
  HttpClient client(server.origin());
  REQUIRE_THROWS_WITH(client.get("/"), Catch::Contains("in the middle"));
}

TEST_CASE("events are read one by one, comments are not events") {
  Script server(
      {"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: start\ndata: {\"count\":2}\n\n: "
       "alive\n\nevent: done\ndata: {}\n\n"});
  HttpClient client(server.origin());
  EventStream events(client, "/events");
  REQUIRE(events.head().status == 200);
  auto start = events.next();
  REQUIRE(start->name == "start");
  REQUIRE(start->data == "{\"count\":2}");
  REQUIRE(events.next()->name == "done");
  REQUIRE_FALSE(events.next().has_value());
}

TEST_CASE("a JSON answer is asked by pointer") {
  Reply reply{200, {}, R"({"count":2,"results":[{"name":"Beyoncé"},{"name":null}]})"};
  REQUIRE(reply.at("/count") == "2");
  REQUIRE(reply.at("/results/0/name") == "Beyoncé");
  REQUIRE(reply.at("/results/1/name") == "null");
  REQUIRE(reply.size_at("/results") == 2);
  REQUIRE_THROWS_WITH(reply.at("/nothing"), Catch::Contains("/nothing"));
}
