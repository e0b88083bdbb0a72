#include "app/config.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/dotenv.hpp"
#include "app/weak_secret.hpp"
#include "core/process.hpp"
#include "db/url_fault.hpp"

namespace mtm::app {

namespace {

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) text += (text.empty() ? "" : "; ") + sentence;
  return text;
}

constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string without_line_end(std::string value) {
  value.erase(value.find_last_not_of(kLineEnds) + 1);
  return value;
}

std::optional<std::string> contents(const std::string& path) {
  std::error_code error;
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path, error)) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  auto value = std::move(text).str();
  if (value.starts_with(kByteOrderMark)) value.erase(0, kByteOrderMark.size());
  return value;
}

bool is_https(const boost::urls::url_view& url) { return url.scheme_id() == boost::urls::scheme::https; }
bool is_http(const boost::urls::url_view& url) { return is_https(url) || url.scheme_id() == boost::urls::scheme::http; }

bool port_exists(const boost::urls::url_view& url) {
  std::uint16_t number = 0;  // Boost 1.81 takes 99999 for 34463
  auto digits = url.port();
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && number > 0;
}

/// A host, perhaps a port and a path, and nothing else.
bool plain(const boost::urls::url_view& url) {
  return !url.host().empty() && (!url.has_port() || port_exists(url)) && !url.has_userinfo() && !url.has_query() &&
         !url.has_fragment();
}

/// Reads variables and gathers what is wrong with them.
class Reader {
 public:
  explicit Reader(const Environment& environment) : environment_(environment) {}

  void wrong(std::string sentence) { mistakes_.push_back(std::move(sentence)); }
  std::vector<std::string> mistakes() && { return std::move(mistakes_); }

  /// The variable, or the file that NAME_FILE names, without the end of its last line.
  std::string bytes(const std::string& name) {
    auto value = without_line_end(environment_(name).value_or(""));
    auto file = environment_(name + "_FILE").value_or("");
    if (file.empty()) return value;
    if (!value.empty()) wrong(fmt::format("{0} and {0}_FILE are both set: keep one", name));
    auto read = contents(file);
    if (!read) wrong(fmt::format("{}_FILE names a file that can't be read", name));
    return without_line_end(read.value_or(""));
  }

  /// The first of several spellings; two that differ are a mistake.
  std::string bytes(const std::string& name, const std::string& also) {
    auto value = bytes(name);
    auto other = bytes(also);
    if (!value.empty() && !other.empty() && value != other)
      wrong(fmt::format("{} and {} are both set and differ", name, also));
    return value.empty() ? other : value;
  }

  /// The same for what is handed on as text, which a zero byte would end.
  std::string text(const std::string& name) { return whole(name, bytes(name)); }
  std::string text(const std::string& name, const std::string& also) { return whole(name, bytes(name, also)); }

  int number(const std::string& name, int otherwise, int least, int most) {
    auto value = text(name);
    if (value.empty()) return otherwise;
    int parsed = 0;
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error == std::errc{} && end == value.data() + value.size() && parsed >= least && parsed <= most) return parsed;
    wrong(fmt::format("{} must be a whole number from {} to {}", name, least, most));
    return otherwise;
  }

  bool flag(const std::string& name, bool otherwise) {
    auto value = text(name);
    if (value.empty()) return otherwise;
    if (value == "on" || value == "true" || value == "1") return true;
    if (value != "off" && value != "false" && value != "0") wrong(fmt::format("{} must be on or off", name));
    return false;
  }

  /// An address of the form scheme://host[:port], without a path.
  std::string origin(const std::string& name, const std::string& otherwise, bool path_allowed) {
    auto value = text(name);
    if (value.empty()) return otherwise;
    while (value.ends_with('/')) value.pop_back();
    auto url = boost::urls::parse_uri(value);
    bool fits = url.has_value() && is_http(*url) && plain(*url) && (path_allowed || url->encoded_path().empty());
    if (!fits) {
      wrong(fmt::format("{} must be an http or https address without a user, ? or #", name));
      return value;
    }
    boost::urls::url normal(*url);
    normal.normalize_scheme().normalize_authority();
    return {normal.buffer().data(), normal.buffer().size()};
  }

 private:
  std::string whole(const std::string& name, std::string value) {
    if (value.find('\0') == value.npos) return value;
    wrong(fmt::format("{} holds a zero byte: it must be text, in UTF-8 when it comes from a file", name));
    return "";
  }

  const Environment& environment_;
  std::vector<std::string> mistakes_;
};

bool loopback(const std::string& url) {
  auto parsed = boost::urls::parse_uri(url);
  return parsed.has_value() && (parsed->host() == "127.0.0.1" || parsed->host() == "[::1]");
}

