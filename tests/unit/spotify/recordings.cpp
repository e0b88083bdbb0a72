// Reads what Spotify really sent, where recordings are at hand: they are not part of the project.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "spotify/payloads.hpp"

using namespace mtm::spotify;

namespace {

std::filesystem::path recordings() {
  if (auto named = std::getenv("MTM_SPOTIFY_PAYLOADS")) return named;
  return std::filesystem::path(SOURCE_FOLDER) / "../shared/spotify/payloads";
}

std::string content(const std::filesystem::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

template <class Item>
void check_page(const Page<Item>& page, std::size_t items, std::size_t skipped, std::optional<std::int64_t> total) {
  for (const auto& item : page.skipped) UNSCOPED_INFO(item.index << ": " << item.reason);
  CHECK(page.items.size() == items);
  CHECK(page.skipped.size() == skipped);
  CHECK(page.total == total);
}

void check_track(const Track& track) {
  CAPTURE(track.id);
  CHECK(track.id.size() == 22);
  CHECK_FALSE(track.name.empty());
  CHECK_FALSE(track.raw_json.empty());
  CHECK(track.image_url);
  CHECK(track.duration_ms.value_or(0) > 1000);
}

template <class Item>
void check_tracks(const Page<Item>& page, std::size_t items, std::optional<std::int64_t> total) {
  check_page(page, items, 0, total);
  for (const auto& item : page.items) check_track(item.track);
}

}  // namespace

TEST_CASE("every recorded answer of Spotify is read") {
  auto folder = recordings();
  if (!std::filesystem::exists(folder)) {
    WARN("no recordings at " << folder.string() << " (MTM_SPOTIFY_PAYLOADS names the folder): nothing to read");
    return;
  }
  Reader reader;
  using Check = std::function<void(std::string)>;
  const std::map<std::string, Check> checks{
      {"GetCurrentUsersProfileRequest.json",
       [&](std::string json) {
         auto profile = reader.profile(json);
         CHECK(profile.id == "wizzler");
         CHECK(profile.display_name == "JM Wizzler");
         CHECK(profile.image_url);
       }},
      {"GetUsersSavedTracksRequest.json", [&](std::string json) { check_tracks(reader.saved_tracks(json), 1, 53); }},
      {"GetUsersTopTracksRequest.json",
       [&](std::string json) {
         auto page = reader.top_tracks(json, 5);
         check_tracks(page, 10, 50);
         CHECK(page.items.back().rank == 15);
       }},
      {"GetCurrentUsersRecentlyPlayedTracksRequest.json",
       [&](std::string json) { check_tracks(reader.recently_played(json), 2, {}); }},
      {"recently-played.json", [&](std::string json) { check_tracks(reader.recently_played(json), 3, {}); }},
      {"GetTrackRequest.json", [&](std::string json) { check_track(reader.track(json)); }},
      {"GetTrackRequestLocal.json", [&](std::string json) { check_track(reader.track(json)); }},
      {"GetListOfCurrentUsersPlaylistsRequest.json",
       [&](std::string json) {
         auto page = reader.playlists(json);
         check_page(page, 2, 0, 9);
         CHECK(page.items.at(1).item_count == 58);
       }},
      {"GetPlaylistRequest.json", [&](std::string json) { CHECK(reader.playlist(json).item_count == 105); }},
      {"CreatePlaylistRequest.json", [&](std::string json) { CHECK(reader.playlist(json).item_count == 0); }},
      {"GetPlaylistsItemsRequest.json", [&](std::string json) { check_page(reader.playlist_items(json), 1, 1, 58); }},
      {"GetPlaylistsItemsRequest_Episode.json",
       [&](std::string json) { check_page(reader.playlist_items(json), 0, 1, 58); }},
      {"GetAudioFeaturesForSeveralTracksRequest.json",
       [&](std::string json) { check_page(reader.audio_features(json), 3, 0, {}); }},
      {"AuthorizationCode.json", [&](std::string json) { CHECK(reader.tokens(json).refresh_token); }},
      {"AuthorizationCodePKCERefresh.json", [&](std::string json) { CHECK(reader.tokens(json).refresh_token); }},
      {"AuthorizationCodeRefresh.json", [&](std::string json) { CHECK_FALSE(reader.tokens(json).refresh_token); }},
      {"ClientCredentials.json", [&](std::string json) { CHECK_FALSE(reader.tokens(json).scope); }},
      {"auth-invalid-client.json", [&](std::string json) { CHECK(reader.error(json).reason == "invalid_client"); }},
  };
  std::set<std::string> read;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    auto name = entry.path().filename().string();
    CAPTURE(name);
    auto check = checks.find(name);
    if (check != checks.end()) {
      check->second(content(entry.path()));
      read.insert(name);
    } else {
      // An answer to a question that we do not ask: a reader of something else says so and does nothing worse.
      auto json = content(entry.path());
      CHECK(reader.error(json).message.empty());
      CHECK_THROWS_AS(reader.tokens(json), Unreadable);
    }
  }
  CHECK(read.size() == checks.size());
}
