// What somebody liked, and how it drifted over the years: phases of genres, and a mood that follows them and the
// seasons.
#pragma once
#include <vector>

#include "sandbox/catalogue.hpp"
#include "sandbox/random.hpp"

namespace mtm::sandbox {

class Taste {
 public:
  Taste(std::uint64_t seed, const Catalogue& catalogue, int years);

  /// 0 … 1: how well a track fits `years` (a fraction) after the first like. `season` is the part of the calendar year
  /// that has passed: summers are brighter.
  double fits(const Track& track, double years, double season) const;

 private:
  struct Phase {
    double strength, middle, width;  // years since the first like
  };
  const Catalogue& catalogue_;
  std::vector<Phase> phases_;      // by genre
  std::vector<float> favourites_;  // by artist
  double turns_, energy_start_, valence_start_;
};

}  // namespace mtm::sandbox
