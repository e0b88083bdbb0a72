// How songs sound: audio features drawn around a genre's, an artist's and an album's middle.
#pragma once
#include "sandbox/genres.hpp"
#include "sandbox/random.hpp"

namespace mtm::sandbox {

/// Features near `middle`; `spread` is about 0.1 between the songs of an artist.
Features near(Random& random, const Features& middle, double spread);

}  // namespace mtm::sandbox
