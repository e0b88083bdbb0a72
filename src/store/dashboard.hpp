// A library at a glance.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

struct LibraryFigures {
  std::int64_t tracks;
  std::int64_t artists;
  std::int64_t playlists;
  std::int64_t with_features;
  std::optional<double> energy, valence, danceability;  // averages over the tracks that have features
  bool any_popularity;
};
BOOST_DESCRIBE_STRUCT(LibraryFigures, (),
                      (tracks, artists, playlists, with_features, energy, valence, danceability, any_popularity))

Task<LibraryFigures> library_figures(db::Database& database, Id user);

struct EnergyLevels {
  std::int64_t high = 0, medium = 0, low = 0;  // music/energy.hpp has the bounds
};

/// One answer for each user, in their order.
Task<std::vector<EnergyLevels>> energy_levels(db::Database& database, const std::vector<Id>& users);

struct TopTrack : Track {
  std::string why;  // "popularity 91", "12 plays, number 3 of your top tracks"
};
BOOST_DESCRIBE_STRUCT(TopTrack, (Track), (why))

/// The ten that Spotify calls most popular; of equals, those that the catalogue has had longest.
Task<std::vector<TopTrack>> most_popular(db::Database& database, Id user);
/// The ten with most plays and the best places in top lists, by the same score as a year's: music/years.hpp.
Task<std::vector<TopTrack>> most_loved(db::Database& database, Id user);

struct MonthCount {
  std::string month;  // "2016-05"
  std::int64_t tracks;
};
BOOST_DESCRIBE_STRUCT(MonthCount, (), (month, tracks))

/// How many tracks appeared in each month for the first time, oldest first.
Task<std::vector<MonthCount>> first_appearances(db::Database& database, Id user);

}  // namespace mtm::store
