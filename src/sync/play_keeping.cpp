#include "sync/play_keeping.hpp"

#include <algorithm>

#include "core/log.hpp"
#include "store/gaps.hpp"
#include "sync/new_track.hpp"
#include "sync/poll_times.hpp"

namespace mtm::sync {

Task<RecentPlays> compare_with_kept(db::Database& database, Id user, const spotify::Page<spotify::PlayedTrack>& page) {
  std::vector<store::KeptPlay> kept;
  if (auto span = span_of(page))
    kept = co_await store::plays_of_spotify(database, user, span->first - kSameEnd, span->second + kSameEnd);
  co_return compared(page, kept);
}

Task<std::int64_t> keep_fresh_plays(db::Database& transaction, Id user, std::int64_t version,
                                    const RecentPlays& recent) {
  if (recent.fresh.empty()) co_return 0;
  std::vector<store::NewTrack> tracks;
  std::vector<WallTime> ended;
  for (const auto& play : recent.fresh) {
    tracks.push_back(new_track(play.track));
    ended.push_back(play.played_at);
  }
  auto source = co_await store::spotify_source(transaction, user);
  auto kept = co_await store::keep_tracks(transaction, tracks);
  co_return co_await store::keep_plays(transaction, user, version, source, kept, ended);
}

bool unread_for_long(const store::PollState& before, WallTime read_at) {
  // Half of what begins one: the clocks of two servers may differ.
  return !before.read_at || read_at - *before.read_at > kFiftyPlays / 2;
}

Task<bool> keep_gap_before(db::Database& transaction, Id user, const RecentPlays& recent,
                           const store::PollState& before, WallTime read_at) {
  auto missed = missed_before(recent, before, read_at);
  if (!missed) {
    if (unread_for_long(before, read_at)) co_await store::forget_lasting_gap(transaction, user);
    co_return false;
  }
  bool news = co_await store::keep_gap(transaction, user, missed->from, missed->until, missed->why);
  auto from = to_rfc3339(missed->from), until = to_rfc3339(missed->until);
  if (news)
    log(Level::info, "plays may be missing",
        {{"user", user.number},
         {"from", std::string_view(from)},
         {"until", std::string_view(until)},
         {"why", std::string_view(missed->why)}});
  co_return news;
}

store::Reading reading_of(const spotify::Page<spotify::PlayedTrack>& page, const RecentPlays& recent,
                          const store::PollState& before, WallTime read_at, double budget_used) {
  auto newest = std::max(before.last_play_at, recent.newest);
  PollFacts facts;
  if (newest) facts.silence = read_at - *newest;
  facts.budget_used = budget_used;
  store::Reading reading;
  reading.read_at = read_at;
  reading.newest = newest;
  reading.page_digest = digest_of(page);
  reading.next_poll_at = wall_now() + pause_before_poll(facts, random_share());
  return reading;
}

}  // namespace mtm::sync
