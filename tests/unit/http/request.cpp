#include "http/request.hpp"

#include <catch2/catch.hpp>

#include "http/problem.hpp"
#include "http/syntax.hpp"

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

TEST_CASE("a bearer token is found however its scheme and spaces are written") {
  for (const char* written : {"Bearer mtm_key", "bearer mtm_key", "BEARER mtm_key", "bEARER   mtm_key",
                              "Bearer\tmtm_key", " Bearer  mtm_key "}) {
    CAPTURE(written);
    Request request;
    request.fields = {{"authorization", written}};
    CHECK(request.bearer_token() == "mtm_key");
  }
  for (const char* other : {"", "Bearer", "Bearer ", "Bearermtm_key", "Basic mtm_key", "mtm_key", "Bearer, mtm_key"}) {
    CAPTURE(other);
    Request request;
    request.fields = {{"Authorization", other}};
    CHECK_FALSE(request.bearer_token());
  }
  CHECK_FALSE(Request().bearer_token());
}

TEST_CASE("logs have only the first characters of a slug, which opens a share") {
  CHECK(loggable_path("/s/AbCdEfGhIjKlMnOpQrStUv") == "/s/AbCd");
  CHECK(loggable_path("/s/AbCdEfGhIjKlMnOpQrStUv/card.png") == "/s/AbCd");
  CHECK(loggable_path("/api/v1/shares/AbCdEfGhIjKlMnOpQrStUv") == "/api/v1/shares/AbCd");
  CHECK(loggable_path("/s/Ab") == "/s/Ab");
  CHECK(loggable_path("/api/v1/shares") == "/api/v1/shares");
  CHECK(loggable_path("/sources") == "/sources");
}

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

TEST_CASE("a list may be spread over several fields, and has no empty elements") {
  Request request;
  request.fields = {{"Accept", "a, b;q=0.5"}, {"Host", "h"}, {"accept", ",c ,"}, {"ACCEPT", ""}};
  CHECK(request.list("Accept") == std::vector<std::string_view>{"a", "b;q=0.5", "c"});
  CHECK(request.list("Accept-Encoding").empty());
}

TEST_CASE("cookies that begin alike are named in their order, unless they could not be ours") {
  Request request;
  request.fields = {{"Cookie", "login-b=1; session=2; login-a=3; login- x=4; login-"}, {"cookie", "login-c="}};
  CHECK(request.cookie_names("login-") == std::vector<std::string_view>{"login-b", "login-a", "login-c"});
  CHECK(request.cookie_names("other").empty());
}

TEST_CASE("a media type is known whatever its case and its parameters") {
  for (const char* text : {"application/json", "Application/JSON", "application/json;charset=utf-8",
                           "application/json ; charset=\"utf-8\"", " application/json", "application/json;"}) {
    CAPTURE(text);
    CHECK(is_media_type(text, "application/json"));
  }
  for (const char* text :
       {"", "application", "application/jsonp", "application/json2", "application/json utf-8", "text/json",
        "application/problem+json", ";application/json", "application/json, text/html"}) {
    CAPTURE(text);
    CHECK_FALSE(is_media_type(text, "application/json"));
  }
}
