// The playlist of a year: what the time machine shows, and what is kept when somebody likes it.
#pragma once
#include "http/request.hpp"
#include "music/names.hpp"
#include "questions/years.hpp"

namespace mtm::api {

struct YearRequest {
  int year;
  music::Choice choice;
  int limit;  // 10 to 100
};

/// The `choice` parameter, loved when absent; throws Problem(422) for another word.
music::Choice choice_of(const http::Request& request);

questions::YearPlaylist playlist_of_year(const history::History& history, YearRequest asked);

}  // namespace mtm::api
