// Who may come in, as the operator says it.
#include <catch2/catch.hpp>

#include <map>

#include "app/config.hpp"

using namespace mtm::app;

namespace {

Config config(std::map<std::string, std::string> variables) {
  variables.try_emplace("DATABASE_URL", "postgresql:///music");
  variables.try_emplace("SECRET_KEY", "0123456789abcdef0123456789ABCDEF");
  return config_from([&](const std::string& name) -> std::optional<std::string> {
    auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  });
}

}  // namespace

TEST_CASE("requests are limited in production, and elsewhere when the operator says so") {
  CHECK_FALSE(config({}).rate_limit);
  CHECK(config({{"RATE_LIMIT", "on"}}).rate_limit);
  std::map<std::string, std::string> production{{"ENVIRONMENT", "production"},
                                                {"SECRET_KEY", "Wm0uKq7tGv3xYb9cRz5nHd1fJs8pLa2eTi6o"},
                                                {"SPOTIFY_CLIENT_ID", "an-id"},
                                                {"SPOTIFY_CLIENT_SECRET", "a-word"},
                                                {"SPOTIFY_REDIRECT_URI", "https://music.example.org/callback"}};
  CHECK(config(production).rate_limit);
  production["RATE_LIMIT"] = "off";
  CHECK_FALSE(config(production).rate_limit);
}

TEST_CASE("proxies and the token of the metrics are checked, and their values not shown") {
  CHECK(config({{"TRUSTED_PROXIES", "10.0.0.0/8,::1"}}).trusted_proxies.contains("10.9.9.9"));
  for (auto [name, value] : {std::pair{"TRUSTED_PROXIES", "everybody-else"},
                             {"METRICS_TOKEN", "too-short"},
                             {"RATE_LIMIT_PER_SECOND", "7777777"}}) {
    CAPTURE(name);
    try {
      config({{name, value}});
      FAIL("it was accepted");
    } catch (const ConfigMistakes& found) {
      REQUIRE(found.mistakes.size() == 1);
      CHECK_THAT(found.mistakes[0], Catch::StartsWith(name) && !Catch::Contains(value));
    }
  }
}
