// Playlists over the Web API: made, changed, filled and read.
#include <simdjson.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sandbox/api.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::size_t kMostUris = 100;
constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kLongestDescription = 300;

struct Names {
  std::string_view list, entry;
};

// The words changed in 2026; the old routes keep the old ones.
Names names_for(const Call& call) {
  bool old = call.world.faults.old_playlist_shape || call.request.path.ends_with("/tracks");
  return old ? Names{"tracks", "track"} : Names{"items", "item"};
}

class JsonBody {
 public:
  explicit JsonBody(std::string_view text) {
    if (parser_.parse(text.data(), text.size()).get(document_) || !document_.is_object()) throw Refusal(400, "Error parsing JSON.");
  }
  std::optional<std::string> text(const char* name) const {
    std::string_view found;
    if (document_[name].get(found)) return {};
    return std::string(found);
  }
  std::optional<bool> truth(const char* name) const {
    bool found;
    if (document_[name].get(found)) return {};
    return found;
  }
  std::optional<std::size_t> number(const char* name) const {
    std::uint64_t found;
    if (document_[name].get(found)) return {};
    return found;
  }
  /// The texts of a list; with `member`, those of that member of its objects.
  std::optional<std::vector<std::string>> texts(const char* name, const char* member = nullptr) const {
    simdjson::dom::array found;
    if (document_[name].get(found)) return {};
    std::vector<std::string> all;
    for (auto item : found) {
      std::string_view text;
      auto error = member ? item[member].get(text) : item.get(text);
      if (error) throw Refusal(400, "Invalid track uri");
      all.emplace_back(text);
    }
    return all;
  }

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::element document_;
};

Playlist& wanted(Call& call) {
  Playlist* found = call.world.playlists.find(call.request.path_text("id"));
  if (!found) throw Refusal(404, "Resource not found");
  return *found;
}

// Spotify answers with "Insufficient client scope" when the one for this kind of playlist is missing.
void check_write(const Call& call, bool is_public) {
  if (!call.grant->has(is_public ? "playlist-modify-public" : "playlist-modify-private")) throw Refusal(403, "Insufficient client scope");
}

Playlist& own(Call& call) {
  Playlist& playlist = wanted(call);
  if (playlist.owner != call.person->id) throw Refusal(403, "You cannot add tracks to a playlist you don't own.");
  check_write(call, playlist.is_public);
  return playlist;
}

std::vector<std::uint32_t> tracks_from(const Call& call, const std::vector<std::string>& uris) {
  if (uris.size() > kMostUris) throw Refusal(400, fmt::format("You can add a maximum of {} tracks per request.", kMostUris));
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

void write_user(JsonWriter& json, Call& call, const std::string& id, bool with_name) {
  const auto& origin = call.world.payloads().origin();
  json.object();
  if (with_name) {
    Person* person = call.world.person(id);
    if (person) json.member("display_name", person->display_name);
    else json.null_member("display_name");
  }
  json.name("external_urls").object().member("spotify", fmt::format("{}/user/{}", origin, id)).end_object();
  json.member("href", fmt::format("{}/v1/users/{}", origin, id)).member("id", id).member("type", "user").member("uri", "spotify:user:" + id);
  json.end_object();
}

// Without the closing brace and without the entries.
void write_start(JsonWriter& json, Call& call, const Playlist& playlist) {
  const auto& origin = call.world.payloads().origin();
  json.object().member("collaborative", playlist.collaborative).member("description", playlist.description);
  json.name("external_urls").object().member("spotify", fmt::format("{}/playlist/{}", origin, playlist.id)).end_object();
  json.member("href", fmt::format("{}/v1/playlists/{}", origin, playlist.id)).member("id", playlist.id);
  if (playlist.entries.empty()) {
    json.null_member("images");
  } else {
    const Track& first = call.world.catalogue.tracks[playlist.entries.front().track];
    json.name("images").array().object().null_member("height");
    json.member("url", fmt::format("{}/covers/{}.svg", origin, call.world.catalogue.album_of(first).id)).null_member("width").end_object().end_array();
  }
  json.member("name", playlist.name).name("owner");
  write_user(json, call, playlist.owner, true);
  json.null_member("primary_color").member("public", playlist.is_public).member("snapshot_id", playlist.snapshot());
  json.member("type", "playlist").member("uri", "spotify:playlist:" + playlist.id);
}

std::string entries_page(Call& call, const Playlist& playlist, Names names, Window window) {
  auto path = fmt::format("/v1/playlists/{}/{}", playlist.id, names.list);
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
    if (gone == Missing::track) json.null_member(names.entry);
    else if (local) json.json_member(names.entry, call.world.payloads().local_track(entry.track));
    else json.json_member(names.entry, track_json(call, entry.track));
    json.end_object();
  });
}

