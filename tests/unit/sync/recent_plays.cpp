#include "sync/recent_plays.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace mtm;
using namespace mtm::sync;
using namespace std::chrono_literals;

namespace {

const WallTime kNoon = from_rfc3339("2026-11-30T12:00:00Z").value();

spotify::PlayedTrack play(const std::string& track, std::chrono::milliseconds after_noon) {
  spotify::PlayedTrack play;
  play.track.id = track;
  play.played_at = kNoon + after_noon;
  return play;
}

store::KeptPlay kept(const std::string& track, std::chrono::milliseconds after_noon) {
  return {track, kNoon + after_noon};
}

spotify::Page<spotify::PlayedTrack> page(std::vector<spotify::PlayedTrack> items) {
  spotify::Page<spotify::PlayedTrack> page;
  page.items = std::move(items);
  return page;
}

/// Newest first, three minutes each, the newest of them at noon.
spotify::Page<spotify::PlayedTrack> page_of(std::size_t plays) {
  std::vector<spotify::PlayedTrack> items;
  for (std::size_t i = 0; i < plays; ++i) items.push_back(play("t" + std::to_string(i), -3min * i));
  return page(std::move(items));
}

std::vector<std::string> tracks(const RecentPlays& recent) {
  std::vector<std::string> ids;
  for (const auto& play : recent.fresh) ids.push_back(play.track.id);
  return ids;
}

using Tracks = std::vector<std::string>;

store::PollState state(std::optional<WallTime> read_at, std::optional<WallTime> last_play_at) {
  store::PollState state;
  state.read_at = read_at;
  state.last_play_at = last_play_at;
  return state;
}

}  // namespace

TEST_CASE("of a page only what is not kept is fresh, in whatever order it comes") {
  auto recent = compared(page({play("d", 9min), play("late", 4min), play("b", 3min), play("a", 0min)}),
                         {kept("a", 0min), kept("b", 3min)});
  CHECK(tracks(recent) == Tracks{"d", "late"});
  CHECK(recent.overlaps);
  CHECK_FALSE(recent.full);
  CHECK(recent.newest == kNoon + 9min);
  CHECK(recent.oldest == kNoon);
}

TEST_CASE("a play whose end is told otherwise the next time is the same, and a second play of the track is another") {
  struct Row {
    std::chrono::milliseconds end;
    bool fresh;
  };
  for (const auto& row : {Row{0ms, false}, {1ms, false}, {-4s, false}, {20s, false}, {20001ms, true}, {-31s, true}}) {
    CAPTURE(row.end.count());
    CHECK(tracks(compared(page({play("a", row.end)}), {kept("a", 0min)})).size() == (row.fresh ? 1 : 0));
    CHECK(tracks(compared(page({play("b", row.end)}), {kept("a", 0min)})) == Tracks{"b"});
  }
  // The kept one stands for one of the two.
  CHECK(tracks(compared(page({play("a", 15s), play("a", 0s)}), {kept("a", 0s)})) == Tracks{"a"});
}

TEST_CASE("what stands on a page twice is one play") {
  auto recent = compared(page({play("a", 0s), play("a", 0s), play("b", -3min), play("b", -3min)}), {kept("b", -3min)});
  CHECK(tracks(recent) == Tracks{"a"});
}

TEST_CASE("an empty page has nothing new and no span") {
  auto recent = compared(page({}), {});
  CHECK(recent.fresh.empty());
  CHECK_FALSE(recent.oldest);
  CHECK_FALSE(recent.full);
  CHECK_FALSE(missed_before(recent, state(kNoon, kNoon), kNoon + 5h));
}

TEST_CASE("items that can't be used fill a page all the same") {
  auto of_49 = page_of(49);
  CHECK_FALSE(compared(of_49, {}).full);
  of_49.skipped.push_back({});
  CHECK(compared(of_49, {}).full);
}

TEST_CASE("a page has another digest when a play comes, goes or moves, and when two change places") {
  auto first = page({play("a", 3min), play("b", 0min)});
  std::set<std::string> digests{digest_of(first)};
  for (const auto& other :
       {page({play("a", 3min)}), page({play("c", 6min), play("a", 3min), play("b", 0min)}),
        page({play("a", 180001ms), play("b", 0min)}), page({play("b", 0min), play("a", 3min)}), page({})})
    digests.insert(digest_of(other));
  CHECK(digests.size() == 6);
  CHECK(digest_of(first) == digest_of(page({play("a", 3min), play("b", 0min)})));
}

TEST_CASE("plays were missed when a full page has nothing that is kept") {
  auto oldest = kNoon - 147min;
  auto before = kNoon - 10h;
  auto now = kNoon + 1min;
  auto full = compared(page_of(50), {});
  auto missed = [&](const RecentPlays& recent, const store::PollState& known) {
    return missed_before(recent, known, now);
  };
  using Gap = std::optional<Missed>;
  CHECK(missed(full, state(now - 2min, before)) == Gap(Missed{before, oldest, "full_page"}));
  CHECK(missed(full, state(now - 150min, before)) == Gap(Missed{before, oldest, "full_page"}));
  CHECK(missed(full, state(now - 151min, before)) == Gap(Missed{now - 151min, oldest, "no_reading"}));
  CHECK(missed(full, state(std::nullopt, before)) == Gap(Missed{before, oldest, "full_page"}));
  // Nobody knows whether there was anything before the first page.
  CHECK_FALSE(missed(full, state(std::nullopt, std::nullopt)));
  // Fewer than 50: that was all.
  CHECK_FALSE(missed(compared(page_of(49), {}), state(now - 5h, before)));
  CHECK_FALSE(missed(compared(page_of(50), {kept("t49", -3min * 49)}), state(now - 5h, before)));
  CHECK_FALSE(missed(seen_before(page_of(50)), state(now - 5h, before)));
  // Late plays reach behind the newest that was kept: they are no sign.
  CHECK_FALSE(missed(full, state(now - 2min, oldest)));
}

TEST_CASE("readings that overlap keep every play once, however late and out of order plays come") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<spotify::PlayedTrack> all;  // as Spotify knows them by now
    std::vector<store::KeptPlay> stored;
    std::chrono::milliseconds time = 0ms;
    std::size_t told = 0;
    for (int reading = 0; reading < 20; ++reading) {
      auto news = random() % 12;
      for (std::size_t i = 0; i < news; ++i) {
        time += 31s + std::chrono::milliseconds(random() % 300'000);
        auto late = random() % 6 == 0 ? std::chrono::milliseconds(random() % 600'000) : 0ms;
        all.push_back(play("t" + std::to_string(told++), time - late));
      }
      auto newest_first = all;
      std::sort(newest_first.begin(), newest_first.end(),
                [](const auto& left, const auto& right) { return left.played_at > right.played_at; });
      if (newest_first.size() > kMostRecentPlays) newest_first.resize(kMostRecentPlays);
      auto shown = page(std::move(newest_first));
      std::vector<store::KeptPlay> within;
      if (auto span = span_of(shown))
        for (const auto& known : stored)
          if (known.ended_at >= span->first - kSameEnd && known.ended_at <= span->second + kSameEnd)
            within.push_back(known);
      for (const auto& fresh : compared(shown, within).fresh) stored.push_back({fresh.track.id, fresh.played_at});
    }
    std::set<std::string> ids;
    for (const auto& known : stored) ids.insert(known.spotify_id);
    CHECK(stored.size() == told);
    CHECK(ids.size() == told);
  }
}
