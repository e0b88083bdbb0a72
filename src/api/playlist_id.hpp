#pragma once
#include <string>

#include "http/request.hpp"

namespace mtm::api {

/// `{playlist_id}` of the path: 1 to 100 letters, digits, `_`, `-` or `.`. Anything else names no playlist:
/// Problem(404).
std::string playlist_id(const http::Request& request);

}  // namespace mtm::api
