#include "http/request.hpp"

#include <catch2/catch.hpp>

#include "http/problem.hpp"

using namespace mtm::http;

namespace {

Request with_query(std::string_view query) {
  Request request;
  request.query = query;
  return request;
}

template <class Ask>
int status_of(Ask ask) {
  try {
    ask();
    return 200;
  } catch (const Problem& problem) {
    return static_cast<int>(problem.status);
  }
}

}  // namespace

TEST_CASE("a query parameter is decoded, or absent") {
  auto request = with_query("q=a+b%2Bc%26&empty=&flag&n%61me=x&caf%C3%A9=1");
  CHECK(request.text("q") == "a b+c&");
  CHECK(request.text("empty") == "");
  CHECK(request.text("flag") == "");
  CHECK(request.text("name") == "x");
  CHECK(request.text("caf\xc3\xa9") == "1");
  CHECK_FALSE(request.text("Q"));
  CHECK_FALSE(with_query("").text("q"));
}

TEST_CASE("a query parameter that is given twice or is no text is the client's fault") {
  for (const char* query :
       {"q=1&q=2", "q=1&%71=2", "q=%", "q=%4", "q=%zz", "q=%00", "q=%ff", "q=%c0%80", "q=%ed%a0%80"}) {
    INFO(query);
    CHECK(status_of([&] { with_query(query).text("q"); }) == 400);
  }
}

TEST_CASE("a number in the query keeps its bounds") {
  CHECK(with_query("n=5").number("n", 1, 1, 10) == 5);
  CHECK(with_query("n=-5").number("n", 1, -10, 10) == -5);
  CHECK(with_query("").number("n", 1, 1, 10) == 1);
  for (const char* query :
       {"n=", "n=0", "n=11", "n=x", "n=5x", "n=+5", "n= 5", "n=5.0", "n=0x5", "n=99999999999999999999"}) {
    INFO(query);
    CHECK(status_of([&] { with_query(query).number("n", 1, 1, 10); }) == 422);
  }
}

TEST_CASE("a number that must be given is missed by its name") {
  CHECK(with_query("year=2016").number("year", 1900, 2100) == 2016);
  CHECK_THROWS_WITH(with_query("").number("year", 1900, 2100), Catch::Contains("year"));
  CHECK(status_of([&] { with_query("").number("year", 1900, 2100); }) == 422);
}

TEST_CASE("a path that names nothing is not found") {
  Request request;
  auto asked = [&](std::string_view value) {
    request.path_parts = {{"id", value}};
    return status_of([&] { request.path_number("id"); });
  };
  CHECK(asked("7") == 200);
  CHECK(asked("9223372036854775807") == 200);
  for (const char* value : {"0", "-7", "x", "7x", "7.0", "9223372036854775808", "%37%zz", "%00",
                            "%20"
                            "7"}) {
    INFO(value);
    CHECK(asked(value) == 404);
  }
}

TEST_CASE("a field is found whatever its case, the first one first") {
  Request request;
  request.fields = {{"Accept", "a"}, {"accept", "b"}};
  CHECK(request.field("ACCEPT") == "a");
  CHECK_FALSE(request.field("Accept-Encoding"));
}

TEST_CASE("a cookie is found in any Cookie field") {
  Request request;
  request.fields = {{"Cookie", "a=1; session=two"}, {"cookie", "b=3"}};
  CHECK(request.cookie("session") == "two");
  CHECK(request.cookie("b") == "3");
  CHECK_FALSE(request.cookie("Session"));
}
