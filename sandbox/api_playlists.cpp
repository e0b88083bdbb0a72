// Playlists over the Web API: read. api_playlist_changes.cpp makes and fills them.
#include <simdjson.h>

#include <fmt/format.h>

#include <utility>

#include "sandbox/api.hpp"
#include "sandbox/playlist_payloads.hpp"

namespace mtm::sandbox {
namespace {

bool may_look_inside(const Call& call, const Playlist& playlist) {
  return playlist.owner == (call.person ? call.person->id : "") || call.world.faults.app_class != AppClass::dev2026;
}

// "total,items(track(id))" names the members total and items; what is in parentheses is not looked at.
std::vector<std::string> fields_of(const Call& call) {
  std::vector<std::string> names;
  int depth = 0;
  std::string name;
  for (char letter : call.request.text("fields").value_or("") + ",") {
    if (letter == '(')
      ++depth;
    else if (letter == ')')
      --depth;
    else if (letter == ',' && depth == 0) {
      if (!name.empty()) names.push_back(std::exchange(name, {}));
    } else if (depth == 0)
      name += letter;
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

}  // namespace

http::Response my_playlists(Call& call) {
  auto window = window_of(call, 20, 50);
  auto theirs = call.world.playlists.of(call.person->id);
  if (!call.grant->has("playlist-read-private"))
    std::erase_if(theirs, [](Playlist* playlist) { return !playlist->is_public; });
  return http::json_text(
      paging(call, "/v1/me/playlists", "", window, theirs.size(), [&](JsonWriter& json, std::size_t item) {
        if (missing(call.world.faults, item) == Missing::item) {
          json.json("null");
          return;
        }
        const Playlist& playlist = *theirs[item];
        auto words = playlist_words(call);
        write_playlist_start(json, call, playlist);
        json.name(words.list).object();
        json.member("href",
                    fmt::format("{}/v1/playlists/{}/{}", call.world.payloads().origin(), playlist.id, words.list));
        json.member("total", playlist.entries.size()).end_object().end_object();
      }));
}

http::Response playlist(Call& call) {
  const Playlist& found = wanted_playlist(call);
  if (!found.is_public && (!call.person || found.owner != call.person->id)) throw Refusal(404, "Resource not found");
  std::string out;
  JsonWriter json(out);
  write_playlist_start(json, call, found);
  write_followers(json, found);
  if (may_look_inside(call, found)) json.json_member(playlist_words(call).list, entries_page(call, found, {50, 0}));
  json.end_object();
  return http::json_text(only_fields(out, fields_of(call)));
}

http::Response playlist_items(Call& call) {
  const Playlist& found = wanted_playlist(call);
  if (!may_look_inside(call, found)) throw Refusal(403, "Forbidden");
  bool old = call.world.faults.app_class != AppClass::dev2026;
  auto window = window_of(call, 20, old ? 100 : 50);
  return http::json_text(only_fields(entries_page(call, found, window), fields_of(call)));
}

}  // namespace mtm::sandbox
