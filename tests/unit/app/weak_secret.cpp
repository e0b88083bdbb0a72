// Which secrets production refuses: those of manuals and examples, and no random one.
#include "app/weak_secret.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>
#include <string_view>

#include "core/crypto.hpp"

using mtm::app::weak_secret;

namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::string bytes(std::size_t count) {
    std::string bytes(count, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(engine_());
    return bytes;
  }
  std::string drawn(std::string_view alphabet, std::size_t count) {
    std::string text(count, '\0');
    for (auto& letter : text) letter = alphabet[engine_() % alphabet.size()];
    return text;
  }

 private:
  std::mt19937_64 engine_;
};

std::string base64url(std::string text) {
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::string uuid(Random& random) {
  auto hex = mtm::hex(random.bytes(16));
  return fmt::format("{}-{}-4{}-a{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3), hex.substr(17, 3),
                     hex.substr(20, 12));
}

}  // namespace

TEST_CASE("no random secret is called weak, whichever program made it") {
  struct Kind {
    const char* name;
    std::string (*make)(Random&);
  };
  const Kind kinds[] = {
      {"openssl rand -hex 16", [](Random& random) { return mtm::hex(random.bytes(16)); }},
      {"openssl rand -hex 32", [](Random& random) { return mtm::hex(random.bytes(32)); }},
      {"openssl rand -base64 24", [](Random& random) { return mtm::base64(random.bytes(24)); }},
      {"openssl rand -base64 32", [](Random& random) { return mtm::base64(random.bytes(32)); }},
      {"openssl rand -base64 48", [](Random& random) { return mtm::base64(random.bytes(48)); }},
      {"secrets.token_urlsafe(32)", [](Random& random) { return base64url(mtm::base64(random.bytes(32))); }},
      {"pwgen 32", [](Random& random) { return random.drawn(kLetters, 32); }},
      {"uuidgen", [](Random& random) { return uuid(random); }},
      {"head -c 32 /dev/urandom", [](Random& random) { return random.bytes(32); }},
  };
  constexpr int kEach = 100'000;
  for (const auto& kind : kinds) {
    Random random(20261130);
    int refused = 0;
    for (int i = 0; i < kEach; ++i) refused += weak_secret(kind.make(random));
    CAPTURE(kind.name);
    CHECK(refused == 0);
  }
}

TEST_CASE("placeholders, repetitions and rows of neighbours are weak") {
  for (const char* secret :
       {"changemechangemechangemechangeme", "change-me-please-0123456789-abcdefgh",
        "your-secret-key-here-0123456789abcdef", "your_32_character_secret_key_goes_here",
        "dev-password-0123456789-abcdefghijklm", "dev-secret-key-change-in-production-12345",
        "django-insecure-change-this-key-in-production", "replace-this-with-a-long-random-string",
        "my-super-secret-jwt-key-min-32-chars", "SuperSecretKeySuperSecretKeySuperSecret",
        "please-generate-with-openssl-rand-base64-48", "00000000000000000000000000000000000000",
        "abcabcabcabcabcabcabcabcabcabcabc", "s3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3", "deadbeefdeadbeefdeadbeefdeadbeef",
        "0123456789abcdef0123456789ABCDEF", "1234567890123456789012345678901234567890",
        "qwertyuiopasdfghjklzxcvbnm123456", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        // Known to everybody who reads this repository.
        "for-trying-it-out-only-and-known-to-everybody", "a-key-of-the-tests-with-more-than-32-bytes",
        "another-key-of-the-tests-with-more-bytes", "nothing-that-this-key-seals-outlives-the-benchmark"}) {
    CAPTURE(secret);
    CHECK(weak_secret(secret));
  }
}

TEST_CASE("a secret that a person put together is not weak") {
  CHECK_FALSE(weak_secret("correct horse battery staple, 1893"));
  CHECK_FALSE(weak_secret("Wm0uKq7tGv3xYb9cRz5nHd1fJs8pLa2eTi6o"));
}
