// A server that is configured wrongly ends at once, names every mistake and shows no value.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

#include "integration/old_database.hpp"
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

TEST_CASE("a command that needs a setting ends with 2 when it is wrong, and does nothing else") {
  const std::vector<std::vector<std::string>> about_the_database{{"migrate"},
                                                                 {"explain"},
                                                                 {"api-key", "list"},
                                                                 {"api-key", "create", "--label", "x"},
                                                                 {"api-key", "revoke", "--label", "x"},
                                                                 {"import-sqlite", "old.db"},
                                                                 {"export-sqlite", "new.db"}};
  auto refused = [](const std::vector<std::string>& words, const Environment& environment, const char* name) {
    auto ended = command(words, environment);
    CAPTURE(words, ended.out, ended.err);
    CHECK(ended.exit_code == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, Catch::Contains(name));
    CHECK(lines(ended.err) == 1);
  };
  for (const auto& words : about_the_database) {
    refused(words, {}, "DATABASE_URL");
    refused(words, with(kRight, {{"LOG_LEVEL", "loud"}}), "LOG_LEVEL");
  }
  refused({"healthcheck"}, {{"PORT", "http"}}, "PORT");
  for (const char* word : {"serve", "check-config"}) {
    refused({word}, with(kRight, {{"PORT", "http"}}), "PORT");
    refused({word}, with(kRight, {{"SECRET_KEY", ""}}), "SECRET_KEY");
  }
}

TEST_CASE("a command asks for no setting that it does not need") {
  ScratchDatabase database;
  const Environment only_the_database{{"DATABASE_URL", database.url()}, {"PORT", "http"}, {"THREADS", "many"}};
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"migrate"},
                                             {"explain"},
                                             {"api-key", "create", "--user", "demo", "--new-user", "--label", "x"},
                                             {"api-key", "list"}}) {
    auto ended = command(words, only_the_database);
    CAPTURE(words, ended.err);
    CHECK(ended.exit_code == 0);
    CHECK(ended.err.empty());
  }
  App app({}, kFewLikes);
  auto port = app.server.origin().substr(app.server.origin().rfind(':') + 1);
  auto healthy = command({"healthcheck"}, {{"PORT", port}, {"DATABASE_URL", "nonsense"}});
  CHECK(healthy.exit_code == 0);
  CHECK_THAT(healthy.out, Catch::Contains(app.server.origin()));
}

TEST_CASE("a failure is one line on the standard error, and exit code 1") {
  ScratchDatabase database;
  const Environment away{{"DATABASE_URL", "postgresql:///music?host=/nowhere"}, {"PORT", std::to_string(free_port())}};
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"migrate"},
                                             {"explain"},
                                             {"healthcheck"},
                                             {"api-key", "list"},
                                             {"import-sqlite", "/nowhere.db", "--user", "demo", "--new-user"},
                                             {"export-sqlite", "/nowhere/new.db"}}) {
    auto ended = command(words, away);
    CAPTURE(words, ended.out, ended.err);
    CHECK(ended.exit_code == 1);
    CHECK(lines(ended.err) == 1);
  }
  auto unheard =
      run({"/bin/sh", "-c", program("music-time-machine") + " migrate >/dev/full"}, {{"DATABASE_URL", database.url()}});
  CHECK(unheard.exit_code == 1);
  CHECK(lines(unheard.err) == 1);
}

TEST_CASE("the variables that are set are listed by name, wherever they are set") {
  TemporaryFolder folder;
  std::ofstream(folder.path(".env"))
      << "\xEF\xBB\xBFSECRET_KEY=hush\r\nexport\tSPOTIFY_CLIENT_ID = \"hush\"\r\nPORT=\r\nhush=hush\r\n";
  auto listed = run({program("music-time-machine"), "check-config", "--names"},
                    {{"DATABASE_URL_FILE", "/nowhere/hush"}, {"THREADS", "hush"}, {"TMPDIR", ""}}, folder.path(""));
  CHECK(listed.exit_code == 0);
  CHECK(listed.out == "DATABASE_URL_FILE\nSECRET_KEY\nSPOTIFY_CLIENT_ID\nTHREADS\n");
  CHECK(listed.err.empty());
}

TEST_CASE("a file in place of .env is read from any folder, and one that is not there is said") {
  TemporaryFolder folder;
  std::ofstream(folder.path("settings"))
      << "DATABASE_URL=postgresql:///music\t# "
         "here\nSECRET_KEY=a\nSECRET_KEY=a-key-of-the-tests-with-more-than-32-bytes\n";
  auto checked = [&](const std::string& file) {
    return command({"--env-file", folder.path(file), "check-config"}, {});
  };
  CHECK(checked("settings").exit_code == 0);
  CHECK(checked("none").exit_code == 2);
  std::ofstream(folder.path("utf-16")) << std::string("\xFF\xFES\0E\0C\0", 8);
  auto foreign = checked("utf-16");
  CHECK(foreign.exit_code == 2);
  CHECK_THAT(foreign.err, Catch::Contains("UTF-8"));
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
