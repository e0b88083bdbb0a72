#include "sandbox/top_lists.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

namespace mtm::sandbox {
namespace {

const Catalogue& usual() {
  static const Catalogue catalogue = make_catalogue(2016);
  return catalogue;
}

std::chrono::sys_seconds today() { return std::chrono::sys_days(std::chrono::year(2026) / 11 / 21); }

const Person& demo() {
  static const Person person = make_person(usual(), {"demo", "Demo Person", 7, 2400}, today());
  return person;
}

std::set<std::uint32_t> top_fifty(TimeRange range, int weeks_ago) {
  auto tracks = TopLists(usual(), demo(), today()).at(range, today() - std::chrono::weeks(weeks_ago)).tracks;
  return {tracks.begin(), tracks.begin() + 50};
}

std::size_t shared(const std::set<std::uint32_t>& one, const std::set<std::uint32_t>& other) {
  return static_cast<std::size_t>(
      std::count_if(one.begin(), one.end(), [&](auto track) { return other.contains(track); }));
}

TEST_CASE("the past ends in the present: today's lists are the ones that Spotify gives") {
  TopLists lists(usual(), demo(), today());
  for (auto range : kTimeRanges)
    REQUIRE(lists.at(range, today()).tracks == demo().top_tracks[static_cast<std::size_t>(range)]);
}

TEST_CASE("nothing is in a list before it was liked or before it was out") {
  auto then = today() - std::chrono::weeks(60);
  std::set<std::uint32_t> later;
  for (const Like& like : demo().likes) {
    if (like.added_at > then) later.insert(like.track);
  }
  REQUIRE_FALSE(later.empty());
  for (auto range : kTimeRanges) {
    for (auto track : TopLists(usual(), demo(), today()).at(range, then).tracks) {
      REQUIRE_FALSE(later.contains(track));
      REQUIRE(usual().album_of(usual().tracks[track]).released.first_day() <= then);
    }
  }
}

TEST_CASE("from week to week most of a list stays, from season to season most of it goes") {
  for (int week = 0; week < 100; week += 9) {
    CAPTURE(week);
    auto now = top_fifty(TimeRange::short_term, week);
    REQUIRE(shared(now, top_fifty(TimeRange::short_term, week + 1)) > 20);
    REQUIRE(shared(now, top_fifty(TimeRange::short_term, week + 26)) < 20);
  }
}

}  // namespace
}  // namespace mtm::sandbox