void read_database(Reader& reader, Config& config) {
  auto url = reader.text("DATABASE_URL");
  std::string parts;
  for (auto [variable, keyword] : {std::pair{"DB_HOST", "host"},
                                   {"DB_PORT", "port"},
                                   {"DB_NAME", "dbname"},
                                   {"DB_USER", "user"},
                                   {"DB_PASSWORD", "password"}}) {
    auto value = reader.text(variable);
    if (value.empty()) continue;
    if (variable == std::string_view("DB_HOST") && !db::names_hosts(value))
      reader.wrong("DB_HOST has characters that no host name has");
    if (variable == std::string_view("DB_PORT") && !db::names_ports(value))
      reader.wrong("DB_PORT must be a number from 1 to 65535");
    std::string quoted;
    for (char c : value) {
      if (c == '\'' || c == '\\') quoted += '\\';
      quoted += c;
    }
    parts += fmt::format("{}='{}' ", keyword, quoted);
  }
  if (url.empty() && parts.empty())
    return reader.wrong("DATABASE_URL is missing (or DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD)");
  if (!url.empty() && !parts.empty()) reader.wrong("DATABASE_URL and DB_… variables are both set: keep one spelling");
  config.database_url = url.empty() ? parts : url;
  config.db_prepared = reader.flag("DB_PREPARED", true);
  if (url.empty()) return;
  auto fault = db::url_fault(url);
  if (!fault.empty()) reader.wrong(fmt::format("DATABASE_URL {}", fault));
}

void read_log(Reader& reader, Config& config) {
  auto level = reader.text("LOG_LEVEL");
  if (level == "debug")
    config.log_level = Level::debug;
  else if (level == "warning")
    config.log_level = Level::warning;
  else if (level == "error")
    config.log_level = Level::error;
  else if (!level.empty() && level != "info")
    reader.wrong("LOG_LEVEL must be debug, info, warning or error");
}

void read_secrets(Reader& reader, Config& config) {
  config.secret_key = reader.bytes("SECRET_KEY", "FLASK_SECRET_KEY");
  config.secret_key_previous = reader.bytes("SECRET_KEY_PREVIOUS");
  if (config.secret_key.empty())
    reader.wrong("SECRET_KEY is missing: at least 32 bytes, such as the output of `openssl rand -base64 48`");
  for (auto [name, value] :
       {std::pair{"SECRET_KEY", &config.secret_key}, {"SECRET_KEY_PREVIOUS", &config.secret_key_previous}}) {
    if (value->empty()) continue;
    if (value->size() < 32)
      reader.wrong(fmt::format("{} must have at least 32 bytes", name));
    else if (config.production && weak_secret(*value))
      reader.wrong(fmt::format("{} is a sample or too simple: take the output of `openssl rand -base64 48`", name));
  }
}

void read_spotify(Reader& reader, Config& config) {
  config.spotify_client_id = reader.text("SPOTIFY_CLIENT_ID", "SPOTIPY_CLIENT_ID");
  config.spotify_client_secret = reader.text("SPOTIFY_CLIENT_SECRET", "SPOTIPY_CLIENT_SECRET");
  config.spotify_redirect_uri = reader.text("SPOTIFY_REDIRECT_URI", "SPOTIPY_REDIRECT_URI");
  config.spotify_accounts_url = reader.origin("SPOTIFY_ACCOUNTS_URL", config.spotify_accounts_url, false);
  config.spotify_api_url = reader.origin("SPOTIFY_API_URL", config.spotify_api_url, false);
  config.features_url = reader.origin("SPOTIFY_FEATURES_URL", "", true);
  config.spotify_calls_per_30s = reader.number("SPOTIFY_CALLS_PER_30S", config.spotify_calls_per_30s, 1, 1'000'000);
  config.spotify_calls_per_day = reader.number("SPOTIFY_CALLS_PER_DAY", config.spotify_calls_per_day, 1, 100'000'000);
  config.spotify_lookups_per_day =
      reader.number("SPOTIFY_LOOKUPS_PER_DAY", config.spotify_lookups_per_day, 0, 100'000'000);

  config.poll_plays = reader.flag("POLL_PLAYS", true);

  bool any = !config.spotify_client_id.empty() || !config.spotify_client_secret.empty();
  if (any || config.production) {
    if (config.spotify_client_id.empty()) reader.wrong("SPOTIFY_CLIENT_ID is missing");
    if (config.spotify_client_secret.empty()) reader.wrong("SPOTIFY_CLIENT_SECRET is missing");
  }
  if (config.spotify_redirect_uri.empty()) {
    if (config.production)
      reader.wrong("SPOTIFY_REDIRECT_URI is missing");
    else
      config.spotify_redirect_uri = fmt::format("http://127.0.0.1:{}/callback", config.port);
  } else {
    auto url = boost::urls::parse_uri(config.spotify_redirect_uri);
    if (!url.has_value() || !plain(*url) || url->encoded_path() != "/callback")
      reader.wrong("SPOTIFY_REDIRECT_URI must be an address that ends in /callback, such as https://HOST/callback");
    else if (!is_https(*url) && (config.production || !loopback(config.spotify_redirect_uri)))
      reader.wrong(
          "SPOTIFY_REDIRECT_URI must be https (Spotify takes http for 127.0.0.1 and [::1] only, and production takes "
          "none)");
  }
  if (config.production)
    for (auto [name, url] : {std::pair{"SPOTIFY_ACCOUNTS_URL", &config.spotify_accounts_url},
                             {"SPOTIFY_API_URL", &config.spotify_api_url}})
      if (!url->starts_with("https://")) reader.wrong(fmt::format("{} must be https in production", name));
}

