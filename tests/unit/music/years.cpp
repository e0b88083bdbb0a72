#include "music/years.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace mtm::music;
using namespace std::chrono;

namespace {

std::vector<std::int64_t> ids(const std::vector<LovedTrack>& tracks) {
  std::vector<std::int64_t> found;
  for (const auto& track : tracks) found.push_back(track.track_id);
  return found;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("plays, a save and a rank each add to the score of a year and to its reason") {
  struct Row {
    TrackFacts track;
    double score;
    const char* reason;
  };
  const Row rows[] = {
      {{1, "a", 1, {}, {}, {}}, 1, "played once"},
      {{1, "a", 12, {}, {}, {}}, 12, "played 12 times"},
      {{1, "a", 0, 2016y / 5, {}, {}}, 5, "saved in May 2016"},
      {{1, "a", 0, {}, 1, {}}, 5, "number 1 of your top tracks"},
      {{1, "a", 0, {}, 50, {}}, 0.1, "number 50 of your top tracks"},
      {{1, "a", 0, 2016y / 5, 3, {}}, 9.8, "saved in May 2016, number 3 of your top tracks"},
      {{1, "a", 2, 2016y / 12, 50, {}}, 7.1, "saved in December 2016, played 2 times, number 50 of your top tracks"},
      {{1, "a", 3, 2015y / 5, {}, {}}, 3, "played 3 times"},
      {{1, "a", 3, {}, 51, {}}, 3, "played 3 times"},
      {{1, "a", 3, {}, 0, {}}, 3, "played 3 times"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.reason);
    auto loved = most_loved(2016y, {row.track}, 10);
    REQUIRE(loved.size() == 1);
    CHECK(loved[0].score == Approx(row.score));
    CHECK(loved[0].reason == row.reason);
  }
}

TEST_CASE("a track that nothing ties to the year is not of that year") {
  CHECK(most_loved(
            2016y,
            {{1, "a", 0, 2015y / 12, {}, sys_days(2016y / 1 / 1)}, {2, "b", 0, {}, 51, {}}, {3, "c", -4, {}, {}, {}}},
            10)
            .empty());
}

TEST_CASE("of equals the earlier comes first, then the name, then the id, whatever the order of the facts") {
  std::vector<TrackFacts> facts{
      {9, "zebra", 5, {}, {}, sys_days(2016y / 3 / 1)},  // five plays weigh as much as a save
      {8, "aardvark", 0, 2016y / 7, {}, sys_days(2016y / 3 / 1) + 1ms},
      {7, "beta", 5, {}, {}, {}},
      {6, "alpha", 5, {}, {}, {}},
      {5, "alpha", 0, {}, 1, {}},
      {4, "best", 6, {}, {}, {}},
  };
  const Ids wanted{4, 9, 8, 5, 6, 7};
  auto by_id = [](const TrackFacts& left, const TrackFacts& right) { return left.track_id < right.track_id; };
  std::sort(facts.begin(), facts.end(), by_id);
  do {
    REQUIRE(ids(most_loved(2016y, facts, 10)) == wanted);
  } while (std::next_permutation(facts.begin(), facts.end(), by_id));
}

TEST_CASE("only as many as asked for are given, and they are the best") {
  std::vector<TrackFacts> facts;
  for (int number = 1; number <= 100; ++number) facts.push_back({number, "n", number, {}, {}, {}});
  CHECK(ids(most_loved(2016y, facts, 3)) == Ids{100, 99, 98});
  CHECK(most_loved(2016y, facts, 0).empty());
  CHECK(most_loved(2016y, facts, 1000).size() == 100);
}
