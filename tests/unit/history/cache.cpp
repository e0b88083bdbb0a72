#include <catch2/catch.hpp>

#include "history/builder.hpp"
#include "history/cache.hpp"

using namespace mtm;
using namespace mtm::history;

namespace {

HistoryPtr history_of(std::int64_t user, int plays = 100) {
  Builder builder;
  TrackRow track;
  track.id = 1;
  track.spotify_id = track.name = track.artist = "one";
  builder.add(track);
  for (int i = 0; i < plays; ++i) {
    PlayRow play;
    play.track_id = 1;
    play.at = i;
    builder.add(play);
  }
  return builder.finish(Id{user}, 1, 1, TimeZone::of("UTC"));
}

bool has(Cache& cache, std::int64_t user) { return cache.find(Id{user}).history != nullptr; }

}  // namespace

TEST_CASE("the history that was used least recently makes room") {
  auto bytes = history_of(1)->bytes();
  Cache cache(2 * bytes);
  for (std::int64_t user : {1, 2}) cache.keep(history_of(user), 0);
  REQUIRE(has(cache, 1));
  cache.keep(history_of(3), 0);
  CHECK(has(cache, 1));
  CHECK_FALSE(has(cache, 2));
  CHECK(has(cache, 3));
  CHECK(cache.figures().evictions == 1);
  CHECK(cache.figures().bytes <= static_cast<std::int64_t>(2 * bytes));
}

TEST_CASE("a history that had to make room is there for as long as somebody holds it") {
  Cache cache(history_of(1)->bytes());
  auto held = history_of(1);
  cache.keep(held, 0);
  cache.keep(history_of(2), 0);
  CHECK(cache.find(Id{1}).history == held);
  held = nullptr;
  CHECK_FALSE(has(cache, 1));
  CHECK(has(cache, 2));
}

TEST_CASE("a history that is larger than the cache is there for as long as somebody holds it and takes nobody's room") {
  Cache cache(history_of(1)->bytes());
  cache.keep(history_of(1), 0);
  auto large = history_of(2, 1000);
  CHECK_FALSE(cache.has_room_for(*large));
  cache.keep(large, 0);
  CHECK(cache.find(Id{2}).history == large);
  CHECK(has(cache, 1));
  CHECK(cache.figures().histories == 1);
  auto newer = history_of(2, 1001);
  cache.keep(newer, 0);
  CHECK(cache.find(Id{2}).history == newer);
  large = newer = nullptr;
  CHECK_FALSE(has(cache, 2));
}