/// Where uploads lie: what is wrong with it would otherwise be found by the first of them.
void read_temporary_folder(Reader& reader, Config& config) {
  auto given = reader.text("TMPDIR");
  if (!given.empty()) config.temporary_folder = given;
  std::error_code failure;
  bool folder = std::filesystem::is_directory(config.temporary_folder, failure);
  bool usable = folder && ::access(config.temporary_folder.c_str(), W_OK | X_OK) == 0;
  if (!usable) reader.wrong("TMPDIR must name a folder that can be written (without it: /tmp): uploads lie there");
}

/// Who may come in, how often, and on whose word.
void read_entrance(Reader& reader, Config& config) {
  config.metrics_token = reader.text("METRICS_TOKEN");
  if (!config.metrics_token.empty() && config.metrics_token.size() < 16)
    reader.wrong("METRICS_TOKEN must have at least 16 bytes");
  config.rate_limit = reader.flag("RATE_LIMIT", config.production);
  auto quarter = memory_limit() / 4 / 1024 / 1024;
  config.history_cache_mb =
      reader.number("HISTORY_CACHE_MB", static_cast<int>(std::clamp<std::int64_t>(quarter, 16, 1024)), 1, 1'000'000);
  config.import_mb = reader.number("IMPORT_MB", config.import_mb, 1, 100'000);
  config.rate_limit_per_second = reader.number("RATE_LIMIT_PER_SECOND", config.rate_limit_per_second, 1, 1'000'000);
  auto proxies = http::TrustedProxies::parse(reader.text("TRUSTED_PROXIES"));
  if (proxies)
    config.trusted_proxies = std::move(*proxies);
  else
    reader.wrong("TRUSTED_PROXIES must be addresses and networks with commas between them, such as 10.0.0.0/8,::1");
}

}  // namespace

ConfigMistakes::ConfigMistakes(std::vector<std::string> found)
    : std::runtime_error(joined(found)), mistakes(std::move(found)) {}

Config config_from(const Environment& environment, Needs needs) {
  Reader reader(environment);
  Config config;
  if (needs != Needs::database) config.port = static_cast<std::uint16_t>(reader.number("PORT", 5000, 0, 65535));
  if (needs != Needs::port) {
    auto kind = reader.text("ENVIRONMENT");
    config.production = kind == "production";
    if (!kind.empty() && kind != "production" && kind != "development")
      reader.wrong("ENVIRONMENT must be development or production");
    read_database(reader, config);
    config.migrate_at_start = reader.flag("MIGRATE_AT_START", true);
    read_log(reader, config);
  }
  if (needs == Needs::everything) {
    read_secrets(reader, config);
    read_spotify(reader, config);
    config.threads = reader.number("THREADS", config.threads, 1, 64);
    config.db_connections_per_thread =
        reader.number("DB_CONNECTIONS_PER_THREAD", config.db_connections_per_thread, 1, 64);
    read_entrance(reader, config);
    read_temporary_folder(reader, config);
  }
  auto mistakes = std::move(reader).mistakes();
  if (!mistakes.empty()) throw ConfigMistakes(std::move(mistakes));
  return config;
}

std::vector<std::string> names_set(const Environment& environment) {
  std::vector<std::string> names;
  auto noting = [&](const std::string& name) {
    auto value = environment(name);
    if (value) names.push_back(name);
    return value;
  };
  try {
    config_from(noting, Needs::everything);
  } catch (const ConfigMistakes&) {
    // What is set wrongly is set.
  }
  return names;
}

Environment process_environment(const std::string& env_file) {
  auto from_process = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (!value || !*value) return std::nullopt;
    return value;
  };
  if (env_file.empty() && from_process("ENVIRONMENT") == "production") return from_process;
  auto file = contents(env_file.empty() ? ".env" : env_file);
  if (!file && !env_file.empty()) throw ConfigMistakes({"the file that --env-file names can't be read"});
  if (file && file->find('\0') != file->npos)
    throw ConfigMistakes({"the .env file holds zero bytes: save it as text in UTF-8"});
  return
      [from_process, entries = parse_dotenv(file.value_or(""))](const std::string& name) -> std::optional<std::string> {
        if (auto value = from_process(name)) return value;
        auto entry = entries.find(name);
        if (entry == entries.end() || entry->second.empty()) return std::nullopt;
        return entry->second;
      };
}

}  // namespace mtm::app
