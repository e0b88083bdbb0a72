// Album covers: drawn from the album's seed, in the colours of its decade and in a manner of its genre.
#pragma once
#include <string>

#include "sandbox/catalogue.hpp"

namespace mtm::sandbox {

/// An SVG document of 640 by 640, most often of about 4 kB. An album keeps its cover for ever in the same program;
/// another compiler may draw some lines otherwise.
std::string draw_cover(const Catalogue& catalogue, const Album& album);

}  // namespace mtm::sandbox
