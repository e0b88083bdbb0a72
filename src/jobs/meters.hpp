// What background work has counted: changed in one place each, read by what shows metrics.
#pragma once
#include "core/counter.hpp"

namespace mtm::jobs {

struct Meters {
  Counter captures_under_way;
  Counter captures_finished;   // read to the end, whatever was left out
  Counter captures_postponed;  // Spotify asked us to wait, or does not answer
  Counter captures_failed;
  Counter polls_under_way;
  Counter polls_with_plays;     // something new was there
  Counter polls_without_plays;  // nothing was
  Counter polls_postponed;      // Spotify asked us to wait, or our own limits did
  Counter polls_failed;
  Counter plays_polled;  // that polls have kept
  Counter gaps_found;    // in which plays may be missing
  Counter publications;
  Counter tracks_named;    // that imports alone had named, by Spotify
  Counter tracks_unknown;  // of which Spotify knows nothing
  Counter calls_in_a_day;  // of the budget, as it was last looked at
  Counter calls_per_day;   // what the budget allows
  Counter blocked_until;   // seconds since 1970; 0: nobody told us to wait
};

struct ImportMeters {
  Counter waiting;  // uploads behind the one that is imported
  Counter under_way;
  Counter finished;
  Counter refused;                                        // the file can't be what it should be
  Counter failed;                                         // our side, or the database's
  Counter stopped;                                        // the server ended
  Counter cancelled;                                      // by the person, or the claim was lost
  Counter rows_added, rows_already_there, rows_rejected;  // of those that finished
};

}  // namespace mtm::jobs
