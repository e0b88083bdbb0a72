#include "api/year_playlist.hpp"

#include "http/problem.hpp"

namespace mtm::api {

music::Choice choice_of(const http::Request& request) {
  auto text = request.text("choice");
  if (!text) return music::Choice::loved;
  auto choice = music::choice_from(*text);
  if (!choice) throw http::Problem(http::Status::unprocessable, "'choice' must be loved or released.");
  return *choice;
}

questions::YearPlaylist playlist_of_year(const history::History& history, YearRequest asked) {
  auto most = static_cast<std::size_t>(asked.limit);
  if (asked.choice == music::Choice::loved) return questions::loved_in(history, asked.year, most);
  return questions::released_in(history, asked.year, most);
}

}  // namespace mtm::api
