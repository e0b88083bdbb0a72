#include "spotify/broken_strings.hpp"

#include <catch2/catch.hpp>

#include "spotify/payloads.hpp"

using namespace mtm::spotify;

TEST_CASE("a string that is broken becomes false, and nothing else changes") {
  using namespace std::string_literals;
  struct Row {
    std::string sent, mended;
  };
  const Row rows[] = {
      {R"({"a":"good","b":"é\n\u00e9\ud83c\udf19\"\\\/"})", R"({"a":"good","b":"é\n\u00e9\ud83c\udf19\"\\\/"})"},
      {"{\"a\":\"x\xffy\",\"b\":1}", R"({"a":false,"b":1})"},
      {"{\"a\":\"\xed\xa0\xbd\"}", R"({"a":false})"},  // half a surrogate pair as UTF-8
      {"{\"a\":\"\xc3\"}", R"({"a":false})"},          // a letter that was cut off
      {R"({"a":"\x41"})", R"({"a":false})"},           // escapes that JSON does not know
      {R"({"a":"\u12"})", R"({"a":false})"},
      {R"({"a":"\u12g4","b":"\\"})", R"({"a":false,"b":"\\"})"},
      {R"({"a":"\ud83c"})", R"({"a":false})"},
      {R"({"a":"\ud83c\n"})", R"({"a":false})"},
      {R"({"a":"\udf19\ud83c"})", R"({"a":false})"},
      {"{\"a\":\"two\nlines\"}", R"({"a":false})"},
      {"{\"a\":\"tab\t\"}", R"({"a":false})"},
      {"{\"a\":\"nul\0\"}"s, R"({"a":false})"},
      {"{\"\xff\" : [\"b\",\"\xff\"]}", R"({"?" : ["b",false]})"},
      {R"({"a":"\q\""})", R"({"a":false})"},  // the quote after a good escape is none
      {R"({"a":"not ended)", R"({"a":"not ended)"},
      {"<html>", "<html>"},
      {"", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.sent);
    CHECK(without_broken_strings(row.sent) == row.mended);
  }
}
