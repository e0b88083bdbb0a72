#include "sandbox/playlist_payloads.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mtm::sandbox {
namespace {

void write_user(JsonWriter& json, Call& call, const std::string& id, bool with_name) {
  const auto& origin = call.world.payloads().origin();
  json.object();
  if (with_name) {
    Person* person = call.world.person(id);
    if (person)
      json.member("display_name", person->display_name);
    else
      json.null_member("display_name");
  }
  json.name("external_urls").object().member("spotify", fmt::format("{}/user/{}", origin, id)).end_object();
  json.member("href", fmt::format("{}/v1/users/{}", origin, id))
      .member("id", id)
      .member("type", "user")
      .member("uri", "spotify:user:" + id);
  json.end_object();
}

}  // namespace

PlaylistWords playlist_words(const Call& call) {
  bool old = call.world.faults.old_playlist_shape || call.request.path.ends_with("/tracks");
  return old ? PlaylistWords{"tracks", "track"} : PlaylistWords{"items", "item"};
}

Playlist& wanted_playlist(Call& call) {
  Playlist* found = call.world.playlists.find(call.request.path_text("id"));
  if (!found) throw Refusal(404, "Resource not found");
  return *found;
}

void write_playlist_start(JsonWriter& json, Call& call, const Playlist& playlist) {
  const auto& origin = call.world.payloads().origin();
  json.object().member("collaborative", playlist.collaborative).member("description", playlist.description);
  json.name("external_urls")
      .object()
      .member("spotify", fmt::format("{}/playlist/{}", origin, playlist.id))
      .end_object();
  json.member("href", fmt::format("{}/v1/playlists/{}", origin, playlist.id)).member("id", playlist.id);
  if (playlist.entries.empty()) {
    json.null_member("images");
  } else {
    const Track& first = call.world.catalogue.tracks[playlist.entries.front().track];
    json.name("images").array().object().null_member("height");
    json.member("url", fmt::format("{}/covers/{}.svg", origin, call.world.catalogue.album_of(first).id))
        .null_member("width")
        .end_object()
        .end_array();
  }
  json.member("name", playlist.name).name("owner");
  write_user(json, call, playlist.owner, true);
  json.null_member("primary_color").member("public", playlist.is_public).member("snapshot_id", playlist.snapshot());
  json.member("type", "playlist").member("uri", "spotify:playlist:" + playlist.id);
}

std::string entries_page(Call& call, const Playlist& playlist, Window window) {
  auto words = playlist_words(call);
  auto path = fmt::format("/v1/playlists/{}/{}", playlist.id, words.list);
  return paging(call, path, "", window, playlist.entries.size(), [&](JsonWriter& json, std::size_t item) {
    const PlaylistEntry& entry = playlist.entries[item];
    auto gone = missing(call.world.faults, item);
    if (gone == Missing::item) {
      json.json("null");
      return;
    }
    bool local = gone == Missing::into_local_file;
    json.object().member("added_at", std::chrono::floor<std::chrono::seconds>(entry.added_at)).name("added_by");
    write_user(json, call, playlist.owner, false);
    json.member("is_local", local).null_member("primary_color");
    if (gone == Missing::track)
      json.null_member(words.entry);
    else if (local)
      json.json_member(words.entry, call.world.payloads().local_track(entry.track));
    else
      json.json_member(words.entry, track_json(call, entry.track));
    json.end_object();
  });
}

void write_followers(JsonWriter& json, const Playlist& playlist) {
  auto others = std::count_if(playlist.followers.begin(), playlist.followers.end(),
                              [&](const std::string& follower) { return follower != playlist.owner; });
  json.name("followers").object().null_member("href").member("total", others).end_object();
}

}  // namespace mtm::sandbox
