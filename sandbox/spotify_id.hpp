// Ids as Spotify writes them: 22 characters of base 62, case-sensitive.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace mtm::sandbox {

/// The same two words give the same id for ever.
std::string spotify_id(std::uint64_t high, std::uint64_t low);

bool is_spotify_id(std::string_view text);

}  // namespace mtm::sandbox
