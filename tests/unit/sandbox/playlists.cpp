#include "sandbox/playlists.hpp"

#include <catch2/catch.hpp>

namespace mtm::sandbox {
namespace {

std::vector<std::uint32_t> tracks(const Playlist& playlist) {
  std::vector<std::uint32_t> numbers;
  for (const auto& entry : playlist.entries) numbers.push_back(entry.track);
  return numbers;
}

using Numbers = std::vector<std::uint32_t>;

TEST_CASE("tracks are added at the end or at a place, in order and as often as asked") {
  Playlist playlist;
  add(playlist, {1, 2}, std::nullopt, {});
  add(playlist, {3, 3}, 1, {});
  REQUIRE(tracks(playlist) == Numbers{1, 3, 3, 2});
}

TEST_CASE("every change gives another snapshot id") {
  Playlist playlist;
  playlist.id = "0123456789012345678901";
  auto before = playlist.snapshot();
  replace(playlist, {5}, {});
  auto after = playlist.snapshot();
  remove(playlist, {5});
  REQUIRE(before != after);
  REQUIRE(after != playlist.snapshot());
  REQUIRE(playlist.entries.empty());
}

TEST_CASE("a range moves before or after itself, and one that is not there does not") {
  Playlist playlist;
  add(playlist, {0, 1, 2, 3, 4, 5}, std::nullopt, {});
  REQUIRE(reorder(playlist, 0, 2, 4));
  REQUIRE(tracks(playlist) == Numbers{2, 3, 0, 1, 4, 5});
  REQUIRE(reorder(playlist, 4, 2, 0));
  REQUIRE(tracks(playlist) == Numbers{4, 5, 2, 3, 0, 1});
  REQUIRE(reorder(playlist, 1, 2, 2));
  REQUIRE(tracks(playlist) == Numbers{4, 5, 2, 3, 0, 1});
  REQUIRE_FALSE(reorder(playlist, 5, 2, 0));
  REQUIRE_FALSE(reorder(playlist, 0, 1, 7));
  REQUIRE_FALSE(reorder(playlist, 0, 0, 1));
}

TEST_CASE("somebody's library lists the newest playlist first and forgets only created ones") {
  Playlists playlists;
  playlists.create("demo", "first");
  auto& second = playlists.create("demo", "second");
  second.created_here = true;
  playlists.create("ada", "hers").followers.push_back("demo");
  auto of_demo = playlists.of("demo");
  REQUIRE(of_demo.size() == 3);
  REQUIRE(of_demo[0]->name == "hers");
  REQUIRE(of_demo[2]->name == "first");
  REQUIRE(playlists.find(second.id) == &second);
  playlists.forget_created();
  REQUIRE(playlists.of("demo").size() == 2);
  REQUIRE(playlists.of("ada").size() == 1);
}

}  // namespace
}  // namespace mtm::sandbox
