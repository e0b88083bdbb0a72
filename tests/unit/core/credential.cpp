#include "core/credential.hpp"

#include <catch2/catch.hpp>

using namespace mtm;

namespace {

const std::string kSecret(43, 'x');

}  // namespace

TEST_CASE("a new credential names its user, holds a secret of 256 bits, and no two are alike") {
  auto token = new_session_token({7});
  auto key = new_api_key({281474976710657});  // an id that a worker of a distributed database gave
  CHECK(token.starts_with("7."));
  CHECK(token.size() == 2 + 43);
  CHECK(key.starts_with("mtm_281474976710657."));
  CHECK(key.size() == 20 + 43);
  CHECK(new_session_token({7}) != token);
  CHECK(session_shown(token).user == Id{7});
  CHECK(api_key_shown(key).user == Id{281474976710657});
}

TEST_CASE("what was issued before credentials named anybody names nobody, and is known by its digest") {
  CHECK_FALSE(session_shown(kSecret).user);
  CHECK_FALSE(api_key_shown("mtm_" + kSecret).user);
  CHECK(session_shown(kSecret).digest == sha256(kSecret));
  CHECK(api_key_shown("mtm_" + kSecret).digest == sha256("mtm_" + kSecret));
}

TEST_CASE("a name that is no number is nobody's") {
  for (const char* name : {"", " ", "x", "7x", " 7", "7 ", "+7", "0x7", "7e0", "mtm_", "mtm_7", "99999999999999999999",
                           "-99999999999999999999", "\xff"}) {
    CAPTURE(name);
    auto shown = session_shown(std::string(name) + "." + kSecret);
    REQUIRE(shown.user);
    CHECK(shown.user->number == 0);
  }
  CHECK(api_key_shown("mtm_mtm_7." + kSecret).user == Id{});
  CHECK(session_shown(".").user == Id{});
}

TEST_CASE("the first dot ends the name, and the digest is of everything") {
  CHECK(session_shown("7.a.b").user == Id{7});
  CHECK(session_shown("7.a").digest != session_shown("8.a").digest);
  CHECK(session_shown("7.a").digest != session_shown("07.a").digest);
  CHECK(api_key_shown("mtm_7.a").digest != api_key_shown("7.a").digest);
}
