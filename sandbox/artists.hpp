// Who makes the music.
#pragma once
#include <vector>

#include "sandbox/catalogue.hpp"

namespace mtm::sandbox {

/// So many artists without records. The first ones begin one in each year, so that no year is without one.
std::vector<Artist> sign_artists(std::uint64_t seed, std::size_t count);

}  // namespace mtm::sandbox
