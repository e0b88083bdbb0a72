#include "sandbox/taste.hpp"

#include <cmath>
#include <numbers>

namespace mtm::sandbox {
namespace {

double bump(double distance, double width) {
  double ratio = distance / width;
  return std::exp(-ratio * ratio);
}

}  // namespace

Taste::Taste(std::uint64_t seed, const Catalogue& catalogue, int years) : catalogue_(catalogue) {
  Random random(mix(seed, "taste"));
  for (std::size_t genre = 0; genre < genres.size(); ++genre) {
    Phase phase{};
    phase.strength = random.chance(0.2) ? 0.15 : random.within(0.4, 1);
    phase.middle = random.within(-1, years + 1);
    phase.width = random.within(0.9, 2.6);
    phases_.push_back(phase);
  }
  for (std::size_t artist = 0; artist < catalogue.artists.size(); ++artist) {
    double fondness = random.unit();
    favourites_.push_back(static_cast<float>(0.1 + 0.9 * fondness * fondness * fondness));
  }
  turns_ = random.within(5.5, 7.5);
  energy_start_ = random.within(0, turns_);
  valence_start_ = random.within(0, turns_);
}

double Taste::fits(const Track& track, double years, double season) const {
  const Genre& genre = catalogue_.genre_of(track);
  const Phase& phase = phases_[static_cast<std::size_t>(&genre - genres.data())];
  double fondness = phase.strength * (0.06 + 0.94 * bump(years - phase.middle, phase.width));

  constexpr double kTurn = 2 * std::numbers::pi;
  double summer = -std::cos(kTurn * (season - 0.04));  // highest in the middle of July
  double energy = 0.55 + 0.26 * std::sin(kTurn * (years + energy_start_) / turns_) + 0.06 * summer;
  double valence = 0.48 + 0.24 * std::sin(kTurn * (years + valence_start_) / turns_) + 0.10 * summer;
  double mood = bump(track.features.energy - energy, 0.36) * bump(track.features.valence - valence, 0.40);
  return fondness * mood * favourites_[track.artists.front()];
}

}  // namespace mtm::sandbox
