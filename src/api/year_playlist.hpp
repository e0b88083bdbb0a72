// The playlist of a year: what the time machine shows, and what is kept when somebody likes it.
#pragma once
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"
#include "http/request.hpp"
#include "music/names.hpp"
#include "store/tracks.hpp"

namespace mtm::api {

struct YearRequest {
  int year;
  music::Choice choice;
  int limit;  // 10 to 100
};

struct ChosenTrack {
  store::Track track;
  std::string reason;
  std::optional<double> score;  // none for "released then"
};

struct YearPlaylist {
  std::int64_t candidates = 0;
  std::vector<ChosenTrack> tracks;
};

/// The `choice` parameter, loved when absent; throws Problem(422) for another word.
music::Choice choice_of(const http::Request& request);

Task<YearPlaylist> build_year(db::Database& database, Id user, YearRequest asked);

}  // namespace mtm::api
