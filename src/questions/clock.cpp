#include "questions/clock.hpp"

#include "questions/local_time.hpp"

namespace mtm::questions {

using history::History;

WeekClock week_clock(const History& history, const Counting& counting, const Subject& subject) {
  WeekClock clock;
  SubjectTracks tracks(history, subject);
  HourFinder finder(*history.zone);
  each_counted(history, counting, [&](std::size_t play, const Played& one) {
    if (tracks.have(history.plays->tracks[play])) clock[finder.hour_of_week(one.first)].add(one);
  });
  return clock;
}

}  // namespace mtm::questions