bool may_look_inside(const Call& call, const Playlist& playlist) {
  return playlist.owner == (call.person ? call.person->id : "") || call.world.faults.app_class != AppClass::dev2026;
}

// "total,items(track(id))" names the members total and items; what is in parentheses is not looked at.
std::vector<std::string> fields_of(const Call& call) {
  std::vector<std::string> names;
  int depth = 0;
  std::string name;
  for (char letter : call.request.text("fields").value_or("") + ",") {
    if (letter == '(') ++depth;
    else if (letter == ')') --depth;
    else if (letter == ',' && depth == 0) {
      if (!name.empty()) names.push_back(std::exchange(name, {}));
    } else if (depth == 0) name += letter;
  }
  return names;
}

std::string only_fields(const std::string& text, const std::vector<std::string>& names) {
  if (names.empty()) return text;
  simdjson::dom::parser parser;
  simdjson::dom::element document = parser.parse(text);
  std::string out;
  JsonWriter json(out);
  json.object();
  for (const std::string& name : names) {
    simdjson::dom::element member;
    if (!document[name].get(member)) json.json_member(name, simdjson::minify(member));
  }
  json.end_object();
  return out;
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
  write_start(json, call, playlist);
  json.name("followers").object().null_member("href").member("total", 0).end_object();
  json.json_member(names_for(call).list, entries_page(call, playlist, names_for(call), {})).end_object();
  return http::json_text(std::move(out), http::Status::created);
}

}  // namespace

http::Response my_playlists(Call& call) {
  auto window = window_of(call, 20, 50);
  auto theirs = call.world.playlists.of(call.person->id);
  if (!call.grant->has("playlist-read-private")) std::erase_if(theirs, [](Playlist* playlist) { return !playlist->is_public; });
  return http::json_text(paging(call, "/v1/me/playlists", "", window, theirs.size(), [&](JsonWriter& json, std::size_t item) {
    if (missing(call.world.faults, item) == Missing::item) {
      json.json("null");
      return;
    }
    const Playlist& playlist = *theirs[item];
    auto names = names_for(call);
    write_start(json, call, playlist);
    json.name(names.list).object();
    json.member("href", fmt::format("{}/v1/playlists/{}/{}", call.world.payloads().origin(), playlist.id, names.list));
    json.member("total", playlist.entries.size()).end_object().end_object();
  }));
}

http::Response create_playlist(Call& call) { return create(call, call.person->id); }

http::Response create_playlist_of_user(Call& call) {
  if (call.request.path_text("user_id") != call.person->id) throw Refusal(403, "You cannot create a playlist for another user");
  return create(call, call.person->id);
}

http::Response playlist(Call& call) {
  const Playlist& found = wanted(call);
  if (!found.is_public && (!call.person || found.owner != call.person->id)) throw Refusal(404, "Resource not found");
  std::string out;
  JsonWriter json(out);
  write_start(json, call, found);
  json.name("followers").object().null_member("href").member("total", found.followers.size() - 1).end_object();
  if (may_look_inside(call, found)) json.json_member(names_for(call).list, entries_page(call, found, names_for(call), {50, 0}));
  json.end_object();
  return http::json_text(only_fields(out, fields_of(call)));
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

http::Response playlist_items(Call& call) {
  const Playlist& found = wanted(call);
  if (!may_look_inside(call, found)) throw Refusal(403, "Forbidden");
  bool old = call.world.faults.app_class != AppClass::dev2026;
  auto window = window_of(call, 20, old ? 100 : 50);
  return http::json_text(only_fields(entries_page(call, found, names_for(call), window), fields_of(call)));
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
  if (!reorder(playlist, *start, body->number("range_length").value_or(1), *before)) throw Refusal(400, "Index out of bounds");
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
