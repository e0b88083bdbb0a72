// The kinds of music: when they were made, in which languages, by whom, and how they sound.
#pragma once
#include <span>
#include <string_view>

#include "sandbox/words.hpp"

namespace mtm::sandbox {

/// Spotify's audio features of a track, or the middle of a genre's.
struct Features {
  double danceability, energy, speechiness, acousticness, instrumentalness, liveness, valence;  // 0 … 1
  double tempo;                                                                                 // beats a minute
  double loudness;                                                                              // dB
  int key;                                                                                      // -1 (unknown) … 11
  int mode;                                                                                     // 1 major, 0 minor
  int time_signature;
};

/// How a genre's covers are drawn; see covers.hpp.
enum class Look : unsigned char { landscape, night, paper, machine, sky, fire };

struct Genre {
  std::string_view name;
  int first_year, last_year;  // when its artists begin
  double weight;              // how many of all artists play it
  const Tongue* tongue;       // null: English
  const Mood* mood;
  Look look;
  double bands;  // the share of groups among its artists
  Features middle;
  double minutes;  // a usual length
  double explicit_share;
};

extern const std::span<const Genre> genres;

}  // namespace mtm::sandbox
