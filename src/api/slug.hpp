// The secret part of the address of a public page.
#pragma once
#include <string>
#include <string_view>

namespace mtm::api {

/// 128 random bits as 22 characters of base64url.
std::string new_slug();
bool is_slug(std::string_view text);

}  // namespace mtm::api
