#include "music/turnover.hpp"

#include <algorithm>

namespace mtm::music {

std::vector<Turnover> turnover(const std::vector<TopList>& lists) {
  std::vector<Turnover> turnovers;
  std::vector<std::int64_t> before;
  for (const auto& list : lists) {
    Turnover turnover{list.date, std::nullopt, static_cast<std::int64_t>(list.tracks.size()), 0, std::nullopt};
    auto known = [&before](std::int64_t track) { return std::binary_search(before.begin(), before.end(), track); };
    if (!turnovers.empty()) {
      turnover.before = turnovers.back().date;
      turnover.fresh = turnover.tracks - std::count_if(list.tracks.begin(), list.tracks.end(), known);
      if (turnover.tracks > 0)
        turnover.share = static_cast<double>(turnover.fresh) / static_cast<double>(turnover.tracks);
    }
    before = list.tracks;
    std::sort(before.begin(), before.end());
    turnovers.push_back(std::move(turnover));
  }
  return turnovers;
}

}  // namespace mtm::music
