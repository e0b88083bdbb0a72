#pragma once
#include <string>

#include "app/config.hpp"
#include "http/server.hpp"

namespace mtm::app {

/// The security fields of every answer (reliability: ASVS 3.4), from what this installation talks to.
http::SecurityFields security_fields(const Config& config);

/// "https://example.org": where browsers reach us, from the redirect URI, as they write it themselves.
std::string origin_of(const Config& config);

}  // namespace mtm::app
