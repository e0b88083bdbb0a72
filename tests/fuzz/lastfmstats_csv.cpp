// Last.fm by lastfmstats.com, as CSV.
#include "fuzz/history_reader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  mtm::fuzz::explore(mtm::transfer::lastfmstats_csv_reader, mtm::fuzz::text_of(bytes, size));
  return 0;
}
