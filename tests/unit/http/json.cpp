#include "http/json.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "http/problem.hpp"

using namespace mtm;
using namespace mtm::http;

namespace {

enum class Mood { calm, loud };
BOOST_DESCRIBE_ENUM(Mood, calm, loud)

struct Inner {
  int n;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (n))

struct Outer {
  std::string name;
  std::optional<double> energy;
  std::vector<Inner> list;
  Mood mood;
  bool known;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (name, energy, list, mood, known))

template <class T>
std::string written(const T& value) {
  std::string out;
  write_json(out, value);
  return out;
}

}  // namespace

TEST_CASE("a described struct becomes an object in the order of its members") {
  CHECK(written(Outer{"x", std::nullopt, {{1}, {2}}, Mood::loud, true}) ==
        R"({"name":"x","energy":null,"list":[{"n":1},{"n":2}],"mood":"loud","known":true})");
  CHECK(written(Outer{"", 0.5, {}, Mood::calm, false}) ==
        R"({"name":"","energy":0.5,"list":[],"mood":"calm","known":false})");
}

TEST_CASE("numbers are written so that they read back the same") {
  CHECK(written(0.1) == "0.1");
  CHECK(written(0.1f) == "0.1");
  CHECK(written(-7.2) == "-7.2");
  CHECK(written(1e300) == "1e+300");
  CHECK(written(std::numeric_limits<double>::infinity()) == "null");
  CHECK(written(std::numeric_limits<double>::quiet_NaN()) == "null");
  CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(written(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
}

TEST_CASE("text is escaped where JSON wants it and left alone elsewhere") {
  CHECK(written(std::string("a\"b\\c\n\r\t\x01\x1f")) == R"("a\"b\\c\n\r\t\u0001\u001f")");
  CHECK(written(std::string("a\0b", 3)) == R"("a\u0000b")");
  CHECK(written(std::string("Beyonc\xc3\xa9 \xf0\x9f\x8e\xb5 \x7f")) == "\"Beyonc\xc3\xa9 \xf0\x9f\x8e\xb5 \\u007f\"");
}

TEST_CASE("bytes that are no UTF-8 become the replacement character") {
  const std::string replaced = "\xef\xbf\xbd";
  CHECK(written(std::string("a\xff"
                            "b")) == "\"a" + replaced + "b\"");
  CHECK(written(std::string("\xc3")) == "\"" + replaced + "\"");
  CHECK(written(std::string("\xc0\x80")) == "\"" + replaced + replaced + "\"");                 // overlong
  CHECK(written(std::string("\xed\xa0\x80")) == "\"" + replaced + replaced + replaced + "\"");  // half a surrogate pair
  CHECK(written(std::string("\xf4\x90\x80\x80")).find(replaced) == 1);                          // beyond Unicode
}

TEST_CASE("times and ready JSON go in as they are") {
  CHECK(written(WallTime()) == "\"1970-01-01T00:00:00Z\"");
  CHECK(written(Json{R"({"a":1})"}) == R"({"a":1})");
}

TEST_CASE("a problem tells its status, its sentence and where to look in the log") {
  Problem problem(Status::too_many_requests, "Too \"fast\".", std::chrono::seconds(7));
  problem.fields.emplace_back("X", "y");
  auto response = to_response(problem, "id-12345");
  CHECK(response.status == Status::too_many_requests);
  CHECK(response.content_type == "application/problem+json");
  CHECK(
      std::get<std::string>(response.body) ==
      R"({"type":"about:blank","title":"Too Many Requests","status":429,"detail":"Too \"fast\".","request_id":"id-12345"})");
  CHECK(response.fields == decltype(response.fields){{"X", "y"}, {"Retry-After", "7"}});
}
