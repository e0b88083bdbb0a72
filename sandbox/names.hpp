// Names for artists, songs and albums, in the language and the mood of their genre.
#pragma once
#include <string>

#include "sandbox/genres.hpp"
#include "sandbox/random.hpp"

namespace mtm::sandbox {

std::string artist_name(Random& random, const Genre& genre);

/// A song title without additions such as "Remastered".
std::string song_title(Random& random, const Genre& genre);

/// `lead` is the title of one of its songs, which half of all albums are named after.
std::string album_title(Random& random, const Genre& genre, const std::string& artist, const std::string& lead);

}  // namespace mtm::sandbox
