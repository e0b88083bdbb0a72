#include "core/crypto.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace mtm;

TEST_CASE("SHA-256 gives the digests of its standard") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("base64 gives the examples of RFC 4648") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64("\xfb\xff") == "+/8=");
  CHECK(base64url("\xfb\xff") == "-_8");
}

TEST_CASE("random tokens have their length, their alphabet, and no twins") {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) tokens.insert(random_token());
  CHECK(tokens.size() == 100);
  for (const auto& token : tokens) {
    CHECK(token.size() == 43);
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == token.npos);
  }
  CHECK(random_token(300).size() == 400);
}

TEST_CASE("secrets are the same only when every byte is") {
  CHECK(same_secret("", ""));
  CHECK(same_secret("secret", "secret"));
  CHECK_FALSE(same_secret("secret", "secreT"));
  CHECK_FALSE(same_secret("secret", "secret "));
}

TEST_CASE("what was sealed opens for whom it was sealed, and never looks the same twice") {
  Sealer sealer("a secret of at least thirty-two bytes");
  for (const std::string& plain : {std::string(), std::string("token"), std::string(5000, 'x')}) {
    auto sealed = sealer.seal(plain, "user 7");
    CHECK(sealer.open(sealed, "user 7") == plain);
    CHECK(sealer.seal(plain, "user 7") != sealed);
    CHECK_FALSE(sealer.open(sealed, "user 8"));
  }
}

TEST_CASE("a sealed text with any byte changed or missing does not open") {
  Sealer sealer("a secret of at least thirty-two bytes");
  auto sealed = sealer.seal("token", "user 7");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(sealer.open(changed, "user 7"));
    CHECK_FALSE(sealer.open(sealed.substr(0, i), "user 7"));
  }
}

TEST_CASE("after a rotation the previous secret still opens, and an older one no more") {
  Sealer old("the first secret of thirty-two bytes..");
  auto sealed = old.seal("token", "user 7");
  Sealer rotated("the second secret of thirty-two bytes.", "the first secret of thirty-two bytes..");
  CHECK(rotated.open(sealed, "user 7") == "token");
  CHECK_FALSE(old.open(rotated.seal("token", "user 7"), "user 7"));
  CHECK_FALSE(Sealer("the third secret of thirty-two bytes..").open(sealed, "user 7"));
}
