// Album covers: drawn from the album's seed, in the colours of its decade and in a manner of its genre.
#pragma once
#include <string>

#include "sandbox/catalogue.hpp"

namespace mtm::sandbox {

/// An SVG document of 640 by 640. The same album always has the same cover; one about 4 kB long.
std::string draw_cover(const Catalogue& catalogue, const Album& album);

}  // namespace mtm::sandbox
