// A person and what they listened to: Liked Songs, top lists, the last plays and the playlists they made themselves.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "sandbox/catalogue.hpp"

namespace mtm::sandbox {

struct Like {
  std::uint32_t track = 0;
  std::chrono::sys_seconds added_at;
};

struct Play {
  std::uint32_t track = 0;
  WallTime played_at;
};

enum class TimeRange : unsigned char { short_term, medium_term, long_term };
inline constexpr TimeRange kTimeRanges[] = {TimeRange::short_term, TimeRange::medium_term, TimeRange::long_term};

struct Person {
  std::string id, account_id, display_name;
  std::uint64_t seed = 0;                    // of their habits
  int years = 0;                             // since the first like
  std::vector<Like> likes;                   // newest first
  std::vector<std::uint32_t> top_tracks[3];  // by TimeRange, best first
  std::vector<std::uint32_t> top_artists[3];
  std::vector<Play> plays;  // newest first
};

/// Who a person is to be.
struct Character {
  std::string id, display_name;
  std::uint64_t seed = 0;
  std::size_t likes = 0;
  int years = 10;     // since the first like
  double shared = 0;  // the share of likes taken from somebody else's
  const Person* other = nullptr;
};

/// Public and pseudonymous: it says nothing about the id.
std::string account_id_of(const std::string& id);

Person make_person(const Catalogue& catalogue, const Character& character, std::chrono::sys_seconds now);

}  // namespace mtm::sandbox
