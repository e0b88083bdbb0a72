// What a person's snapshots say over time. `from` and `to` are days as PostgreSQL reads them, both included;
// "-infinity" is since ever. `time_range` is Spotify's short_term, medium_term or long_term.
#pragma once
#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct ListedTrack {
  std::string date;
  std::int64_t track_id;
};
BOOST_DESCRIBE_STRUCT(ListedTrack, (), (date, track_id))

/// The tracks of every snapshot of these days and of the last one before them, oldest first.
Task<std::vector<ListedTrack>> ranked_tracks(db::Database& database, Id user, std::string time_range, std::string from,
                                             std::string to);

struct ArtistMonth {
  std::string month;  // "2026-05"
  Id artist_id;
  std::int64_t places;  // in all snapshots of that month together
};
BOOST_DESCRIBE_STRUCT(ArtistMonth, (), (month, artist_id, places))

/// By month, oldest first.
Task<std::vector<ArtistMonth>> artist_months(db::Database& database, Id user, std::string time_range, std::string from,
                                             std::string to);

struct FaithfulArtist {
  Id id;
  std::string name;
  std::int64_t days;    // snapshots that have a track of theirs
  std::int64_t tracks;  // how many different ones
  std::string first_day, last_day;
};
BOOST_DESCRIBE_STRUCT(FaithfulArtist, (), (id, name, days, tracks, first_day, last_day))

/// Those of the most snapshots first.
Task<std::vector<FaithfulArtist>> faithful_artists(db::Database& database, Id user, std::string time_range,
                                                   std::string from, std::string to, int limit);

struct DayCount {
  std::string date;
  std::int64_t tracks;  // in this snapshot
  std::int64_t fresh;   // of which no earlier one had
};
BOOST_DESCRIBE_STRUCT(DayCount, (), (date, tracks, fresh))

/// Every snapshot of these days and what it brought for the first time, of all history; oldest first.
Task<std::vector<DayCount>> discoveries(db::Database& database, Id user, std::string time_range, std::string from,
                                        std::string to);

}  // namespace mtm::store
