#include "sandbox/artists.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "sandbox/names.hpp"
#include "sandbox/random.hpp"
#include "sandbox/sound.hpp"
#include "sandbox/spotify_id.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::uint64_t kArtistStream = 1;
constexpr std::size_t kYears = kLastYear - kFirstYear + 1;

// Of all genres, or of those that begin in that year.
const Genre& genre_for(Random& random, int year) {
  double whole = 0;
  auto fits = [&](const Genre& genre) { return !year || (genre.first_year <= year && year <= genre.last_year); };
  for (const Genre& genre : genres) whole += fits(genre) ? genre.weight : 0;
  double point = random.within(0, whole);
  for (const Genre& genre : genres) {
    if (!fits(genre)) continue;
    point -= genre.weight;
    if (point <= 0) return genre;
  }
  return genres.front();
}

int first_year_in(Random& random, const Genre& genre) {
  double late = std::sqrt(random.unit());  // recent beginners are more numerous
  int span = std::min(genre.last_year, kLastYear) - genre.first_year;
  return genre.first_year + static_cast<int>(late * span + 0.5);
}

}  // namespace

std::vector<Artist> sign_artists(std::uint64_t seed, std::size_t count) {
  std::vector<Artist> artists;
  std::unordered_set<std::string> taken_names;
  for (std::size_t number = 0; number < count; ++number) {
    Artist artist;
    artist.seed = mix(mix(seed, kArtistStream), number);
    Random random(artist.seed);
    artist.first_year = number < kYears ? kFirstYear + static_cast<int>(number) : 0;
    artist.genre = &genre_for(random, artist.first_year);
    if (!artist.first_year) artist.first_year = first_year_in(random, *artist.genre);
    double staying = random.unit();
    artist.last_year = std::min(kLastYear, artist.first_year + static_cast<int>(35 * staying * staying));
    double luck = random.unit();
    artist.popularity = static_cast<int>(4 + 90 * luck * luck);
    artist.middle = near(random, artist.genre->middle, 0.07);
    for (int attempt = 0; attempt == 0 || (attempt < 30 && taken_names.contains(artist.name)); ++attempt) {
      artist.name = artist_name(random, *artist.genre);
    }
    taken_names.insert(artist.name);
    artist.id = spotify_id(artist.seed, kArtistStream);
    artists.push_back(std::move(artist));
  }
  return artists;
}

}  // namespace mtm::sandbox
