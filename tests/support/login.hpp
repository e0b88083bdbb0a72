// Logging in as a person does: to the server, over to the sandbox, agree, and back.
#pragma once
#include <string>

#include "support/http_client.hpp"

namespace mtm::test {

/// The last step before the person is back: where the sandbox sends the browser after "agree".
std::string callback_of(HttpClient& browser, const std::string& spotify_user_id = "demo");

/// The whole way; afterwards the browser's cookies are a session's. Throws with the answer that led astray.
void log_in(HttpClient& browser, const std::string& spotify_user_id = "demo");

}  // namespace mtm::test
