// How each kind of source tells of plays (sql: sources.kind).
#pragma once
#include <string_view>

#include "history/sightings.hpp"

namespace mtm::history {

struct Telling {
  Teller teller = Teller::spotify_api;
  bool cut_to_minute = false;  // its times are the beginnings of their minutes
};

/// Of a kind that nobody knows it is taken that Spotify's API told, as it was before sources were kept.
Telling telling_of(std::string_view kind);

}  // namespace mtm::history
