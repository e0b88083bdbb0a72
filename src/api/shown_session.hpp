// A session of listening as every answer shows it.
#pragma once
#include "api/asked_counting.hpp"
#include "api/shown_track.hpp"
#include "questions/listening_sessions.hpp"

namespace mtm::api {

struct ShownSession {
  std::optional<WallTime> began_at, ended_at;
  std::int64_t plays;
  double minutes;  // in which something was playing
};
BOOST_DESCRIBE_STRUCT(ShownSession, (), (began_at, ended_at, plays, minutes))

inline ShownSession shown(const questions::ListeningSession& session) {
  return {shown(session.began), shown(session.ended), session.plays, shown_minutes(session.listened / 1'000)};
}

}  // namespace mtm::api
