#include <catch2/catch.hpp>

#include "app/config.hpp"

using namespace mtm::app;

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("a line of a .env file is read as a shell would read it") {
  struct Line {
    const char* text;
    Entries entries;
  };
  const Line lines[] = {
      {"KEY=value", {{"KEY", "value"}}},
      {"  export KEY = value  ", {{"KEY", "value"}}},
      {"KEY=", {{"KEY", ""}}},
      {"KEY=a=b==", {{"KEY", "a=b=="}}},
      {"KEY=with several words", {{"KEY", "with several words"}}},
      {"KEY=\"quoted # not a comment\" # a comment", {{"KEY", "quoted # not a comment"}}},
      {"KEY='single \"inside\"'", {{"KEY", "single \"inside\""}}},
      {"KEY=value # a comment", {{"KEY", "value"}}},
      {"KEY=pass#word", {{"KEY", "pass#word"}}},
      {"KEY=value\r", {{"KEY", "value"}}},
      {"KEY=$HOME", {{"KEY", "$HOME"}}},
      {"# KEY=value", {}},
      {"", {}},
      {"no equals sign", {}},
  };
  for (const auto& line : lines) {
    CAPTURE(line.text);
    CHECK(parse_dotenv(line.text) == line.entries);
  }
}

TEST_CASE("the lines of a .env file are read in their order, the last one with or without an end") {
  CHECK(parse_dotenv("A=1\n\n# two\nB=2\nA=3") == Entries{{"A", "1"}, {"B", "2"}, {"A", "3"}});
  CHECK(parse_dotenv("A=1\nB=2\n") == Entries{{"A", "1"}, {"B", "2"}});
}
