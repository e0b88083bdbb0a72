#include "http/json_body.hpp"

#include <catch2/catch.hpp>

#include "http/problem.hpp"

using namespace mtm::http;

namespace {

Request with_body(std::string_view body) {
  Request request;
  request.body = body;
  return request;
}

/// What the client is told, after the status.
template <class Ask>
std::string told(std::string_view body, Ask ask) {
  try {
    JsonBody json(with_body(body));
    ask(json);
    return "nothing";
  } catch (const Problem& problem) {
    return std::to_string(static_cast<int>(problem.status)) + " " + problem.what();
  }
}

const std::string kHuge = "1" + std::string(30, '0');

}  // namespace

TEST_CASE("a number that no type holds is out of its field's range, and the field is named") {
  for (const auto& number : {kHuge, "-" + kHuge, std::string("18446744073709551616"), std::string("1e400"),
                             std::string("-1.5E+999"), kHuge + ".5", std::string("9223372036854775808")}) {
    CAPTURE(number);
    CHECK(told("{\"track_id\":" + number + "}", [](JsonBody& body) { body.id("track_id"); }) ==
          "422 'track_id' must be a whole number from 1 to 9223372036854775807.");
    CHECK(told("{ \"position\" : " + number + " , \"track_id\":1}", [](JsonBody& body) {
            body.number("position", 0, 32767);
          }) == "422 'position' must be a whole number from 0 to 32767.");
    CHECK(told("{\"days\":" + number + "}", [](JsonBody& body) { body.number("days", 0, 3650, 0); }) ==
          "422 'days' must be a whole number from 0 to 3650.");
    CHECK(told("{\"name\":" + number + "}", [](JsonBody& body) { body.text("name", 100); }) ==
          "422 'name' must be a text of 1 to 100 characters.");
    CHECK(told("{\"everywhere\":" + number + "}", [](JsonBody& body) { body.flag("everywhere", false); }) ==
          "422 'everywhere' must be true or false.");
  }
}

TEST_CASE("a number that no type holds does not spoil the fields beside it") {
  auto request =
      with_body(R"({"name":"1e999, \"12345678901234567890123\"","x":[1e999,{"y":-1e999}],"track_id":7,"z":1e999})");
  JsonBody body(request);
  CHECK(body.id("track_id").number == 7);
  CHECK(body.text("name", 100) == R"(1e999, "12345678901234567890123")");
}

TEST_CASE("what is not a JSON object is refused, whatever numbers it holds") {
  for (const auto& text : {std::string("["),
                           std::string("[[[["),
                           std::string("[]"),
                           std::string("7"),
                           kHuge,
                           "[" + kHuge + "]",
                           std::string("{\"a\":01}"),
                           std::string("{\"a\":1.}"),
                           std::string("{\"a\":-}"),
                           std::string("{\"a\":+1}"),
                           std::string("{\"a\":1e}"),
                           "{\"a\":0" + kHuge + "}",
                           "{\"a\":" + kHuge,
                           "{\"a\":" + kHuge + "x}",
                           "{\"a\":-" + kHuge + "." + "}",
                           std::string("{\"a\":\"\xff\"}"),
                           std::string("{\"a\":\"\xc3\"}"),
                           "{\"a\":" + kHuge + ",\"b\":\"\xff\"}",
                           std::string("{\"a\":tru}"),
                           std::string("{}{}"),
                           std::string("\0", 1),
                           std::string(40, '[') + std::string(40, ']'),
                           std::string("{\"a\":") + std::string(40, '[') + kHuge}) {
    CAPTURE(text);
    CHECK(told(text, [](JsonBody&) {}) == "400 The body is not a JSON object.");
    CHECK_THROWS_AS(JsonBody::check(with_body(text)), Problem);
  }
}

TEST_CASE("no body counts as an empty object") {
  JsonBody body(with_body(""));
  CHECK_FALSE(body.flag("everywhere", false));
  CHECK_NOTHROW(JsonBody::check(with_body("")));
  CHECK_NOTHROW(JsonBody::check(with_body(R"({"nobody":"reads this"})")));
}
