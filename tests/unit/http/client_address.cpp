#include "http/client_address.hpp"

#include <catch2/catch.hpp>

using namespace mtm::http;

namespace {

TrustedProxies proxies(std::string_view list) { return TrustedProxies::parse(list).value(); }

struct Asked : Request {
  Asked(std::string_view peer, std::vector<std::pair<std::string_view, std::string_view>> with) {
    client = peer;
    fields = std::move(with);
  }
};

}  // namespace

TEST_CASE("what a stranger says about its address is not believed") {
  Asked request("203.0.113.9", {{"X-Real-IP", "198.51.100.1"}, {"X-Forwarded-For", "198.51.100.2"}});
  CHECK(client_address(request, TrustedProxies()) == "203.0.113.9");
  CHECK(client_address(request, proxies("10.0.0.0/8")) == "203.0.113.9");
}

TEST_CASE("what a trusted proxy says is believed, X-Real-IP before X-Forwarded-For") {
  auto trusted = proxies("10.0.0.0/8, 100.64.0.0/10, ::1, fd00::/8");
  CHECK(client_address(Asked("10.1.2.3", {{"X-Real-IP", " 198.51.100.1 "}, {"X-Forwarded-For", "1.1.1.1"}}), trusted) ==
        "198.51.100.1");
  CHECK(client_address(Asked("100.127.0.1", {{"x-real-ip", "2001:db8::1"}}), trusted) == "2001:db8::1");
  CHECK(client_address(Asked("fd12::1", {{"X-Forwarded-For", "198.51.100.7"}}), trusted) == "198.51.100.7");
}

TEST_CASE("of a list of addresses the last that is no proxy of ours counts, whatever stands before it") {
  auto trusted = proxies("10.0.0.0/8");
  Asked spoofed("10.0.0.1", {{"X-Forwarded-For", "1.1.1.1, 203.0.113.5"}, {"X-Forwarded-For", "10.0.0.2"}});
  CHECK(client_address(spoofed, trusted) == "203.0.113.5");
  CHECK(client_address(Asked("10.0.0.1", {{"X-Forwarded-For", "1.1.1.1, junk"}}), trusted) == "10.0.0.1");
  CHECK(client_address(Asked("10.0.0.1", {{"X-Real-IP", "junk"}}), trusted) == "10.0.0.1");
  CHECK(client_address(Asked("10.0.0.1", {}), trusted) == "10.0.0.1");
}

TEST_CASE("networks end where their bits say") {
  auto trusted = proxies("100.64.0.0/10,192.0.2.7,2001:db8::/33");
  CHECK(trusted.contains("100.64.0.0"));
  CHECK(trusted.contains("100.127.255.255"));
  CHECK_FALSE(trusted.contains("100.128.0.0"));
  CHECK(trusted.contains("192.0.2.7"));
  CHECK_FALSE(trusted.contains("192.0.2.8"));
  CHECK(trusted.contains("2001:db8:7fff::1"));
  CHECK_FALSE(trusted.contains("2001:db8:8000::1"));
  CHECK_FALSE(trusted.contains("no address"));
}

TEST_CASE("a list with something else in it is refused") {
  for (auto list :
       {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0/8", "proxy.example.org", "10.0.0.0/8;::1", "1.2.3.4/-1"}) {
    CAPTURE(list);
    CHECK_FALSE(TrustedProxies::parse(list));
  }
  CHECK(TrustedProxies::parse("").value().empty());
}

TEST_CASE("an IPv6 customer is one, whichever of its addresses it uses, and IPv4 stays IPv4") {
  CHECK(customer_of("2001:db8:1:2::1") == customer_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  CHECK(customer_of("2001:db8:1:2::1") != customer_of("2001:db8:1:3::1"));
  CHECK(customer_of("::ffff:192.0.2.1") == customer_of("192.0.2.1"));
  CHECK(customer_of("::ffff:192.0.2.1") != customer_of("::ffff:192.0.2.2"));
}

TEST_CASE("an address counts as the same with a port, in brackets, and in quotes") {
  auto trusted = proxies("10.0.0.0/8");
  struct Case {
    const char *written, *address;
  };
  for (auto [written, address] : {Case{"203.0.113.7:41234", "203.0.113.7"},
                                  {"203.0.113.7", "203.0.113.7"},
                                  {"[203.0.113.7]:80", "203.0.113.7"},
                                  {"[2001:db8::1]:443", "2001:db8::1"},
                                  {"[2001:db8::1]", "2001:db8::1"},
                                  {"2001:db8::1", "2001:db8::1"},
                                  {"\"[2001:db8::1]:443\"", "2001:db8::1"},
                                  {"[::ffff:203.0.113.7]:1", "::ffff:203.0.113.7"},
                                  {"2001:db8:0:0:0:0:0:1:443", "2001:db8:0:0:0:0:0:1"},
                                  {" 203.0.113.7:1 ", "203.0.113.7"}}) {
    CAPTURE(written);
    CHECK(client_address(Asked("10.0.0.1", {{"X-Real-IP", written}}), trusted) == address);
    CHECK(client_address(Asked("10.0.0.1", {{"X-Forwarded-For", written}}), trusted) == address);
    auto behind_two = std::string("198.51.100.9, ") + written + ", 10.0.0.2:8080, ";
    CHECK(client_address(Asked("10.0.0.1", {{"X-Forwarded-For", behind_two}}), trusted) == address);
  }
}

TEST_CASE("what only looks like an address with a port is not believed") {
  auto trusted = proxies("10.0.0.0/8");
  for (auto written : {"[2001:db8::1", "[]", "[]:443", "[", "]", "[2001:db8::1]443", "[2001:db8::1]:x", "203.0.113.7:x",
                       "203.0.113.7:1:2", ":443", ":", "\"", "unknown", "_hidden:80", "203.0.113.7;203.0.113.8"}) {
    CAPTURE(written);
    CHECK(client_address(Asked("10.0.0.1", {{"X-Real-IP", written}}), trusted) == "10.0.0.1");
    CHECK(client_address(Asked("10.0.0.1", {{"X-Forwarded-For", written}}), trusted) == "10.0.0.1");
  }
}
