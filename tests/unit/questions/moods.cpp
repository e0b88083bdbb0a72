#include "questions/moods.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <map>
#include <set>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::Feature;

namespace {

using Ids = std::vector<std::int64_t>;

bool has_mood(history::TrackRow row) {
  return !std::isnan(test::feature(row, Feature::energy)) && !std::isnan(test::feature(row, Feature::valence));
}

Ids ids_of_points(const test::Rows& rows, std::size_t most) {
  auto history = rows.history();
  Ids ids;
  for (auto point : mood_points(*history->tracks, most)) ids.push_back(history->tracks->ids[point]);
  return ids;
}

/// Ids of the tracks that a fingerprint of these days is made of, as its definition says.
std::set<std::int64_t> tracks_of_days(const test::Rows& rows, const TimeZone& zone, Days days) {
  std::set<std::int64_t> found;
  for (const auto& track : rows.tracks) {
    if (days.have(zone.day(track.first_seen)) && (days.first == Days().first || !track.unknown_meeting))
      found.insert(track.id);
    if (track.saved != history::kNever && days.have(zone.day(track.saved))) found.insert(track.id);
  }
  for (const auto& play : rows.plays)
    if (days.have(zone.day(play.at))) found.insert(play.track_id);
  for (const auto& place : rows.snapshots)
    if (days.have(place.day)) found.insert(place.track_id);
  return found;
}

}  // namespace

TEST_CASE("moods are counted, and averaged over those that have the feature") {
  test::Rows rows;
  auto sounds = [&](std::int64_t id, float energy, float valence, float danceability) {
    auto& row = rows.track(id);
    test::feature(row, Feature::energy) = energy;
    test::feature(row, Feature::valence) = valence;
    test::feature(row, Feature::danceability) = danceability;
  };
  sounds(1, 0.5F, 0.5F, 0.25F);
  sounds(2, 0.9F, 0.9F, 0.75F);
  sounds(3, 0.9F, 0.9F, NAN);
  sounds(4, 0.9F, 0.1F, NAN);
  sounds(5, 0.9F, NAN, 0.5F);
  auto counts = moods(*rows.history()->tracks);
  CHECK(counts[0].tracks == 3);
  CHECK(counts[0].danceability == 0.5);
  CHECK(counts[0].acousticness == std::nullopt);
  CHECK(counts[1].tracks == 1);
  CHECK(counts[1].danceability == std::nullopt);
  CHECK(counts[2].tracks == 0);
}

TEST_CASE("the tracks of all moods together are those with energy and valence") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random);
  std::int64_t in_moods = 0;
  for (const auto& count : moods(*rows.history()->tracks)) in_moods += count.tracks;
  CHECK(in_moods == std::count_if(rows.tracks.begin(), rows.tracks.end(), has_mood));
  CHECK(ids_of_points(rows, 1000).size() == static_cast<std::size_t>(in_moods));
}

TEST_CASE("mood points stand in the order of ids, and mostly stay when the library grows by a few tracks") {
  auto seed = GENERATE(range(1u, 10u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 1500);
  auto points = ids_of_points(rows, 400);
  CHECK(points.size() == 400);
  CHECK(std::is_sorted(points.begin(), points.end()));
  CHECK(std::count_if(points.begin(), points.end(), [](auto id) { return id <= 750; }) > 100);  // spread over all ids
  for (std::int64_t id = 2001; id <= 2010; ++id) {
    auto& row = rows.track(id);
    test::feature(row, Feature::energy) = test::feature(row, Feature::valence) = 0.5F;
  }
  auto later = ids_of_points(rows, 400);
  Ids kept;
  std::set_intersection(points.begin(), points.end(), later.begin(), later.end(), std::back_inserter(kept));
  CHECK(kept.size() >= 390);
}

TEST_CASE("the mood of a year is the average of what was saved, played or ranked in it") {
  auto seed = GENERATE(range(1u, 10u));
  auto zone = GENERATE(as<std::string>(), "UTC", "America/New_York", "Pacific/Kiritimati");
  CAPTURE(seed, zone);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  auto history = rows.history(zone);
  std::map<int, std::set<std::int64_t>> heard;
  for (const auto& track : rows.tracks)
    if (track.saved != history::kNever) heard[history->zone->year(track.saved)].insert(track.id);
  for (const auto& play : rows.plays) heard[history->zone->year(play.at)].insert(play.track_id);
  for (const auto& place : rows.snapshots) heard[year_of(place.day)].insert(place.track_id);
  std::map<int, std::pair<std::int64_t, double>> expected;  // tracks and the sum of their energies
  for (auto row : rows.tracks)
    for (const auto& [year, tracks] : heard)
      if (year >= 2002 && year <= 2026 && tracks.count(row.id) > 0 && has_mood(row)) {
        ++expected[year].first;
        expected[year].second += test::feature(row, Feature::energy);
      }
  auto years = mood_years(*history, 2026);
  REQUIRE(years.size() == expected.size());
  auto next = expected.begin();
  for (const auto& year : years) {
    CHECK(year.year == next->first);
    CHECK(year.tracks == next->second.first);
    CHECK(year.energy == Approx(next->second.second / static_cast<double>(year.tracks)));
    ++next;
  }
}

TEST_CASE("a fingerprint is of the tracks of its days, each once") {
  auto seed = GENERATE(range(1u, 20u));
  auto zone = GENERATE(as<std::string>(), "UTC", "America/New_York", "Pacific/Kiritimati");
  CAPTURE(seed, zone);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  auto history = rows.history(zone);
  auto first = test::day("2021-01-01") + static_cast<history::Day>(random() % 1500);
  auto some_days = static_cast<history::Day>(random() % 200);
  for (auto days : {Days{first, first}, Days{first, first + some_days}, Days{Days().first, first}, Days{}}) {
    CAPTURE(days.first, days.last);
    auto tracks = tracks_of_days(rows, *history->zone, days);
    std::int64_t with_features = 0;
    double energies = 0;
    for (auto row : rows.tracks)
      if (float energy = test::feature(row, Feature::energy); tracks.count(row.id) > 0 && !std::isnan(energy))
        ++with_features, energies += energy;
    auto found = fingerprint(*history, days);
    CHECK(found.tracks == static_cast<std::int64_t>(tracks.size()));
    CHECK(found.with_features == with_features);
    REQUIRE(found.energy.has_value() == (with_features > 0));
    if (found.energy) CHECK(*found.energy * static_cast<double>(with_features) == Approx(energies));
  }
  CHECK(fingerprint(*history, {}).tracks == static_cast<std::int64_t>(rows.tracks.size()));
}
