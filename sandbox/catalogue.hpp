// The music there is: artists, albums and tracks, made from a seed.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sandbox/genres.hpp"

namespace mtm::sandbox {

inline constexpr int kFirstYear = 1966;
inline constexpr int kLastYear = 2025;

/// A release date as exact as it is known.
struct ReleaseDate {
  int year = 0;
  int month = 0;  // 0: only the year is known
  int day = 0;    // 0: only the year and the month

  std::string text() const;                 // "1971", "1984-03", "2019-11-22"
  std::string_view precision() const;       // "year", "month", "day"
  std::chrono::sys_days first_day() const;  // the earliest day it can mean
};

struct Artist {
  std::string id, name;
  const Genre* genre = nullptr;
  std::uint64_t seed = 0;
  int first_year = 0, last_year = 0;  // between them it releases records
  int popularity = 0;
  Features middle{};  // what its songs sound like
  std::vector<std::uint32_t> albums, tracks;
};

enum class AlbumType : unsigned char { album, single, compilation };

struct Album {
  std::string id, name;
  AlbumType type = AlbumType::album;
  ReleaseDate released;
  std::uint32_t artist = 0;
  std::uint64_t seed = 0;             // of its cover
  std::vector<std::uint32_t> tracks;  // in order
};

struct Track {
  std::string id, name, isrc;  // some have no ISRC
  std::uint32_t album = 0;
  std::vector<std::uint32_t> artists;  // the album's artist first, then guests
  int number = 1;
  int duration_ms = 0;
  bool is_explicit = false;
  int popularity = 0;
  std::uint32_t recording = 0;  // the first track with this recording: itself, or what it repeats under a second id
  Features features{};
  bool features_known = true;  // whether the feature provider has them
};

class Catalogue {
 public:
  std::vector<Artist> artists;
  std::vector<Album> albums;
  std::vector<Track> tracks;

  /// Nothing for an id that nobody has.
  const Track* track(std::string_view id) const { return find(tracks, track_numbers_, id); }
  const Album* album(std::string_view id) const { return find(albums, album_numbers_, id); }
  const Artist* artist(std::string_view id) const { return find(artists, artist_numbers_, id); }
  const Track* track_with_isrc(std::string_view isrc) const { return find(tracks, isrc_numbers_, isrc); }

  const Album& album_of(const Track& track) const { return albums[track.album]; }
  const Artist& artist_of(const Track& track) const { return artists[track.artists.front()]; }
  const Genre& genre_of(const Track& track) const { return *artist_of(track).genre; }
  std::uint32_t number_of(const Track& track) const { return static_cast<std::uint32_t>(&track - tracks.data()); }

  /// Call when nothing is added any more.
  void index();

 private:
  using Numbers = std::unordered_map<std::string_view, std::uint32_t>;
  Numbers track_numbers_, album_numbers_, artist_numbers_, isrc_numbers_;

  template <class Thing>
  static const Thing* find(const std::vector<Thing>& things, const Numbers& numbers, std::string_view id) {
    auto found = numbers.find(id);
    return found == numbers.end() ? nullptr : &things[found->second];
  }
};

struct CatalogueSize {
  std::size_t artists = 700;
  std::size_t tracks = 6000;
};

Catalogue make_catalogue(std::uint64_t seed, CatalogueSize size = {});

}  // namespace mtm::sandbox
