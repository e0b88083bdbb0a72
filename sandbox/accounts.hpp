// The handlers that stand in for accounts.spotify.com.
#pragma once
#include "sandbox/call.hpp"

namespace mtm::sandbox {

http::Response authorize(Call& call);           // GET /authorize: the consent page
http::Response authorize_decision(Call& call);  // POST /authorize/decision: back to the app
http::Response token(Call& call);               // POST /api/token

enum class RedirectCheck { good, invalid, insecure };

/// Spotify's rule: the same text as a registered one, https unless it is a loopback address, and any port when a
/// loopback address was registered without one.
RedirectCheck check_redirect(std::string_view uri, const std::vector<std::string>& registered);

}  // namespace mtm::sandbox
