// The manners in which covers are drawn.
#pragma once
#include <numbers>

#include "sandbox/drawing.hpp"
#include "sandbox/genres.hpp"
#include "sandbox/palettes.hpp"
#include "sandbox/random.hpp"

namespace mtm::sandbox {

constexpr double kSize = Drawing::kSize;  // of the sheet, each way
constexpr double kTurn = 2 * std::numbers::pi;

/// Fills the whole sheet.
using Composition = void (*)(Drawing& drawing, Random& random, const Palette& palette);

// compositions_land.cpp: places
void hills(Drawing& drawing, Random& random, const Palette& palette);
void lake(Drawing& drawing, Random& random, const Palette& palette);
void skyline(Drawing& drawing, Random& random, const Palette& palette);
void horizon(Drawing& drawing, Random& random, const Palette& palette);
void botanical(Drawing& drawing, Random& random, const Palette& palette);

// compositions_paper.cpp: cut and pasted
void cutouts(Drawing& drawing, Random& random, const Palette& palette);
void tiles(Drawing& drawing, Random& random, const Palette& palette);
void arches(Drawing& drawing, Random& random, const Palette& palette);
void discs(Drawing& drawing, Random& random, const Palette& palette);
void sunburst(Drawing& drawing, Random& random, const Palette& palette);
void petals(Drawing& drawing, Random& random, const Palette& palette);

// compositions_lines.cpp: ruled and repeated
void ridgelines(Drawing& drawing, Random& random, const Palette& palette);
void ribbons(Drawing& drawing, Random& random, const Palette& palette);
void bulge(Drawing& drawing, Random& random, const Palette& palette);
void bars(Drawing& drawing, Random& random, const Palette& palette);
void cubes(Drawing& drawing, Random& random, const Palette& palette);
void contours(Drawing& drawing, Random& random, const Palette& palette);
void halftone(Drawing& drawing, Random& random, const Palette& palette);

// compositions_air.cpp: soft
void glow(Drawing& drawing, Random& random, const Palette& palette);
void orbits(Drawing& drawing, Random& random, const Palette& palette);
void waves(Drawing& drawing, Random& random, const Palette& palette);
void scales(Drawing& drawing, Random& random, const Palette& palette);

/// One of those that suit the genre.
Composition composition_for(Random& random, Look look);

}  // namespace mtm::sandbox
