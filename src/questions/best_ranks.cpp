#include "questions/best_ranks.hpp"

namespace mtm::questions {

std::vector<std::int16_t> best_ranks(const history::History& history) {
  std::vector<std::int16_t> best(history.tracks->size());
  const auto& snapshots = *history.snapshots;
  for (const auto& list : snapshots.lists) {
    for (auto place = list.begin; place < list.end; ++place) {
      auto& known = best[snapshots.tracks[place]];
      auto rank = snapshots.ranks[place];
      if (known == 0 || rank < known) known = rank;
    }
  }
  return best;
}

}  // namespace mtm::questions
