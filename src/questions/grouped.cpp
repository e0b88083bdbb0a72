#include "questions/grouped.hpp"

namespace mtm::questions {

const std::vector<std::uint32_t>& numbers_of(const history::History& history, ChartOf of) {
  if (of == ChartOf::tracks) return *history.recordings;
  return of == ChartOf::artists ? history.tracks->artists : history.tracks->albums;
}

std::size_t count_of(const history::History& history, ChartOf of) {
  if (of == ChartOf::tracks) return history.tracks->size();
  return of == ChartOf::artists ? history.tracks->artist_ids.size() : history.tracks->album_names.size();
}

}  // namespace mtm::questions
