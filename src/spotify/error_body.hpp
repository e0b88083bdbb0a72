// What an error's body says, in every shape that was seen: the Web API's object, the flat one of the accounts service,
// plain text, HTML, nothing.
#pragma once
#include <optional>
#include <string>

#include "spotify/json_fields.hpp"
#include "spotify/payloads.hpp"

namespace mtm::spotify {

/// What is not a JSON object; nothing when it may be one.
std::optional<ErrorBody> plain_error(const std::string& body);

ErrorBody read_error(JsonObject root);

}  // namespace mtm::spotify
