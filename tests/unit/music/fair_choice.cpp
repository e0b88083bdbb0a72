#include "music/fair_choice.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

using namespace mtm::music;

namespace {

using Numbers = std::vector<std::size_t>;

constexpr std::nullopt_t kNoAlbum = std::nullopt;

template <class Key>
std::map<Key, int> counted(const std::vector<Key>& keys) {
  std::map<Key, int> counts;
  for (const auto& key : keys) ++counts[key];
  return counts;
}

std::vector<FairCandidate> random_candidates(std::mt19937& random) {
  auto below = [&](int end) { return static_cast<std::uint32_t>(random() % static_cast<unsigned>(end)); };
  std::vector<FairCandidate> candidates;
  auto size = below(150);
  auto parts = 1 + static_cast<int>(below(15)), artists = 1 + static_cast<int>(below(40));
  for (std::uint32_t i = 0; i < size; ++i) {
    FairCandidate candidate{static_cast<std::int32_t>(below(parts)) - 3, below(artists), kNoAlbum};
    if (below(5) > 0) candidate.album = candidate.artist * 3 + below(3);
    candidates.push_back(candidate);
  }
  return candidates;
}

}  // namespace

TEST_CASE("each part gives its best in turn, and an album and an artist give few while there are others") {
  struct Row {
    const char* what;
    std::vector<FairCandidate> candidates;
    std::size_t most;
    Numbers chosen;
  };
  const Row rows[] = {
      {"nothing", {}, 5, {}},
      {"none wanted", {{1, 1, kNoAlbum}}, 0, {}},
      {"a part that is full of better ones leaves places to the others",
       {{1, 1, kNoAlbum}, {1, 2, kNoAlbum}, {1, 3, kNoAlbum}, {2, 4, kNoAlbum}, {3, 5, kNoAlbum}},
       4,
       {0, 1, 3, 4}},
      {"a round that does not fit gives its best", {{1, 1, kNoAlbum}, {2, 2, kNoAlbum}, {3, 3, kNoAlbum}}, 2, {0, 1}},
      {"two of an album, until nothing else is left", {{1, 1, 7}, {1, 1, 7}, {1, 1, 7}, {1, 2, 8}}, 3, {0, 1, 3}},
      {"then a third one", {{1, 1, 7}, {1, 1, 7}, {1, 1, 7}, {1, 2, 8}}, 4, {0, 1, 2, 3}},
      {"three of an artist, whatever the albums",
       {{1, 1, 1}, {1, 1, 2}, {1, 1, 3}, {1, 1, 4}, {1, 2, 5}},
       4,
       {0, 1, 2, 4}},
      {"singles without an album are of no album",
       {{1, 1, kNoAlbum}, {1, 1, kNoAlbum}, {1, 1, kNoAlbum}, {1, 2, 1}},
       3,
       {0, 1, 2}},
      {"a part passes on what has no room and gives its next",
       {{1, 1, kNoAlbum}, {2, 1, kNoAlbum}, {3, 1, kNoAlbum}, {4, 1, kNoAlbum}, {4, 2, kNoAlbum}},
       4,
       {0, 1, 2, 4}},
      {"what was passed on comes when albums may give more, the best first",
       {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}},
       4,
       {0, 1, 2, 3}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    CHECK(fair_choice(row.candidates, row.most) == row.chosen);
  }
}

TEST_CASE("albums and artists give more than their few only when nothing else is left") {
  auto seed = GENERATE(range(1u, 300u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto candidates = random_candidates(random);
  auto most = random() % 100;
  auto chosen = fair_choice(candidates, most);
  CHECK(chosen.size() == std::min<std::size_t>(most, candidates.size()));
  CHECK(std::is_sorted(chosen.begin(), chosen.end()));
  std::set<std::size_t> taken(chosen.begin(), chosen.end());
  CHECK(taken.size() == chosen.size());
  std::vector<std::uint32_t> artists_of, albums_of;
  for (auto number : chosen) {
    artists_of.push_back(candidates[number].artist);
    if (candidates[number].album) albums_of.push_back(*candidates[number].album);
  }
  auto artists = counted(artists_of), albums = counted(albums_of);
  bool more = std::any_of(artists.begin(), artists.end(), [](auto of) { return of.second > kMostOfArtist; }) ||
              std::any_of(albums.begin(), albums.end(), [](auto of) { return of.second > kMostOfAlbum; });
  if (!more) return;
  for (std::size_t number = 0; number < candidates.size(); ++number) {
    const auto& candidate = candidates[number];
    if (taken.contains(number)) continue;
    bool full =
        artists[candidate.artist] >= kMostOfArtist || (candidate.album && albums[*candidate.album] >= kMostOfAlbum);
    CHECK(full);
  }
}

TEST_CASE("where everything is of another artist, parts give the same number, or all that they have") {
  auto seed = GENERATE(range(1u, 100u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto candidates = random_candidates(random);
  std::vector<std::int32_t> parts_of;
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    candidates[i].artist = i;
    candidates[i].album.reset();
    parts_of.push_back(candidates[i].part);
  }
  auto chosen = fair_choice(candidates, random() % 100);
  std::vector<std::int32_t> given;
  for (auto number : chosen) given.push_back(candidates[number].part);
  auto all = counted(parts_of), of_part = counted(given);
  for (auto [part, have] : all)
    for (auto [other, _] : all)
      if (of_part[part] < have) CHECK(of_part[other] <= of_part[part] + 1);
  // Of each part they are its best.
  std::map<std::int32_t, bool> left_out;
  std::set<std::size_t> taken(chosen.begin(), chosen.end());
  for (std::size_t number = 0; number < candidates.size(); ++number) {
    auto part = candidates[number].part;
    if (!taken.contains(number))
      left_out[part] = true;
    else
      CHECK_FALSE(left_out[part]);
  }
}
