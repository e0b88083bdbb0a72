#include "music/names.hpp"

#include <algorithm>

namespace mtm::music {

std::string_view to_text(Choice choice) { return choice == Choice::loved ? "loved" : "released"; }

std::optional<Choice> choice_from(std::string_view text) {
  if (text == "loved") return Choice::loved;
  if (text == "released") return Choice::released;
  return std::nullopt;
}

std::string playlist_id(int year, Choice choice) {
  std::string id = "playlist_" + std::to_string(std::max(year, 0));
  id += '_';
  id += to_text(choice);
  return id;
}

std::string default_name(int year, Choice choice) {
  return std::to_string(year) + (choice == Choice::loved ? ", what I loved then" : ", what came out then");
}

}  // namespace mtm::music
