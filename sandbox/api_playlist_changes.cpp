// Playlists over the Web API: made, changed and filled.
#include <fmt/format.h>

#include "sandbox/api.hpp"
#include "sandbox/json_body.hpp"
#include "sandbox/playlist_payloads.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::size_t kMostUris = 100;
constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kLongestDescription = 300;

// Spotify answers with "Insufficient client scope" when the one for this kind of playlist is missing.
void check_write(const Call& call, bool is_public) {
  if (!call.grant->has(is_public ? "playlist-modify-public" : "playlist-modify-private"))
    throw Refusal(403, "Insufficient client scope");
}

Playlist& own(Call& call) {
  Playlist& playlist = wanted_playlist(call);
  if (playlist.owner != call.person->id) throw Refusal(403, "You cannot add tracks to a playlist you don't own.");
  check_write(call, playlist.is_public);
  return playlist;
}

std::vector<std::uint32_t> tracks_from(const Call& call, const std::vector<std::string>& uris) {
  if (uris.size() > kMostUris)
    throw Refusal(400, fmt::format("You can add a maximum of {} tracks per request.", kMostUris));
  std::vector<std::uint32_t> tracks;
  for (const std::string& uri : uris) {
    constexpr std::string_view kStart = "spotify:track:";
    if (!uri.starts_with(kStart)) throw Refusal(400, "Invalid track uri: " + uri);
    const Track* track = call.world.catalogue.track(std::string_view(uri).substr(kStart.size()));
    if (!track) throw Refusal(400, "Payload contains a non-existing ID");
    tracks.push_back(call.world.catalogue.number_of(*track));
  }
  return tracks;
}

// `uris` of the query win over the body.
std::optional<std::vector<std::string>> uris_of(const Call& call, const JsonBody* body) {
  auto uris = list_of(call, "uris");
  if (!uris.empty()) return uris;
  if (body) return body->texts("uris");
  return {};
}

http::Response snapshot(const Playlist& playlist, http::Status status) {
  std::string out;
  JsonWriter json(out);
  json.object().member("snapshot_id", playlist.snapshot()).end_object();
  return http::json_text(std::move(out), status);
}

http::Response create(Call& call, const std::string& owner) {
  JsonBody body(call.request.body);
  auto name = body.text("name");
  if (!name || name->empty()) throw Refusal(400, "Missing required field: name");
  auto description = body.text("description").value_or("");
  if (description.size() > kLongestDescription) throw Refusal(400, "Description is too long");
  bool is_public = body.truth("public").value_or(true);
  bool collaborative = body.truth("collaborative").value_or(false);
  check_write(call, is_public);
  if (collaborative && is_public) throw Refusal(400, "Collaborative playlists can only be private");
  if (collaborative) check_write(call, true);

  Playlist& playlist = call.world.playlists.create(owner, *name);
  playlist.description = std::move(description);
  playlist.is_public = is_public;
  playlist.collaborative = collaborative;
  playlist.created_here = true;

  std::string out;
  JsonWriter json(out);
  write_playlist_start(json, call, playlist);
  write_followers(json, playlist);
  json.json_member(playlist_words(call).list, entries_page(call, playlist, {})).end_object();
  return http::json_text(std::move(out), http::Status::created);
}

}  // namespace

http::Response create_playlist(Call& call) { return create(call, call.person->id); }

http::Response create_playlist_of_user(Call& call) {
  if (call.request.path_text("user_id") != call.person->id)
    throw Refusal(403, "You cannot create a playlist for another user");
  return create(call, call.person->id);
}

http::Response change_playlist(Call& call) {
  Playlist& playlist = own(call);
  JsonBody body(call.request.body);
  if (auto name = body.text("name")) playlist.name = *name;
  if (auto description = body.text("description")) playlist.description = *description;
  if (auto is_public = body.truth("public")) playlist.is_public = *is_public;
  ++playlist.revision;
  return http::json_text("");
}

http::Response add_to_playlist(Call& call) {
  Playlist& playlist = own(call);
  std::optional<JsonBody> body;
  if (!call.request.body.empty()) body.emplace(call.request.body);
  auto uris = uris_of(call, body ? &*body : nullptr);
  if (!uris || uris->empty()) throw Refusal(400, "No uris provided");
  auto tracks = tracks_from(call, *uris);
  auto position = body ? body->number("position") : std::nullopt;
  if (position && *position > playlist.entries.size()) throw Refusal(400, "Index out of bounds");
  if (playlist.entries.size() + tracks.size() > kMostEntries) throw Refusal(400, "Playlist size limit reached");
  add(playlist, tracks, position, call.world.now());
  return snapshot(playlist, http::Status::created);
}

http::Response replace_in_playlist(Call& call) {
  Playlist& playlist = own(call);
  std::optional<JsonBody> body;
  if (!call.request.body.empty()) body.emplace(call.request.body);
  if (auto uris = uris_of(call, body ? &*body : nullptr)) {
    replace(playlist, tracks_from(call, *uris), call.world.now());
    return snapshot(playlist, http::Status::created);
  }
  auto start = body ? body->number("range_start") : std::nullopt;
  auto before = body ? body->number("insert_before") : std::nullopt;
  if (!start || !before) throw Refusal(400, "No uris provided");
  if (!reorder(playlist, *start, body->number("range_length").value_or(1), *before))
    throw Refusal(400, "Index out of bounds");
  return snapshot(playlist, http::Status::ok);
}

http::Response remove_from_playlist(Call& call) {
  Playlist& playlist = own(call);
  JsonBody body(call.request.body);
  auto uris = body.texts("items", "uri");
  if (!uris) uris = body.texts("tracks", "uri");
  if (!uris || uris->empty()) throw Refusal(400, "No uris provided");
  remove(playlist, tracks_from(call, *uris));
  return snapshot(playlist, http::Status::ok);
}

}  // namespace mtm::sandbox
