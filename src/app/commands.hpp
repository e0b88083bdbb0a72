// The commands of an operator, apart from serving.
#pragma once
#include <string>

#include "app/config.hpp"
#include "app/person.hpp"

namespace mtm::app {

struct KeyRequest {
  Person person;
  std::string label;
  std::string scope = "read";
};

/// Throws ConfigMistakes when something is wrong. With `names_only` it prints the variables that are set, by name, and
/// looks at nothing else.
int check_config(const Environment& environment, bool names_only);
/// Asks this machine's server; prints its address when its database answers, and throws when not.
int healthcheck(const Config& config);

/// Prints the key alone.
int create_api_key(const Config& config, const KeyRequest& request);
int list_api_keys(const Config& config, const KeyRequest& request);
int revoke_api_key(const Config& config, const KeyRequest& request);

}  // namespace mtm::app
