#pragma once
#include <string>

#include "spotify/budget.hpp"
#include "spotify/login.hpp"

namespace mtm::jobs {

struct Settings {
  spotify::Credentials credentials;
  std::string accounts_url, api_url;
  std::string features_url;  // empty: nobody is asked for audio features
  spotify::BudgetLimits budget;
  std::string secret_key, secret_key_previous;
};

}  // namespace mtm::jobs
