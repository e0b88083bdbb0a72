#include "app/config.hpp"
#include "app/security.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>

using namespace mtm;
using namespace mtm::app;

namespace {

using Variables = std::map<std::string, std::string>;

const Variables kLeast{{"DATABASE_URL", "postgresql:///music"}, {"SECRET_KEY", "0123456789abcdef0123456789ABCDEF"}};

const Variables kProduction{{"ENVIRONMENT", "production"},
                            {"DATABASE_URL", "postgresql:///music"},
                            {"SECRET_KEY", "Wm0uKq7tGv3xYb9cRz5nHd1fJs8pLa2eTi6o"},
                            {"SPOTIFY_CLIENT_ID", "an-id"},
                            {"SPOTIFY_CLIENT_SECRET", "a-word"},
                            {"SPOTIFY_REDIRECT_URI", "https://music.example.org/callback"}};

Environment environment(Variables variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    auto found = variables.find(name);
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
  };
}

Variables with(Variables variables, const Variables& changes) {
  for (const auto& [name, value] : changes) variables[name] = value;
  return variables;
}

Config config(const Variables& changes = {}) { return config_from(environment(with(kLeast, changes))); }

std::vector<std::string> mistakes(const Variables& variables) {
  try {
    config_from(environment(variables));
  } catch (const ConfigMistakes& found) {
    return found.mistakes;
  }
  return {};
}

