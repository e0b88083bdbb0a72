// The playlist of a year: what the time machine shows, and what is kept when somebody likes it.
#pragma once
#include <string>

#include "music/choice.hpp"
#include "questions/years.hpp"

namespace mtm::playlists {

struct Year {
  int year;
  music::Choice choice;
};

questions::YearPlaylist of_year(const history::History& history, Year asked, std::size_t most);

/// "playlist_2016_loved": the same year and choice are always the same playlist.
std::string playlist_id(Year asked);

/// "2016, what I loved then"; the owner may change it.
std::string default_name(Year asked);

}  // namespace mtm::playlists
