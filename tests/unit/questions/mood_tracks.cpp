#include "questions/mood_tracks.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <tuple>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::Feature;

namespace {

using Ids = std::vector<std::int64_t>;

constexpr std::size_t kAll = 1'000'000;

Ids ids(const history::History& history, const MoodTracks& found) {
  Ids ids;
  for (auto track : found.tracks) ids.push_back(history.tracks->ids[track]);
  return ids;
}

}  // namespace

TEST_CASE("tracks of a mood are those that fit it, the most played first, then those saved or met last, then by id") {
  test::Rows rows;
  auto melancholic = [&](std::int64_t id) -> history::TrackRow& {
    auto& row = rows.track(id);
    test::feature(row, Feature::energy) = 0.5F;
    test::feature(row, Feature::valence) = 0.3F;
    test::feature(row, Feature::acousticness) = 0.4F;
    return row;
  };
  melancholic(9);
  melancholic(8);
  melancholic(7).saved = test::moment("2021-01-01T00:00:00Z");
  melancholic(6).first_seen = test::moment("2022-01-01T00:00:00Z");
  auto& saved_before = melancholic(5);
  saved_before.first_seen = test::moment("2025-01-01T00:00:00Z");
  saved_before.saved = test::moment("2019-01-01T00:00:00Z");
  test::feature(melancholic(4), Feature::valence) = 0.31F;
  test::feature(melancholic(3), Feature::acousticness) = std::numeric_limits<float>::quiet_NaN();
  melancholic(2);
  rows.play(2, "2026-01-01T00:00:00Z");
  auto history = rows.history();
  auto found = mood_tracks(*history, music::PlaylistMood::melancholic, kAll);
  CHECK(ids(*history, found) == Ids{2, 6, 7, 8, 9, 5});
  CHECK(found.candidates == 6);
  auto two = mood_tracks(*history, music::PlaylistMood::melancholic, 2);
  CHECK(ids(*history, two) == Ids{2, 6});
  CHECK(two.candidates == 6);
}

TEST_CASE("tracks of a mood are exactly those of the rows that fit, in one order, whatever the history") {
  auto seed = GENERATE(range(1u, 15u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 600);
  auto history = rows.history();
  for (auto mood : music::kPlaylistMoods) {
    CAPTURE(music::to_text(mood));
    std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> expected;  // (-plays, -met, id)
    for (auto row : rows.tracks) {
      music::AudioFeatures features;
      features.energy = test::feature(row, Feature::energy);
      features.valence = test::feature(row, Feature::valence);
      features.danceability = test::feature(row, Feature::danceability);
      features.acousticness = test::feature(row, Feature::acousticness);
      features.instrumentalness = test::feature(row, Feature::instrumentalness);
      features.speechiness = test::feature(row, Feature::speechiness);
      features.tempo = test::feature(row, Feature::tempo);
      if (!music::fits(mood, features)) continue;
      auto plays = std::count_if(rows.plays.begin(), rows.plays.end(),
                                 [&](const history::PlayRow& play) { return play.track_id == row.id; });
      expected.emplace(-plays, -(row.saved == history::kNever ? row.first_seen : row.saved), row.id);
    }
    Ids in_order;
    for (const auto& [plays, met, id] : expected) in_order.push_back(id);
    auto found = mood_tracks(*history, mood, kAll);
    CHECK(ids(*history, found) == in_order);
    CHECK(found.candidates == static_cast<std::int64_t>(in_order.size()));
  }
}
