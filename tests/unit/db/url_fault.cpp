#include "db/url_fault.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <random>
#include <string_view>

using namespace mtm::db;

namespace {

/// What libpq reads; empty when the URL does not say it.
std::string option_of(const std::string& url, std::string_view keyword) {
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), nullptr),
                                                                       &PQconninfoFree);
  for (auto* option = options.get(); option && option->keyword; ++option)
    if (option->keyword == keyword && option->val) return option->val;
  return "";
}

}  // namespace

TEST_CASE("every spelling of a connection that libpq can use is taken") {
  for (const char* url :
       {"postgresql://", "postgresql:///music?host=/tmp/a%20b&port=6000", "postgresql:///music?host=@abstract",
        "postgresql://%2Fvar%2Frun%2Fpostgresql/music",
        "postgres://me:p%40ss@db.example.org:5433/music?sslmode=verify-full",
        "postgresql://me:a:b?c#d!$&'()*+,;=[] e@db/music",  // what libpq takes as it is in a password
        "postgresql://me@[::1]:5433/music", "postgresql://me@one:1,two:2/music?target_session_attrs=read-write",
        "postgresql://me@one,two/music", "postgresql://me:word@/music?host=/tmp",
        "postgresql://my_db-1.internal?connect_timeout=-1&keepalives=0", "postgresql:///music?user=me@server&host=/tmp",
        "host='/tmp' dbname='my music' password='it\\'s'", "host=localhost password=a=b@c/d user=me",
        "host=one,two port=5432", "dbname=music"}) {
    CAPTURE(url);
    CHECK(url_fault(url) == "");
  }
}

TEST_CASE("a password that is not percent-encoded is refused even where libpq reads a URL with another host in it") {
  for (const char* password :
       {"hush@hush", "hush@", "@hush", "hush/hush", "hush/", "12/hush", "1/2@hush", "hush/?hush", "hush%hush", "hush%",
        "hush%2", "hush%00hush", "12?hush/hush", "12?user=hush/hush", "hush@hush/hush", "hush@1?hush"}) {
    for (const char* where : {"host", "host:5432", "[::1]", "one:1,two:2"}) {
      auto url = std::string("postgresql://me:") + password + "@" + where + "/music";
      CAPTURE(url);
      auto fault = url_fault(url);
      CHECK_THAT(fault, Catch::Contains("percent-encode the password") && !Catch::Contains("hush"));
    }
  }
}

TEST_CASE("whatever password stands in a URL as it is, it is refused or read as it was meant") {
  constexpr std::string_view kLetters = "@:/?#[]%&=+, '\"\\;$a1";
  std::mt19937 random(20261130);
  int taken = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string password(random() % 12, '\0');
    for (auto& letter : password) letter = kLetters[random() % kLetters.size()];
    const char* host = std::array{"db", "db:5433", "[::1]", "one,two:5433"}[random() % 4];
    const char* query = random() % 2 ? "" : "?sslmode=require";
    auto url = fmt::format("postgresql://me:{}@{}/music{}", password, host, query);
    if (!url_fault(url).empty()) continue;
    ++taken;
    auto meant = [&](const char* keyword, const std::string& value) {
      bool read_so = option_of(url, keyword) == value;
      if (!read_so) UNSCOPED_INFO(fmt::format("{}: {}", url, keyword));
      return read_so;
    };
    bool right = meant("user", "me") && meant("dbname", "music") && meant("sslmode", *query ? "require" : "");
    // Two hexadecimal digits behind a % can't be told from an escape.
    right = right && (password.find('%') != password.npos || meant("password", password));
    if (!right) REQUIRE(right);
  }
  CHECK(taken > 1000);
}

TEST_CASE("any other mistake in a connection is told without a part of it") {
  struct Mistake {
    const char* url;
    const char* told;
  };
  for (const auto& [url, told] : {
           Mistake{"mysql://hush:hush@hush/hush", "must begin with postgresql://"},
           {"postgresql+psycopg2://hush:hush@hush/hush?hush=1", "must begin with postgresql://"},
           {"hush", "must begin with postgresql://"},
           {"", "must begin with postgresql://"},
           {" postgresql://hush/hush", "a space"},
           {"postgresql://hush/hush ", "a space"},
           {"\"postgresql://hush/hush\"", "quotation marks"},
           {"postgresql://hush:hush@hush/hush\nhush", "line break"},
           {"postgresql://hush:hush@hush/hush?hush=1", "a parameter"},
           {"postgresql://hush:hush@[hush/hush", "percent-encode"},
           {"postgresql://hush:hush@hu sh/hush", "a host"},
           {"postgresql://hush:hush@hush:hush/hush", "a port"},
           {"postgresql://hush:hush@hush:0/hush", "a port"},
           {"postgresql://hush:hush@hush:65536/hush", "a port"},
           {"postgresql://hush:hush@hush/hush/hush", "a second /"},
           {"postgresql://hush:hush@hush:1,hush:2,hush/hush?port=1,2", "ports"},
           {"postgresql://hush:hush@hush/hush?sslmode=hush", "sslmode"},
           {"postgresql://hush:hush@hush/hush?target_session_attrs=hush", "target_session_attrs"},
           {"postgresql://hush:hush@hush/hush?connect_timeout=hush", "connect_timeout"},
           {"host='hush", "between '…'"},
           {"host=hush password=hush hush", "between '…'"},
           {"host=hush hush=hush", "between '…'"},
           {"host=hush port=hush", "a port"},
       }) {
    CAPTURE(url);
    CHECK_THAT(url_fault(url), Catch::Contains(told) && !Catch::Contains("hu"));
  }
}
