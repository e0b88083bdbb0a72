// your_spotify: names and plays in one file.
#include "fuzz/history_reader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  mtm::fuzz::explore(mtm::transfer::your_spotify_reader, mtm::fuzz::text_of(bytes, size));
  return 0;
}
