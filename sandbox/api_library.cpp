// /v1/me/library: one set of routes for saving tracks and following playlists.
#include <algorithm>

#include "sandbox/api.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kTrack = "spotify:track:";
constexpr std::string_view kPlaylist = "spotify:playlist:";

std::vector<std::string> uris_of(const Call& call) {
  auto uris = list_of(call, "uris");
  if (uris.empty()) throw Refusal(400, "No uris provided");
  if (uris.size() > 40) throw Refusal(400, "Too many uris requested");
  return uris;
}

std::uint32_t track_of(const Call& call, std::string_view uri) {
  const Track* track = call.world.catalogue.track(uri.substr(kTrack.size()));
  if (!track) throw Refusal(400, "Invalid uri: " + std::string(uri));
  return call.world.catalogue.number_of(*track);
}

auto find_like(Person& person, std::uint32_t track) {
  return std::find_if(person.likes.begin(), person.likes.end(), [&](const Like& like) { return like.track == track; });
}

template <class TakeTrack, class TakePlaylist>
void each(const Call& call, TakeTrack take_track, TakePlaylist take_playlist) {
  for (const std::string& uri : uris_of(call)) {
    if (uri.starts_with(kTrack)) {
      take_track(track_of(call, uri));
    } else if (uri.starts_with(kPlaylist)) {
      Playlist* playlist = call.world.playlists.find(uri.substr(kPlaylist.size()));
      if (!playlist) throw Refusal(404, "Resource not found");
      take_playlist(*playlist);
    } else {
      throw Refusal(400, "Invalid uri: " + uri);
    }
  }
}

// Each kind of thing has scopes of its own.
void check_scope(const Call& call, std::initializer_list<const char*> scopes) {
  bool has = std::any_of(scopes.begin(), scopes.end(), [&](const char* scope) { return call.grant->has(scope); });
  if (!has) throw Refusal(403, "Insufficient client scope");
}

void check_track_scope(const Call& call) { check_scope(call, {"user-library-modify"}); }
void check_playlist_scope(const Call& call) {
  check_scope(call, {"playlist-modify-private", "playlist-modify-public"});
}

bool follows(const Playlist& playlist, const std::string& person) {
  return std::find(playlist.followers.begin(), playlist.followers.end(), person) != playlist.followers.end();
}

}  // namespace

http::Response library_contains(Call& call) {
  std::string out;
  JsonWriter json(out);
  json.array();
  Person& person = *call.person;
  each(
      call, [&](std::uint32_t track) { json.value(find_like(person, track) != person.likes.end()); },
      [&](Playlist& playlist) { json.value(follows(playlist, person.id)); });
  json.end_array();
  return http::json_text(std::move(out));
}

http::Response save_to_library(Call& call) {
  Person& person = *call.person;
  auto now = std::chrono::floor<std::chrono::seconds>(call.world.now());
  each(
      call,
      [&](std::uint32_t track) {
        check_track_scope(call);
        if (find_like(person, track) == person.likes.end()) person.likes.insert(person.likes.begin(), {track, now});
      },
      [&](Playlist& playlist) {
        check_playlist_scope(call);
        if (!follows(playlist, person.id)) playlist.followers.push_back(person.id);
      });
  return http::json_text("{}");
}

http::Response remove_from_library(Call& call) {
  Person& person = *call.person;
  each(
      call,
      [&](std::uint32_t track) {
        check_track_scope(call);
        auto found = find_like(person, track);
        if (found != person.likes.end()) person.likes.erase(found);
      },
      [&](Playlist& playlist) {
        check_playlist_scope(call);
        std::erase(playlist.followers, person.id);
      });
  return http::json_text("{}");
}

}  // namespace mtm::sandbox
