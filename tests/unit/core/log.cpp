#include "core/log.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <string>
#include <thread>

using namespace mtm;

namespace {

/// What `lines` writes to the standard output.
std::string written_by(LogSettings settings, void (*lines)()) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  std::fflush(stdout);
  int before = ::dup(STDOUT_FILENO);
  ::dup2(ends[1], STDOUT_FILENO);
  ::close(ends[1]);
  set_log(settings);
  std::thread(lines).join();  // what is left in its buffer leaves at the end of the thread
  set_log({});
  ::dup2(before, STDOUT_FILENO);
  ::close(before);

  std::string text;
  char bytes[4096];
  for (ssize_t got; (got = ::read(ends[0], bytes, sizeof bytes)) > 0;)
    text.append(bytes, static_cast<std::size_t>(got));
  ::close(ends[0]);
  return text;
}

/// Without the time that every line begins with.
std::string behind_time(const std::string& line) { return line.substr(line.find('Z') + 1); }

}  // namespace

TEST_CASE("a line for people has its level unless it is news, its text and its values") {
  CHECK(behind_time(written_by({}, [] { log(Level::info, "listening", {{"port", std::int64_t(5000)}}); })) ==
        " listening port=5000\n");
  CHECK(behind_time(written_by({}, [] { log(Level::warning, "late", {{"by", 0.5}, {"again", true}}); })) ==
        " warning late by=0.5 again=true\n");
}

TEST_CASE("a line for programs is one JSON object") {
  auto line = written_by({Level::info, true}, [] {
    log(Level::error, "it \"failed\"", {{"why", std::string_view("a\\b")}, {"n", std::int64_t(-1)}});
  });
  CHECK(line.substr(0, 11) == "{\"time\":\"20");
  CHECK(behind_time(line) == R"(","level":"error","text":"it \"failed\"","why":"a\\b","n":-1})"
                             "\n");
}

TEST_CASE("no value can end a line or forge another") {
  auto lines = [] { log(Level::info, "x", {{"v", std::string_view("a\r\nb\x7f\x1b[2J")}}); };
  CHECK(behind_time(written_by({}, lines)) == " x v=\"a\\r\\nb\\u007f\\u001b[2J\"\n");
  CHECK(behind_time(written_by({Level::info, true}, lines)) ==
        R"(","level":"info","text":"x","v":"a\r\nb\u007f\u001b[2J"})"
        "\n");
}

TEST_CASE("a request leaves one line") {
  auto lines = [] { log_request({"GET", "/api/v1/tracks/7", 200, std::chrono::microseconds(412), 512, "abc"}); };
  CHECK(behind_time(written_by({}, lines)) == " GET /api/v1/tracks/7 200 412us 512B id=abc\n");
  CHECK(
      behind_time(written_by({Level::info, true}, lines)) ==
      R"(","level":"info","text":"request","method":"GET","path":"/api/v1/tracks/7","status":200,"duration_us":412,"bytes":512,"id":"abc"})"
      "\n");
}

TEST_CASE("what is no word is quoted, and what is no text is replaced") {
  auto lines = [] { log_request({"GET", "/a b\"\n\xff", 200, std::chrono::microseconds(1), 2, ""}); };
  CHECK(behind_time(written_by({}, lines)) == " GET \"/a b\\\"\\n\xef\xbf\xbd\" 200 1us 2B id=\"\"\n");
}

TEST_CASE("what is below the least level is not written") {
  CHECK(written_by({Level::warning, false}, [] {
          log(Level::info, "x");
          log_request({"GET", "/", 200, std::chrono::microseconds(1), 0, "abc"});
        }) == "");
}

TEST_CASE("lines leave together, and a warning takes those before it along") {
  auto text = written_by({}, [] {
    log(Level::info, "first");
    log(Level::warning, "second");
    log(Level::info, "third");
  });
  CHECK(text.find("first") < text.find("second"));
  CHECK(text.find("second") < text.find("third"));
}
