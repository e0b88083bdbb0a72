#include <catch2/catch.hpp>

#include "app/dotenv.hpp"

using namespace mtm::app;

namespace {

using Entries = std::map<std::string, std::string>;

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
      {"KEY=value\t# a comment", {{"KEY", "value"}}},
      {"KEY= # a comment", {{"KEY", ""}}},
      {"KEY=\t# a comment", {{"KEY", ""}}},
      {"KEY=#begins-with-one", {{"KEY", "#begins-with-one"}}},
      {"export\tKEY=value", {{"KEY", "value"}}},
      {"\texport \t KEY\t=\tvalue\t", {{"KEY", "value"}}},
      {"exported=value", {{"exported", "value"}}},
      {"export=value", {{"export", "value"}}},
      {"KEY=value\r", {{"KEY", "value"}}},
      {"KEY=\"value\"\r", {{"KEY", "value"}}},
      {"KEY=\"a \\\"word\\\" and a \\\\\"", {{"KEY", "a \"word\" and a \\"}}},
      {"KEY=\"C:\\temp\"", {{"KEY", "C:\\temp"}}},
      {"KEY='C:\\temp\\'", {{"KEY", "C:\\temp\\"}}},
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

TEST_CASE("of two lines of a .env file with one name the last one wins, an empty one too") {
  CHECK(parse_dotenv("A=1\nB=2\nA=3\n") == Entries{{"A", "3"}, {"B", "2"}});
  CHECK(parse_dotenv("A=1\nexport A=\n") == Entries{{"A", ""}});
}

TEST_CASE("the lines of a .env file are read in their order, the last one with or without an end") {
  CHECK(parse_dotenv("A=1\n\n# two\nB=2\nC=3") == Entries{{"A", "1"}, {"B", "2"}, {"C", "3"}});
  CHECK(parse_dotenv("A=1\nB=2\n") == Entries{{"A", "1"}, {"B", "2"}});
}
