// How a person's music sounds: the moods of the library, how they moved, and the fingerprint of any days.
#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "music/moods.hpp"
#include "questions/days.hpp"

namespace mtm::questions {

/// The tracks of one mood, and the averages of those that have the feature.
struct MoodCount {
  std::int64_t tracks = 0;
  std::optional<double> danceability, acousticness;
};

/// In the order of music::kMoods. A track has a mood when its energy and valence are known.
std::array<MoodCount, music::kMoods.size()> moods(const history::Tracks& tracks);

/// Tracks that have a mood, so many at most, in the order of their ids. They are drawn as by lot, and it is always the
/// same lot: a few tracks more or less change no more than a few points.
std::vector<history::TrackNo> mood_points(const history::Tracks& tracks, std::size_t most);

struct MoodYear {
  int year;
  std::int64_t tracks;  // that have a mood
  double energy, valence;
};
BOOST_DESCRIBE_STRUCT(MoodYear, (), (year, tracks, energy, valence))

/// The averages of what was saved, played or in a top list in each year of listening, where the person lives; oldest
/// first, years without a mood are left out.
std::vector<MoodYear> mood_years(const history::History& history, int current_year);

/// Averages of the tracks that have the feature.
struct Fingerprint {
  std::int64_t tracks = 0, with_features = 0;  // that have an energy
  std::optional<double> energy, valence, danceability, acousticness, instrumentalness, liveness, speechiness;
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (),
                      (tracks, with_features, energy, valence, danceability, acousticness, instrumentalness, liveness,
                       speechiness))

/// Of what was first met, saved, played or in a top list on these days, where the person lives. A track of which nobody
/// knows when it was met was met on no day, and counts in all time.
Fingerprint fingerprint(const history::History& history, Days days);

}  // namespace mtm::questions
