// How a person's music sounds: the whole library's moods, how they moved, and the fingerprint of any range of days.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// One quadrant of the library; music/moods.hpp names it.
struct Quadrant {
  bool energetic, glad;
  std::int64_t tracks;
  std::optional<double> danceability, acousticness;  // averages
};
BOOST_DESCRIBE_STRUCT(Quadrant, (), (energetic, glad, tracks, danceability, acousticness))

/// Those that have tracks, in no order.
Task<std::vector<Quadrant>> quadrants(db::Database& database, Id user);

struct MoodPoint {
  Id id;
  std::string name, artist;
  double energy, valence;
};
BOOST_DESCRIBE_STRUCT(MoodPoint, (), (id, name, artist, energy, valence))

/// So many tracks of the library at most, drawn as by lot and always the same ones.
Task<std::vector<MoodPoint>> mood_points(db::Database& database, Id user, int limit);

struct MoodYear {
  int year;
  std::int64_t tracks;  // that have energy and valence
  double energy, valence;
};
BOOST_DESCRIBE_STRUCT(MoodYear, (), (year, tracks, energy, valence))

/// The averages of what was saved, played or in a top list in each year, where the user lives; oldest first.
Task<std::vector<MoodYear>> mood_years(db::Database& database, Id user);

struct Fingerprint {
  std::int64_t tracks, with_features;
  std::optional<double> energy, valence, danceability, acousticness, instrumentalness, liveness, speechiness;
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (),
                      (tracks, with_features, energy, valence, danceability, acousticness, instrumentalness, liveness,
                       speechiness))

/// The averages of what was first met, saved, played or in a top list on these days, where the user lives. `from` is a
/// day or "-infinity", which takes the whole library.
Task<Fingerprint> fingerprint(db::Database& database, Id user, std::string from, std::string to);

}  // namespace mtm::store
