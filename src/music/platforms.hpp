// What people listened on, of the texts that Spotify and scrobblers give.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace mtm::music {

enum class Platform : std::uint8_t {
  unknown,
  android,
  ios,
  windows,
  macos,
  linux_,
  web,
  speaker,
  tv,
  console,
  car,
  other
};

/// In the order of Platform, as answers name them.
inline constexpr std::array<std::string_view, 12> kPlatforms{"unknown", "android", "ios", "windows", "macos", "linux",
                                                             "web",     "speaker", "tv",  "console", "car",   "other"};

/// Of "Android OS 8.0.0 API 26 (HUAWEI, LG)", "web_player windows 10;chrome 95;desktop", "cast" and the like; by how
/// the text begins, whatever its case. What names nothing is unknown, and what is not known is another one.
Platform platform_of(std::string_view text);

constexpr std::string_view name_of(Platform platform) { return kPlatforms[static_cast<std::size_t>(platform)]; }

}  // namespace mtm::music
