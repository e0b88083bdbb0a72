// Several artists of one track as one text, the way Spotify's pages name them.
#pragma once
#include <string>
#include <string_view>

namespace mtm::transfer {

/// Adds a name behind ", ". A name may be several that Maloja joined by " • "; an empty one adds nothing.
inline void add_artist(std::string& names, std::string_view name) {
  constexpr std::string_view kBullet = " • ";
  while (!name.empty()) {
    auto end = name.find(kBullet);
    if (!names.empty()) names += ", ";
    names += name.substr(0, end);
    name.remove_prefix(end == name.npos ? name.size() : end + kBullet.size());
  }
}

}  // namespace mtm::transfer
