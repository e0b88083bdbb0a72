// A made-up extended streaming history as Spotify delivers it, of any size: as many bytes to read, and as skewed, as
// real ones.
#pragma once
#include <cstdint>
#include <string>

namespace mtm::loadtest {

struct HistoryPlan {
  std::string file;             // a ZIP, which is written anew
  std::int64_t rows = 100'000;  // a play every five minutes from 2016 on: a million are nine and a half years
  std::uint64_t seed = 1;       // the same rows for the same seed
};

inline constexpr std::int64_t kRowsInHistoryFile = 16'000;
inline constexpr std::uint32_t kHistoryTracks = 100'000;

/// The JSON of one of its files, by its number from 0.
std::string history_file(const HistoryPlan& plan, std::int64_t number);

/// Throws std::runtime_error when it can't be written.
void write_history(const HistoryPlan& plan);

}  // namespace mtm::loadtest
