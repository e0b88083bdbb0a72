#include "questions/holdings.hpp"

namespace mtm::questions {

namespace {

// What pg_column_size() says of rows as captures write them. A track of the library takes 72 bytes when it was saved,
// 8 more for each of what imports and lost likes add; a play 64 to 80, by the length of its source; a place in a top
// list always 72.
constexpr std::int64_t kTrack = 72, kPlay = 72, kPlace = 72;

Holding holding(std::string_view table, std::size_t size, std::int64_t bytes_each) {
  auto rows = static_cast<std::int64_t>(size);
  return {table, rows, rows * bytes_each};
}

}  // namespace

std::vector<Holding> holdings(const history::History& history) {
  return {holding("library", history.tracks->size(), kTrack), holding("plays", history.plays->size(), kPlay),
          holding("snapshots", history.snapshots->tracks.size(), kPlace)};
}

}  // namespace mtm::questions
