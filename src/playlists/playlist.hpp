// A playlist as its source makes it from a person's history.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "history/history.hpp"

namespace mtm::playlists {

struct Chosen {
  history::TrackNo track;
  std::string reason;  // "number 3, up from 9"
};

struct Playlist {
  std::string title, definition;             // "Forgotten Gems"; what is in it, in a sentence
  std::optional<std::string> snapshot_date;  // of the one it comes from
  std::int64_t candidates = 0;               // without the limit
  std::vector<Chosen> tracks;                // best first
  std::optional<std::string> explanation;    // why there are no tracks, and what would bring some
};

}  // namespace mtm::playlists
