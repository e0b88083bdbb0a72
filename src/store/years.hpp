// Years that have something, and what a year is made of.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/database.hpp"
#include "music/names.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

/// A condition on `year`, beside a `zone` with the user's time zone as its name. Spotify and Last.fm are younger than
/// 2002, and nobody has listened in the future: such a time is a mistake of whoever wrote it down. It is kept as a
/// fact, but its year is not offered.
#define MTM_YEAR_OF_LISTENING "year between 2002 and (select extract(year from now() at time zone zone.name) from zone)"

struct YearCount {
  int year;
  std::int64_t tracks;
};
BOOST_DESCRIBE_STRUCT(YearCount, (), (year, tracks))

/// Those that one can travel to, newest first. Loved: tracks that were played, saved or in a snapshot in that year,
/// where the user lives. Released: tracks of the library by release date.
Task<std::vector<YearCount>> years(db::Database& database, Id user, music::Choice choice);

/// What is known of one track in one year, as music::most_loved ranks it.
struct YearFacts {
  Id id;
  std::string name;
  std::int64_t plays;                // in that year
  std::optional<std::string> saved;  // "2016-05", in whatever year
  std::optional<int> best_rank;      // in that year
  std::optional<WallTime> first_seen;
};
BOOST_DESCRIBE_STRUCT(YearFacts, (), (id, name, plays, saved, best_rank, first_seen))

Task<std::vector<YearFacts>> year_facts(db::Database& database, Id user, int year);

/// Tracks of the library that came out in that year, those most played and longest known first.
Task<std::vector<Track>> released_in(db::Database& database, Id user, int year, int limit);

}  // namespace mtm::store
