#include "music/years.hpp"

#include <algorithm>
#include <tuple>

#include "music/months.hpp"

namespace mtm::music {

namespace {

constexpr int kLastRank = 50;  // a top list has 50 places

bool saved_in(std::chrono::year year, const TrackFacts& track) { return track.saved && track.saved->year() == year; }

bool ranked(const TrackFacts& track) {
  return track.best_rank && *track.best_rank >= 1 && *track.best_rank <= kLastRank;
}

/// In tenths, because equal scores must be exactly equal.
std::int64_t tenths(std::chrono::year year, const TrackFacts& track) {
  std::int64_t score = 10 * std::max<std::int64_t>(track.plays, 0);
  if (saved_in(year, track)) score += 50;
  if (ranked(track)) score += kLastRank + 1 - *track.best_rank;
  return score;
}

std::string reason(std::chrono::year year, const TrackFacts& track) {
  std::string sentence;
  auto add = [&sentence](const std::string& part) {
    if (!sentence.empty()) sentence += ", ";
    sentence += part;
  };
  if (saved_in(year, track)) {
    std::string when = track.saved->month().ok() ? std::string(name_of(track.saved->month())) + " " : "";
    add("saved in " + when + std::to_string(static_cast<int>(year)));
  }
  if (track.plays == 1) add("played once");
  if (track.plays > 1) add("played " + std::to_string(track.plays) + " times");
  if (ranked(track)) add("number " + std::to_string(*track.best_rank) + " of your top tracks");
  return sentence;
}

struct Candidate {
  std::int64_t tenths;
  const TrackFacts* track;
};

bool before(const Candidate& left, const Candidate& right) {
  auto order = [](const Candidate& candidate) {
    const auto& track = *candidate.track;
    // One that nobody has seen appear comes after all that were seen.
    auto appeared = track.first_seen.value_or(std::chrono::sys_time<std::chrono::microseconds>::max());
    return std::tuple(-candidate.tenths, appeared, track.name, track.track_id);
  };
  return order(left) < order(right);
}

}  // namespace

std::vector<LovedTrack> most_loved(std::chrono::year year, const std::vector<TrackFacts>& facts, std::size_t limit) {
  std::vector<Candidate> candidates;
  for (const auto& track : facts) {
    if (auto score = tenths(year, track); score > 0) candidates.push_back({score, &track});
  }
  auto wanted = std::min(limit, candidates.size());
  auto end_of_wanted = candidates.begin() + static_cast<std::ptrdiff_t>(wanted);
  std::partial_sort(candidates.begin(), end_of_wanted, candidates.end(), before);

  std::vector<LovedTrack> loved;
  loved.reserve(wanted);
  for (auto candidate = candidates.begin(); candidate != end_of_wanted; ++candidate) {
    loved.push_back(
        {candidate->track->track_id, static_cast<double>(candidate->tenths) / 10, reason(year, *candidate->track)});
  }
  return loved;
}

}  // namespace mtm::music
