#include "sandbox/tokens.hpp"

#include <catch2/catch.hpp>

namespace mtm::sandbox {
namespace {

using namespace std::chrono_literals;

WallTime some_day() { return std::chrono::sys_days(std::chrono::year(2026) / 8 / 31); }

Grant grant() {
  Grant given;
  given.person = "señor.d%mo";
  given.scopes = scopes_from("user-top-read user-library-read").value();
  given.authorized_at = some_day();
  return given;
}

TEST_CASE("a token gives back whose it is and what for, also after a restart") {
  Tokens before("secret"), after("secret");
  auto read = after.read_access(before.new_access(grant(), some_day()), some_day());
  REQUIRE(read);
  REQUIRE(read->person == "señor.d%mo");
  REQUIRE(to_string(read->scopes) == "user-library-read user-top-read");
  REQUIRE(read->has("user-top-read"));
  REQUIRE_FALSE(read->has("user-read-private"));
  REQUIRE_FALSE(read->has("no-such-scope"));
}

TEST_CASE("a token of another secret, a changed one and one of the other kind are no tokens") {
  Tokens tokens("secret"), others("another secret");
  auto access = tokens.new_access(grant(), some_day());
  REQUIRE_FALSE(others.read_access(access, some_day()));
  auto changed = access;
  changed[4] = changed[4] == '6' ? '7' : '6';
  REQUIRE_FALSE(tokens.read_access(changed, some_day()));
  REQUIRE_FALSE(tokens.read_access(tokens.new_refresh(grant(), some_day()), some_day()));
  REQUIRE_FALSE(tokens.read_access("", some_day()));
  REQUIRE_FALSE(tokens.read_access("B.....", some_day()));
}

TEST_CASE("an access token lives for an hour") {
  Tokens tokens("secret");
  auto access = tokens.new_access(grant(), some_day());
  REQUIRE(tokens.read_access(access, some_day() + 3599s));
  REQUIRE_FALSE(tokens.read_access(access, some_day() + 3601s));
}

TEST_CASE("a refresh token lives for six months from the authorization, however often it is used") {
  Tokens tokens("secret");
  auto late = tokens.new_refresh(grant(), some_day() + 24h * 150);
  auto last_day = std::chrono::sys_days(std::chrono::year(2027) / 2 / 28);  // August has a 31st, February has not
  REQUIRE(tokens.read_refresh(late, last_day - 1s).state == Tokens::State::good);
  REQUIRE(tokens.read_refresh(late, last_day).state == Tokens::State::expired);
}

TEST_CASE("revoking ends what was issued so far and nothing after it") {
  Tokens tokens("secret");
  auto old = tokens.new_refresh(grant(), some_day());
  auto access = tokens.new_access(grant(), some_day());
  tokens.revoke_refresh_tokens();
  tokens.expire_access_tokens();
  REQUIRE(tokens.read_refresh(old, some_day()).state == Tokens::State::revoked);
  REQUIRE_FALSE(tokens.read_access(access, some_day()));
  auto fresh = tokens.new_refresh(grant(), some_day());
  REQUIRE(tokens.read_refresh(fresh, some_day()).state == Tokens::State::good);
  tokens.revoke(fresh);
  REQUIRE(tokens.read_refresh(fresh, some_day()).state == Tokens::State::revoked);
  REQUIRE(tokens.read_refresh("AQnonsense", some_day()).state == Tokens::State::unknown);
}

TEST_CASE("a code works once and for ten minutes") {
  Tokens tokens("secret");
  Code code;
  code.grant = grant();
  code.expires_at = some_day() + Tokens::kCodeLife;
  auto first = tokens.new_code(code), second = tokens.new_code(code);
  REQUIRE(tokens.take_code(first, some_day()));
  REQUIRE_FALSE(tokens.take_code(first, some_day()));
  REQUIRE_FALSE(tokens.take_code(second, some_day() + 11min));
  REQUIRE_FALSE(tokens.take_code("", some_day()));
}

TEST_CASE("unknown scopes are noticed, spaces are not") {
  REQUIRE(scopes_from("") == Scopes{0});
  REQUIRE(scopes_from("  user-top-read  ") == scopes_from("user-top-read"));
  REQUIRE_FALSE(scopes_from("user-top-read user-secrets"));
}

}  // namespace
}  // namespace mtm::sandbox
