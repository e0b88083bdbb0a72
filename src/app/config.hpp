// What the operator decides, read from the environment once at the start.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/log.hpp"
#include "http/client_address.hpp"

namespace mtm::app {

struct Config {
  std::uint16_t port = 5000;
  bool production = false;
  std::string database_url;
  std::string secret_key, secret_key_previous;

  std::string spotify_client_id, spotify_client_secret, spotify_redirect_uri;
  std::string spotify_accounts_url = "https://accounts.spotify.com";
  std::string spotify_api_url = "https://api.spotify.com";
  std::string features_url;  // a provider of audio features in ReccoBeats' form; empty: none is asked
  int spotify_calls_per_30s = 90;
  int spotify_calls_per_day = 1500;
  bool poll_plays = true;             // off: what was played last is read by captures alone
  int spotify_lookups_per_day = 300;  // of those, for tracks that imports alone have named; 0: none

  int threads = 1;
  int db_connections_per_thread = 2;
  bool db_prepared = true;
  bool migrate_at_start = true;  // off: serve waits until somebody else has
  std::string metrics_token;     // empty: /metrics is closed in production and open in development
  bool rate_limit = false;
  int rate_limit_per_second = 100;
  http::TrustedProxies trusted_proxies;
  int history_cache_mb = 64;  // unless it is set: a quarter of the memory that the process may take, 1,024 at most
  int import_mb = 512;        // the largest database that may be uploaded
  std::string temporary_folder = "/tmp";
  Level log_level = Level::info;

  /// Not Spotify itself: the sandbox, and the pages say so.
  bool sandbox() const { return spotify_accounts_url != "https://accounts.spotify.com"; }
};

/// What is wrong, a sentence for each variable; no value is ever shown, because some are secrets.
struct ConfigMistakes : std::runtime_error {
  explicit ConfigMistakes(std::vector<std::string> found);
  std::vector<std::string> mistakes;
};

/// Looks a variable up by name; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// What a command reads of the configuration: the port alone, what it takes to reach the database, or everything. The
/// rest keeps its defaults, whatever the environment says.
enum class Needs { port, database, everything };

/// Throws ConfigMistakes with every mistake at once. `X_FILE` names a file that holds X. A variable that is set but
/// empty counts as not set.
Config config_from(const Environment& environment, Needs needs = Needs::everything);

/// The names of the variables that are set, among those that this program reads.
std::vector<std::string> names_set(const Environment& environment);

/// The process's environment; what it lacks comes from the file that is named or, in development, from the file .env in
/// the current folder when there is one.
Environment process_environment(const std::string& env_file);

}  // namespace mtm::app
