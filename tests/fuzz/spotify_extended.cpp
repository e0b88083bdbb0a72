// Spotify's extended streaming history.
#include "fuzz/history_reader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  mtm::fuzz::explore(mtm::transfer::spotify_extended_reader, mtm::fuzz::text_of(bytes, size));
  return 0;
}
