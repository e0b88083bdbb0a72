// The little JSON that we send to Spotify.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mtm::spotify {

/// A text in quotes, escaped (RFC 8259 section 7).
std::string json_text(std::string_view text);

std::string json_list(const std::vector<std::string>& texts);

}  // namespace mtm::spotify
