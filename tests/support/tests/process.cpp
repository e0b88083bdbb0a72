#include "support/process.hpp"

#include <catch2/catch.hpp>

#include <signal.h>

using namespace mtm::test;
using namespace std::chrono_literals;

TEST_CASE("a program's streams, exit code and environment are seen") {
  auto outcome = run({"sh", "-c", "echo \"out $COLOUR\"; echo err >&2; exit 7"}, {{"COLOUR", "blue"}});
  REQUIRE(outcome.exit_code == 7);
  REQUIRE(outcome.out == "out blue\n");
  REQUIRE(outcome.err == "err\n");
}

TEST_CASE("a program does not see the environment of whoever runs the tests") {
  ::setenv("SPOTIFY_CLIENT_ID", "a developer's own", 1);
  REQUIRE(run({"sh", "-c", "echo ${SPOTIFY_CLIENT_ID:-nothing}"}).out == "nothing\n");
  ::unsetenv("SPOTIFY_CLIENT_ID");
}

TEST_CASE("a line is waited for, whole") {
  Process process({"sh", "-c", "echo first; printf 'Listening on '; echo port 5; exec sleep 60"});
  REQUIRE(process.wait_for_line("Listening") == "Listening on port 5");
  REQUIRE(process.running());
}

TEST_CASE("waiting for a line ends with the program, and says what it printed") {
  Process process({"sh", "-c", "echo no luck >&2; exit 1"});
  REQUIRE_THROWS_WITH(process.wait_for_line("Listening"),
                      Catch::Contains("no luck") && Catch::Contains("ended without"));
  REQUIRE(process.wait() == 1);
}

TEST_CASE("a signal's end is told as a shell tells it") {
  Process process({"sleep", "60"});
  REQUIRE(process.terminate() == 128 + SIGTERM);
  REQUIRE_FALSE(process.running());
}

TEST_CASE("a program that is not there can't be started, and that is said at once") {
  REQUIRE_THROWS_WITH(run({"no-such-program"}), Catch::Contains("no-such-program: No such file"));
}

TEST_CASE("a program ends with its test") {
  pid_t pid;
  {
    Process process({"sleep", "60"});
    pid = process.pid();
    REQUIRE(::kill(pid, 0) == 0);
  }
  REQUIRE(::kill(pid, 0) != 0);
}
