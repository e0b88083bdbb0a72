#include "sandbox/compositions.hpp"

#include <span>

namespace mtm::sandbox {
namespace {

constexpr Composition kLandscape[] = {hills, lake, botanical, contours, arches, scales, hills, cutouts, sunburst};
constexpr Composition kNight[] = {skyline, horizon, orbits, bars, glow, lake, halftone, discs};
constexpr Composition kPaper[] = {cutouts, tiles, arches, discs, sunburst, botanical, bars, petals};
constexpr Composition kMachine[] = {ridgelines, bulge, ribbons, cubes, bars, halftone, tiles, contours};
constexpr Composition kSky[] = {glow, orbits, waves, scales, discs, glow, halftone, contours};
constexpr Composition kFire[] = {sunburst, petals, contours, horizon, bulge, waves, ribbons, cutouts};

std::span<const Composition> suitable(Look look) {
  switch (look) {
    case Look::landscape:
      return kLandscape;
    case Look::night:
      return kNight;
    case Look::paper:
      return kPaper;
    case Look::machine:
      return kMachine;
    case Look::sky:
      return kSky;
    case Look::fire:
      return kFire;
  }
  return kPaper;
}

}  // namespace

Composition composition_for(Random& random, Look look) { return random.pick(suitable(look)); }

}  // namespace mtm::sandbox
