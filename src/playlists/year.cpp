#include "playlists/year.hpp"

#include <algorithm>

namespace mtm::playlists {

questions::YearPlaylist of_year(const history::History& history, Year asked, std::size_t most) {
  if (asked.choice == music::Choice::loved) return questions::loved_in(history, asked.year, most);
  return questions::released_in(history, asked.year, most);
}

std::string playlist_id(Year asked) {
  std::string id = "playlist_" + std::to_string(std::max(asked.year, 0));
  id += '_';
  id += music::to_text(asked.choice);
  return id;
}

std::string default_name(Year asked) {
  return std::to_string(asked.year) +
         (asked.choice == music::Choice::loved ? ", what I loved then" : ", what came out then");
}

}  // namespace mtm::playlists