/// A file with a secret in it, gone with the test.
class SecretFile {
 public:
  explicit SecretFile(const std::string& text) {
    char pattern[] = "/tmp/mtm-secret-XXXXXX";
    auto file = ::mkstemp(pattern);
    path_ = pattern;
    ::close(file);
    std::ofstream(path_) << text;
  }
  ~SecretFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("a TMPDIR that is not a folder is a mistake, not a surprise for the first upload") {
  CHECK(config().temporary_folder == "/tmp");
  CHECK(config({{"TMPDIR", "/var/tmp"}}).temporary_folder == "/var/tmp");
  for (const char* folder : {"/dev/null", "/nowhere/at/all", "relative-nowhere"}) {
    CAPTURE(folder);
    auto found = mistakes(with(kLeast, {{"TMPDIR", folder}}));
    REQUIRE(found.size() == 1);
    CHECK(found[0] == "TMPDIR must name a folder that can be written (without it: /tmp): uploads lie there");
  }
}

TEST_CASE("a database and a secret are enough in development") {
  auto plain = config();
  CHECK(plain.port == 5000);
  CHECK_FALSE(plain.production);
  CHECK(plain.spotify_client_id.empty());
  CHECK_FALSE(plain.sandbox());
  CHECK(plain.spotify_redirect_uri == "http://127.0.0.1:5000/callback");
  CHECK(plain.log_level == Level::info);
}

TEST_CASE("production accepts what production needs") {
  auto production = config_from(environment(kProduction));
  CHECK(production.production);
  CHECK_FALSE(production.spotify_client_id.empty());
}

TEST_CASE("scheme and host of an address may be written in any case, and a port that goes without saying") {
  auto config =
      config_from(environment(with(kProduction, {{"SPOTIFY_REDIRECT_URI", "HTTPS://Music.Example.org:443/callback"},
                                                 {"SPOTIFY_API_URL", "Https://API.spotify.com/"}})));
  CHECK(config.spotify_redirect_uri == "HTTPS://Music.Example.org:443/callback");  // as it is registered
  CHECK(origin_of(config) == "https://music.example.org");
  CHECK(config.spotify_api_url == "https://api.spotify.com");
  config = config_from(environment(with(kLeast, {{"SPOTIFY_REDIRECT_URI", "http://127.0.0.1:5000/callback"}})));
  CHECK(origin_of(config) == "http://127.0.0.1:5000");
  config = config_from(environment(with(kLeast, {{"SPOTIFY_REDIRECT_URI", "http://[::1]:80/callback"}})));
  CHECK(origin_of(config) == "http://[::1]");
}

TEST_CASE("the tutorial's spellings are taken as well") {
  auto old = config({{"SECRET_KEY", ""},
                     {"FLASK_SECRET_KEY", "0123456789abcdef0123456789ABCDEF"},
                     {"SPOTIPY_CLIENT_ID", "id"},
                     {"SPOTIPY_CLIENT_SECRET", "word"},
                     {"SPOTIPY_REDIRECT_URI", "http://127.0.0.1:5000/callback"}});
  CHECK(old.secret_key == "0123456789abcdef0123456789ABCDEF");
  CHECK(old.spotify_client_id == "id");
  CHECK(old.spotify_client_secret == "word");
}

TEST_CASE("a database may be given in parts, whatever is in its password") {
  auto parts = config({{"DATABASE_URL", ""},
                       {"DB_HOST", "db"},
                       {"DB_PORT", "6000"},
                       {"DB_NAME", "music"},
                       {"DB_USER", "me"},
                       {"DB_PASSWORD", "it's a \\ word"}});
  CHECK(parts.database_url == R"(host='db' port='6000' dbname='music' user='me' password='it\'s a \\ word' )");
}

TEST_CASE("one mistake is named by its variable") {
  struct Mistake {
    Variables changes;
    const char* named;
  };
  const Mistake list[] = {
      {{{"DATABASE_URL", ""}}, "DATABASE_URL"},
      {{{"DATABASE_URL", "mysql://host/db"}}, "DATABASE_URL"},
      {{{"DB_HOST", "elsewhere"}}, "DB_"},
      {{{"SECRET_KEY", ""}}, "SECRET_KEY"},
      {{{"SECRET_KEY", "0123456789abcdef0123456789ABCDE"}}, "SECRET_KEY"},
      {{{"FLASK_SECRET_KEY", "another-key-of-more-than-32-bytes-length"}}, "FLASK_SECRET_KEY"},
      {{{"SECRET_KEY_PREVIOUS", "short"}}, "SECRET_KEY_PREVIOUS"},
      {{{"ENVIRONMENT", "staging"}}, "ENVIRONMENT"},
      {{{"PORT", "http"}}, "PORT"},
      {{{"PORT", "65536"}}, "PORT"},
      {{{"PORT", "-1"}}, "PORT"},
      {{{"PORT", "5000 "}}, "PORT"},
      {{{"THREADS", "0"}}, "THREADS"},
      {{{"DB_CONNECTIONS_PER_THREAD", "many"}}, "DB_CONNECTIONS_PER_THREAD"},
      {{{"DB_PREPARED", "maybe"}}, "DB_PREPARED"},
      {{{"LOG_LEVEL", "loud"}}, "LOG_LEVEL"},
      {{{"SPOTIFY_CLIENT_ID", "id"}}, "SPOTIFY_CLIENT_SECRET"},
      {{{"SPOTIFY_CLIENT_SECRET", "word"}}, "SPOTIFY_CLIENT_ID"},
      {{{"SPOTIFY_REDIRECT_URI", "http://example.org/callback"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_REDIRECT_URI", "http://localhost:5000/callback"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_REDIRECT_URI", "http://127.0.0.1:5000/elsewhere"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_API_URL", "api.spotify.com"}}, "SPOTIFY_API_URL"},
      {{{"SPOTIFY_ACCOUNTS_URL", "https://accounts.spotify.com/path"}}, "SPOTIFY_ACCOUNTS_URL"},
      {{{"SPOTIFY_API_URL", "https://me:hush@api.example.org"}}, "SPOTIFY_API_URL"},
      {{{"SPOTIFY_FEATURES_URL", "https://api.example.org/#hush"}}, "SPOTIFY_FEATURES_URL"},
      {{{"SPOTIFY_API_URL", "https://api.example.org:99999"}}, "SPOTIFY_API_URL"},
      {{{"SPOTIFY_ACCOUNTS_URL", "https://accounts.example.org:"}}, "SPOTIFY_ACCOUNTS_URL"},
      {{{"SPOTIFY_FEATURES_URL", "http://[::1]:0/features"}}, "SPOTIFY_FEATURES_URL"},
      {{{"SPOTIFY_REDIRECT_URI", "https:/callback"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_REDIRECT_URI", "https://me:hush@example.org/callback"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_REDIRECT_URI", "https://example.org:99999/callback"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_REDIRECT_URI", "https://example.org/callback?next=/"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_CALLS_PER_DAY", "0"}}, "SPOTIFY_CALLS_PER_DAY"},
      {{{"POLL_PLAYS", "seldom"}}, "POLL_PLAYS"},
      {{{"SPOTIFY_LOOKUPS_PER_DAY", "-1"}}, "SPOTIFY_LOOKUPS_PER_DAY"},
  };
  for (const auto& mistake : list) {
    auto found = mistakes(with(kLeast, mistake.changes));
    CAPTURE(mistake.changes.begin()->second, found);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Catch::Contains(mistake.named));
  }
}

TEST_CASE("what a command does not need is not looked at") {
  const Variables wrong{{"DATABASE_URL", "postgresql:///music"}, {"SECRET_KEY", "short"}, {"PORT", "http"}};
  CHECK(config_from(environment(wrong), Needs::database).database_url == "postgresql:///music");
  CHECK_THROWS_AS(config_from(environment(wrong), Needs::port), ConfigMistakes);
  CHECK(config_from(environment({{"PORT", "81"}, {"DATABASE_URL", "nonsense"}}), Needs::port).port == 81);
  CHECK(mistakes(wrong).size() == 2);
}

TEST_CASE("variables that are set are named in every spelling, whatever is in them") {
  auto names = names_set(environment({{"SECRET_KEY_FILE", "/nowhere"},
                                      {"SPOTIPY_CLIENT_ID", "id"},
                                      {"DB_HOST", "@"},
                                      {"PORT", "http"},
                                      {"HOME", "/"},
                                      {"THREADS", ""}}));
  CHECK(names == std::vector<std::string>{"PORT", "DB_HOST", "SECRET_KEY_FILE", "SPOTIPY_CLIENT_ID"});
}

TEST_CASE("production refuses what only development may do") {
  struct Mistake {
    Variables changes;
    const char* named;
  };
  const Mistake list[] = {
      {{{"SECRET_KEY", "your-secret-key-goes-here-0123456789"}}, "SECRET_KEY"},
      {{{"SECRET_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}, "SECRET_KEY"},
      {{{"SPOTIFY_CLIENT_ID", ""}}, "SPOTIFY_CLIENT_ID"},
      {{{"SPOTIFY_CLIENT_SECRET", ""}}, "SPOTIFY_CLIENT_SECRET"},
      {{{"SPOTIFY_REDIRECT_URI", ""}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_REDIRECT_URI", "http://127.0.0.1:5000/callback"}}, "SPOTIFY_REDIRECT_URI"},
      {{{"SPOTIFY_API_URL", "http://127.0.0.1:7070"}}, "SPOTIFY_API_URL"},
  };
  for (const auto& mistake : list) {
    auto found = mistakes(with(kProduction, mistake.changes));
    CAPTURE(mistake.changes.begin()->second, found);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Catch::Contains(mistake.named));
  }
}

TEST_CASE("all mistakes are named at once, and no value is shown") {
  auto found = mistakes({{"DATABASE_URL", "mysql://hush-1"},
                         {"SECRET_KEY", "hush-2"},
                         {"PORT", "hush-3"},
                         {"ENVIRONMENT", "hush-4"},
                         {"LOG_LEVEL", "hush-5"},
                         {"SPOTIFY_CLIENT_ID", "hush-6"},
                         {"SPOTIFY_API_URL", "hush-7"}});
  CHECK(found.size() == 7);
  CHECK(std::none_of(found.begin(), found.end(),
                     [](const auto& sentence) { return sentence.find("hush") != sentence.npos; }));
}

TEST_CASE("a file that can't be read, or stands beside its variable, is a mistake") {
  CHECK_THAT(ConfigMistakes(mistakes(with(kLeast, {{"SECRET_KEY", ""}, {"SECRET_KEY_FILE", "/nowhere"}}))).what(),
             Catch::Contains("SECRET_KEY_FILE"));
  SecretFile file("0123456789abcdef0123456789ABCDEF");
  CHECK_THAT(ConfigMistakes(mistakes(with(kLeast, {{"SECRET_KEY_FILE", file.path()}}))).what(),
             Catch::Contains("both set"));
}

TEST_CASE("a secret may come from a file, whose last line may end") {
  SecretFile file("0123456789abcdef0123456789ABCDEF\n");
  CHECK(config({{"SECRET_KEY", ""}, {"SECRET_KEY_FILE", file.path()}}).secret_key ==
        "0123456789abcdef0123456789ABCDEF");
}

TEST_CASE("what was played last is polled unless the operator turns it off") {
  CHECK(config().poll_plays);
  CHECK_FALSE(config({{"POLL_PLAYS", "off"}}).poll_plays);
}
