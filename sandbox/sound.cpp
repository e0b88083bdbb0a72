#include "sandbox/sound.hpp"

#include <algorithm>
#include <cmath>

namespace mtm::sandbox {
namespace {

// Three decimals are what Spotify gives.
double share(double value) { return std::round(std::clamp(value, 0.0, 0.995) * 1000) / 1000; }

// Most songs have either nearly nothing of it or a lot; what is left over goes down to millionths, as with Spotify.
double rare(Random& random, double middle, double spread) {
  double near_middle = random.bell(middle, spread);
  double small = random.unit();
  if (middle > 0.15) return share(std::max(near_middle, 0.0));
  double value = middle * 4 * small * small * small * small;
  return value < 1e-6 ? 0 : value;
}

}  // namespace

Features near(Random& random, const Features& middle, double spread) {
  Features made{};
  made.energy = share(std::max(random.bell(middle.energy, spread), 0.004));
  // A louder take is less acoustic.
  double louder = made.energy - middle.energy;
  made.danceability = share(std::max(random.bell(middle.danceability, spread * 0.9), 0.06));
  made.speechiness = share(std::max(random.bell(middle.speechiness, spread * (0.2 + middle.speechiness)), 0.023));
  made.acousticness = share(std::max(random.bell(middle.acousticness - 0.6 * louder, spread), 0.0004));
  made.instrumentalness = rare(random, middle.instrumentalness, spread * 1.2);
  made.liveness = share(std::max(random.bell(middle.liveness, spread * 0.7), 0.02));
  made.valence = share(std::max(random.bell(middle.valence + 0.2 * louder, spread * 1.3), 0.03));
  made.tempo = std::round(std::clamp(random.bell(middle.tempo, spread * 140), 56.0, 206.0) * 1000) / 1000;
  made.loudness = std::round(std::clamp(random.bell(-23 + 19 * made.energy, 1.6), -38.0, 0.9) * 1000) / 1000;
  made.key = random.chance(0.01) ? -1 : static_cast<int>(random.below(12));
  made.mode = random.chance(0.35 + 0.5 * made.valence) ? 1 : 0;
  made.time_signature = random.chance(0.06) ? 3 : random.chance(0.02) ? 5 : 4;
  return made;
}

}  // namespace mtm::sandbox
