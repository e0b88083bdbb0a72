// The commands of an operator, apart from serving.
#pragma once
#include <string>

#include "app/config.hpp"

namespace mtm::app {

struct KeyRequest {
  std::string spotify_user_id;
  std::string label;
  std::string scope = "read";
};

int say_config_is_fine();
/// Asks this machine's server; exit code 0 when its database answers.
int healthcheck(const Config& config);

/// Prints the key alone; makes the user if nobody by that id has logged in yet.
int create_api_key(const Config& config, const KeyRequest& request);
int list_api_keys(const Config& config, const KeyRequest& request);
int revoke_api_key(const Config& config, const KeyRequest& request);

}  // namespace mtm::app
