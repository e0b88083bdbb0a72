#include <catch2/catch.hpp>

#include <limits>

#include "db/values.hpp"

using namespace mtm;
using namespace mtm::db;
using namespace std::chrono;

namespace {

/// The only parameter, as libpq is given it.
template <class Value>
std::string sent(const Value& value) {
  auto params = Params::of(value);
  REQUIRE(params.count() == 1);
  const char* text = params.pointers()[0];
  return text ? text : "null";
}

template <class... Texts>
std::vector<std::string> list(Texts... texts) {
  return {texts...};
}

}  // namespace

TEST_CASE("a parameter travels as PostgreSQL's text format") {
  CHECK(sent(0) == "0");
  CHECK(sent(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(sent(true) == "t");
  CHECK(sent(false) == "f");
  CHECK(sent(0.1) == "0.1");
  CHECK(sent(Id{7}) == "7");
  CHECK(sent(std::string("it's \"quoted\" \\")) == "it's \"quoted\" \\");
  CHECK(sent("") == "");
  CHECK(sent(Json{R"({"a":[1]})"}) == R"({"a":[1]})");
  CHECK(sent(Bytes{std::string("\0\xff", 2)}) == "\\x00ff");
  CHECK(sent(WallTime(sys_days(2016y / 5 / 4) + 250ms)) == "2016-05-04T00:00:00.250Z");
  CHECK(sent(std::optional<int>(3)) == "3");
}

TEST_CASE("what is absent travels as null, and an empty text does not") {
  auto params = Params::of(std::optional<std::string>(), std::string(), std::optional<int>(), 5);
  auto texts = params.pointers();
  REQUIRE(params.count() == 4);
  CHECK(texts[0] == nullptr);
  CHECK(std::string(texts[1]) == "");
  CHECK(texts[2] == nullptr);
  CHECK(std::string(texts[3]) == "5");
}

TEST_CASE("parameters keep what they hold when they are copied") {
  auto copy = Params::of(1);
  {
    auto params = Params::of(std::string(5000, 'x'), std::string("behind it"));
    copy = params;
  }
  CHECK(std::string(copy.pointers()[0]) == std::string(5000, 'x'));
  CHECK(std::string(copy.pointers()[1]) == "behind it");
}

TEST_CASE("a list travels as an array whose items can hold anything") {
  CHECK(sent(list()) == "{}");
  CHECK(sent(list("a", "b")) == R"({"a","b"})");
  CHECK(sent(list("", "null", "NULL")) == R"({"","null","NULL"})");
  CHECK(sent(list("say \"yes\"", "back\\slash", "{a,b}", " ", "Motörhead")) ==
        R"({"say \"yes\"","back\\slash","{a,b}"," ","Motörhead"})");
  CHECK(sent(std::vector<std::int64_t>{1, -2}) == "{1,-2}");
  CHECK(sent(std::vector<Id>{Id{1}, Id{2}}) == "{1,2}");
  CHECK(sent(std::vector<double>{0.5, -7.25}) == "{0.5,-7.25}");
  CHECK(sent(std::vector<std::optional<std::string>>{std::nullopt, "null"}) == R"({null,"null"})");
  CHECK(sent(std::vector<Json>{Json{R"({"a":"b"})"}}) == R"({"{\"a\":\"b\"}"})");
  CHECK(sent(std::vector<WallTime>{WallTime(sys_days(2016y / 5 / 4))}) == R"({"2016-05-04T00:00:00Z"})");
}

TEST_CASE("a text that libpq would cut off at a NUL is refused, alone and in a list") {
  std::string cut("a\0b", 3);
  CHECK_THROWS_AS(Params::of(cut), std::invalid_argument);
  CHECK_THROWS_AS(Params::of(list("good", cut)), std::invalid_argument);
}
