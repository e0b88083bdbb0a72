#include "sync/recent_plays.hpp"

#include <algorithm>

#include "core/crypto.hpp"

namespace mtm::sync {

namespace {

using spotify::PlayedTrack;

bool same_play(const PlayedTrack& left, const PlayedTrack& right) {
  return left.played_at == right.played_at && left.track.id == right.track.id;
}

/// The kept play of that track whose end is within `tolerance`; each stands for one play of the page.
bool take(std::vector<store::KeptPlay>& kept, const PlayedTrack& play, std::chrono::milliseconds tolerance) {
  auto found = std::find_if(kept.begin(), kept.end(), [&](const store::KeptPlay& known) {
    auto apart = known.ended_at - play.played_at;
    return known.spotify_id == play.track.id && std::chrono::abs(apart) <= tolerance;
  });
  if (found == kept.end()) return false;
  kept.erase(found);
  return true;
}

}  // namespace

std::optional<std::pair<WallTime, WallTime>> span_of(const spotify::Page<PlayedTrack>& page) {
  if (page.items.empty()) return std::nullopt;
  auto earlier = [](const PlayedTrack& left, const PlayedTrack& right) { return left.played_at < right.played_at; };
  auto [first, last] = std::minmax_element(page.items.begin(), page.items.end(), earlier);
  return std::pair(first->played_at, last->played_at);
}

RecentPlays seen_before(const spotify::Page<PlayedTrack>& page) {
  RecentPlays recent;
  recent.full = page.items.size() + page.skipped.size() >= kMostRecentPlays;
  recent.overlaps = true;
  if (auto span = span_of(page)) {
    recent.oldest = span->first;
    recent.newest = span->second;
  }
  return recent;
}

RecentPlays compared(const spotify::Page<PlayedTrack>& page, const std::vector<store::KeptPlay>& kept) {
  auto recent = seen_before(page);
  auto left = kept;
  std::vector<PlayedTrack> unknown;
  for (auto play = page.items.begin(); play != page.items.end(); ++play) {
    bool twice = std::any_of(page.items.begin(), play, [&](const auto& other) { return same_play(other, *play); });
    if (!twice && !take(left, *play, std::chrono::milliseconds(0))) unknown.push_back(*play);
  }
  for (auto& play : unknown)
    if (!take(left, play, kSameEnd)) recent.fresh.push_back(std::move(play));
  recent.overlaps = left.size() < kept.size();
  return recent;
}

std::string digest_of(const spotify::Page<PlayedTrack>& page) {
  std::string plays;
  for (const auto& play : page.items) {
    plays += play.track.id;
    plays += ' ';
    plays += std::to_string(play.played_at.time_since_epoch().count());
    plays += '\n';
  }
  return base64url(sha256(plays));
}

std::optional<Missed> missed_before(const RecentPlays& page, const store::PollState& before, WallTime read_at) {
  if (!page.full || page.overlaps || !page.oldest || !before.last_play_at) return std::nullopt;
  bool unread = before.read_at && read_at - *before.read_at > kFiftyPlays && *before.read_at < *page.oldest;
  auto from = unread ? *before.read_at : *before.last_play_at;
  if (from >= *page.oldest) return std::nullopt;
  return Missed{from, *page.oldest, unread ? "no_reading" : "full_page"};
}

}  // namespace mtm::sync
