// A server that is configured wrongly ends at once, names every mistake and shows no value.
#include <catch2/catch.hpp>

#include <algorithm>

#include "integration/steps.hpp"

using namespace mtm::test;

namespace {

const Environment kRight{{"DATABASE_URL", "postgresql:///music?host=/nowhere"},
                         {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}};

Environment with(Environment environment, const Environment& changes) {
  for (const auto& [name, value] : changes) environment[name] = value;
  return environment;
}

auto lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace

TEST_CASE("a right configuration is called right, without a database being there") {
  auto checked = command({"check-config"}, kRight);
  CHECK(checked.exit_code == 0);
  CHECK(checked.err.empty());
}

TEST_CASE("every command ends with 2 when the configuration is wrong, and does nothing else") {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"serve"},
                                             {"migrate"},
                                             {"explain"},
                                             {"check-config"},
                                             {"healthcheck"},
                                             {"api-key", "create", "--user", "demo", "--label", "x"}}) {
    auto ended = command(words, with(kRight, {{"PORT", "http"}}));
    CAPTURE(words, ended.out, ended.err);
    CHECK(ended.exit_code == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, Catch::Contains("PORT"));
    CHECK(lines(ended.err) == 1);
  }
}

TEST_CASE("without any configuration, what is needed is named") {
  auto ended = command({"serve"}, {});
  CHECK(ended.exit_code == 2);
  CHECK_THAT(ended.err, Catch::Contains("DATABASE_URL") && Catch::Contains("SECRET_KEY"));
}

TEST_CASE("all mistakes are named at once, one line each, and no value is printed") {
  Environment wrong{{"DATABASE_URL", "postgresql://user:hush@host/db?nonsense=hush"},
                    {"SECRET_KEY", "hush"},
                    {"SECRET_KEY_PREVIOUS", "hush"},
                    {"PORT", "hush"},
                    {"THREADS", "hush"},
                    {"LOG_LEVEL", "hush"},
                    {"ENVIRONMENT", "hush"},
                    {"SPOTIFY_CLIENT_SECRET", "hush"},
                    {"SPOTIFY_REDIRECT_URI", "hush"},
                    {"SPOTIFY_API_URL", "hush"},
                    {"SPOTIFY_CALLS_PER_DAY", "hush"}};
  auto ended = command({"serve"}, wrong);
  CHECK(ended.exit_code == 2);
  CHECK_THAT(ended.out + ended.err, !Catch::Contains("hush"));
  for (const auto& [name, value] : wrong) {
    if (name != "SPOTIFY_CLIENT_SECRET") CHECK_THAT(ended.err, Catch::Contains(name));
  }
  CHECK_THAT(ended.err, Catch::Contains("SPOTIFY_CLIENT_ID"));  // missing beside its secret
  CHECK(lines(ended.err) == static_cast<long>(wrong.size()));
}

TEST_CASE("production refuses secrets of manuals and examples, and anything but https") {
  Environment production{{"ENVIRONMENT", "production"},
                         {"DATABASE_URL", "postgresql:///music"},
                         {"SECRET_KEY", "Wm0uKq7tGv3xYb9cRz5nHd1fJs8pLa2eTi6o"},
                         {"SPOTIFY_CLIENT_ID", "an-id"},
                         {"SPOTIFY_CLIENT_SECRET", "a-word"},
                         {"SPOTIFY_REDIRECT_URI", "https://music.example.org/callback"}};
  REQUIRE(command({"check-config"}, production).exit_code == 0);
  for (const char* secret : {"your-secret-key-here-0123456789abcdef", "change-me-please-0123456789-abcdefgh",
                             "00000000000000000000000000000000000000", "dev-password-0123456789-abcdefghijklm"}) {
    CAPTURE(secret);
    auto ended = command({"check-config"}, with(production, {{"SECRET_KEY", secret}}));
    CHECK(ended.exit_code == 2);
    CHECK_THAT(ended.err, Catch::Contains("SECRET_KEY") && !Catch::Contains(secret));
  }
  CHECK(command({"check-config"}, with(production, {{"SPOTIFY_REDIRECT_URI", "http://127.0.0.1:5000/callback"}}))
            .exit_code == 2);
  CHECK(command({"check-config"}, with(production, {{"SPOTIFY_API_URL", "http://127.0.0.1:7070"}})).exit_code == 2);
}

TEST_CASE("two spellings that differ are refused, because one of them is a mistake") {
  for (const auto& changes :
       {Environment{{"DB_HOST", "elsewhere"}},
        Environment{{"FLASK_SECRET_KEY", "another-key-of-the-tests-with-more-bytes"}},
        Environment{{"SPOTIFY_CLIENT_ID", "one"}, {"SPOTIPY_CLIENT_ID", "two"}, {"SPOTIFY_CLIENT_SECRET", "x"}}}) {
    auto ended = command({"check-config"}, with(kRight, changes));
    CAPTURE(ended.err);
    CHECK(ended.exit_code == 2);
    CHECK_THAT(ended.err, Catch::Contains("both set"));
  }
}

TEST_CASE("an address that is taken is said in one line") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  Server server(environment);
  auto second = command({"serve"}, environment);
  CHECK(second.exit_code == 1);
  CHECK(lines(second.err) == 1);
  CHECK(server.client().get("/livez").status == 200);
}
