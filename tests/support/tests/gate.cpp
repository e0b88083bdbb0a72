#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>
#include <vector>

#include "support/socket.hpp"

using namespace mtm::test;
using namespace std::chrono_literals;

namespace {

/// Answers every line with the same line, and remembers all that arrived.
class Echo {
 public:
  Echo() : listener_(listen_on_loopback()), thread_([this] { serve(); }) {}
  ~Echo() {
    ending_ = true;
    thread_.join();
  }
  std::uint16_t port() const { return port_of(listener_); }
  std::string heard() const {
    std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  void serve() {
    std::vector<Fd> clients;
    while (!ending_) {
      if (Fd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK)); client)
        clients.push_back(std::move(client));
      for (auto& client : clients) {
        char bytes[64 * 1024];
        auto count = ::recv(client.get(), bytes, sizeof bytes, 0);
        if (count == 0) client.close();
        if (count <= 0) continue;
        {
          std::lock_guard lock(mutex_);  // before the answer: whoever has that may ask what was heard
          heard_.append(bytes, static_cast<std::size_t>(count));
        }
        ::send(client.get(), bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL);
      }
      std::this_thread::sleep_for(1ms);
    }
  }

  Fd listener_;
  std::atomic<bool> ending_ = false;
  mutable std::mutex mutex_;
  std::string heard_;
  std::thread thread_;
};

std::string read_exactly(Socket& socket, std::size_t count) {
  std::string text;
  while (text.size() < count && socket.read_some(text)) {
  }
  return text;
}

bool ends(Socket& socket) {
  return eventually([&] { return socket.ended(); });
}

}  // namespace

TEST_CASE("a gate carries bytes both ways and says when an end has closed") {
  Echo echo;
  Gate gate(echo.port());
  Socket client(gate.port());
  std::string much(300'000, 'x');
  std::thread writer([&] { client.write(much); });
  auto back = read_exactly(client, much.size());
  writer.join();
  REQUIRE(back == much);
  REQUIRE(gate.open() == 1);
  client.half_close();
  REQUIRE(ends(client));
  REQUIRE(eventually([&] { return gate.open() == 0; }));
  REQUIRE(gate.taken() == 1);
}

TEST_CASE("a stalled gate takes connections and carries nothing until it passes again") {
  Echo echo;
  Gate gate(echo.port());
  Socket before(gate.port());
  before.write("one");
  REQUIRE(read_exactly(before, 3) == "one");
  gate.stall();
  before.write("two");
  Socket meanwhile(gate.port());
  meanwhile.write("three");
  std::string nothing;
  REQUIRE_THROWS_WITH(before.read_some(nothing, 100ms), "nothing arrived in time");
  REQUIRE_THROWS_WITH(meanwhile.read_some(nothing, 100ms), "nothing arrived in time");
  REQUIRE(echo.heard() == "one");
  gate.pass();
  REQUIRE(read_exactly(before, 3) == "two");
  REQUIRE(read_exactly(meanwhile, 5) == "three");
}

TEST_CASE("a refusing gate turns new connections away and keeps the open ones") {
  Echo echo;
  Gate gate(echo.port());
  Socket open(gate.port());
  open.write("one");
  REQUIRE(read_exactly(open, 3) == "one");
  gate.refuse();
  REQUIRE_THROWS(Socket(gate.port()));
  open.write("two");
  REQUIRE(read_exactly(open, 3) == "two");
  gate.pass();
  Socket again(gate.port());
  again.write("three");
  REQUIRE(read_exactly(again, 5) == "three");
}

TEST_CASE("a cut ends every connection, and new ones are carried") {
  Echo echo;
  Gate gate(echo.port());
  Socket first(gate.port()), second(gate.port());
  first.write("1");
  second.write("2");
  REQUIRE(read_exactly(first, 1) == "1");
  REQUIRE(read_exactly(second, 1) == "2");
  gate.cut();
  REQUIRE(ends(first));
  REQUIRE(ends(second));
  Socket third(gate.port());
  third.write("3");
  REQUIRE(read_exactly(third, 1) == "3");
}

TEST_CASE("a cut ends connections that a stalled gate holds") {
  Echo echo;
  Gate gate(echo.port());
  Socket client(gate.port());
  client.write("1");
  REQUIRE(read_exactly(client, 1) == "1");
  gate.stall();
  client.write("2");
  gate.cut();
  REQUIRE(ends(client));
  REQUIRE(eventually([&] { return gate.open() == 0; }));
  REQUIRE(echo.heard() == "1");
}

TEST_CASE("delayed bytes arrive, and not before their time") {
  Echo echo;
  Gate gate(echo.port());
  Socket client(gate.port());
  gate.delay(50ms);
  auto begin = TestClock::now();
  client.write("one");
  REQUIRE(read_exactly(client, 3) == "one");
  REQUIRE(TestClock::now() - begin >= 100ms);  // there and back
}

TEST_CASE("bytes that are cut before they arrive never arrive") {
  Echo echo;
  Gate gate(echo.port());
  gate.cut_before("COMMIT", 2);
  Socket client(gate.port());
  client.write("begin;");
  REQUIRE(read_exactly(client, 6) == "begin;");
  client.write("COM");  // a pattern in two pieces is seen all the same
  REQUIRE(read_exactly(client, 3) == "COM");
  client.write("MIT;");
  REQUIRE(ends(client));
  Socket second(gate.port());
  second.write("COMMIT;");
  REQUIRE(ends(second));
  Socket third(gate.port());
  third.write("COMMIT;");
  REQUIRE(read_exactly(third, 7) == "COMMIT;");
  REQUIRE(gate.fates() == 2);
  REQUIRE(echo.heard() == "begin;COMCOMMIT;");
}

TEST_CASE("a cut answer means that the question arrived") {
  Echo echo;
  Gate gate(echo.port());
  gate.cut_answer("COMMIT");
  Socket client(gate.port());
  client.write("COMMIT;");
  REQUIRE(ends(client));
  REQUIRE(eventually([&] { return echo.heard() == "COMMIT;"; }));
  REQUIRE(gate.fates() == 1);
}

TEST_CASE("a cut answer lets the answers to earlier questions through") {
  Echo echo;
  Gate gate(echo.port());
  gate.cut_answer("COMMIT", "MIT");
  Socket client(gate.port());
  client.write("COMMIT;");
  REQUIRE(ends(client));
  Socket second(gate.port());
  gate.cut_answer("first", "second");
  second.write("first ");
  REQUIRE(read_exactly(second, 6) == "first ");
  second.write("second");
  REQUIRE(ends(second));
}

TEST_CASE("a gate whose target is gone ends connections at once") {
  Gate gate(free_port());
  Socket client(gate.port());
  REQUIRE(ends(client));
}
