// Which of many tracks stand for a time, so that neither a few weeks nor one album fill the list.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mtm::music {

struct FairCandidate {
  std::int32_t part;  // of the time: a month of a year, a day of a week
  std::uint32_t artist;
  std::optional<std::uint32_t> album;  // nothing: it is on none
};

/// While there are others.
inline constexpr int kMostOfAlbum = 2, kMostOfArtist = 3;

/// The numbers of at most `most` candidates, which stand best first and stay in that order. Round after round each part
/// gives the best one that it has left, and where not all of a round fit, those of the best. An album gives at most
/// kMostOfAlbum and an artist at most kMostOfArtist; when nothing else is left, one more each, and so on.
std::vector<std::size_t> fair_choice(std::span<const FairCandidate> candidates, std::size_t most);

}  // namespace mtm::music
