#include "questions/first_plays.hpp"

#include <algorithm>
#include <tuple>

namespace mtm::questions {

using history::History;
using history::kNone;
using history::TrackNo;

FirstPlays first_plays(const History& history, const FirstPlaysQuestion& question) {
  const auto& tracks = *history.tracks;
  const auto& numbers = numbers_of(history, question.of);
  CountedTracks ever(history, {{}, question.counting.filter});
  const auto& played = ever.tracks();
  auto earlier = [&](TrackNo a, TrackNo b) {
    return std::tuple(played[a].first, tracks.ids[a]) < std::tuple(played[b].first, tracks.ids[b]);
  };
  std::vector<TrackNo> firsts(count_of(history, question.of), kNone);  // by number
  for (TrackNo track = 0; track < played.size(); ++track) {
    if (played[track].plays == 0 || numbers[track] == kNone) continue;
    auto& first = firsts[numbers[track]];
    if (first == kNone || earlier(track, first)) first = track;
  }
  auto stretch = stretch_of(history, question.counting.days);
  std::erase_if(firsts, [&](TrackNo first) { return first == kNone || !stretch.has(played[first].first); });
  FirstPlays found;
  found.size = firsts.size();
  auto later = [&](TrackNo a, TrackNo b) { return earlier(b, a); };
  auto begin = std::min(question.offset, firsts.size());
  auto end = begin + std::min(question.limit, firsts.size() - begin);
  auto at = [&](std::size_t place) { return firsts.begin() + static_cast<std::ptrdiff_t>(place); };
  if (begin > 0 && begin < firsts.size()) std::nth_element(firsts.begin(), at(begin), firsts.end(), later);
  std::partial_sort(at(begin), at(end), firsts.end(), later);

  std::vector<std::uint32_t> places(count_of(history, question.of), kNone);  // in the page, by number
  for (auto place = begin; place < end; ++place) {
    auto first = firsts[place];
    places[numbers[first]] = static_cast<std::uint32_t>(found.entries.size());
    found.entries.push_back({question.of == ChartOf::tracks ? first : numbers[first], first, {}});
  }
  for (TrackNo track = 0; track < played.size(); ++track)
    if (numbers[track] != kNone && places[numbers[track]] != kNone)
      found.entries[places[numbers[track]]].played.add(played[track]);
  return found;
}

}  // namespace mtm::questions
