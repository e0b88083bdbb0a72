// One history on its way from its files into the tables.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "transfer/history/files.hpp"
#include "transfer/history/gathered.hpp"

namespace mtm::transfer {

/// What sources of this format are called (history/telling.hpp).
std::string_view source_kind(Format format);

/// More would need gigabytes; nobody has played so much.
inline constexpr std::size_t kMostPlays = 20'000'000;

struct Bringing {
  Bringing(const FoundHistory& found, std::uint32_t number);

  const FoundHistory& found;
  Gathered plays;
  std::vector<std::size_t> files;        // of the report
  std::vector<std::int64_t> track_ids;   // in the catalogue, by the numbers of its tracks
  std::vector<std::uint32_t> artists;    // texts of `plays`, in the order of their numbers, each once
  std::vector<std::int64_t> artist_ids;  // in the catalogue, of these
  std::vector<std::uint8_t> there;       // by play: 1 when it was told before
  Id source;
};

}  // namespace mtm::transfer
