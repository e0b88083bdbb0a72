#include "sandbox/control.hpp"

#include <simdjson.h>

#include <algorithm>

#include "http/problem.hpp"

namespace mtm::sandbox {
namespace {

void write_playlists(JsonWriter& json, const World& world) {
  json.array();
  for (const Playlist& playlist : world.playlists.all()) {
    if (!playlist.created_here) continue;
    json.object().member("id", playlist.id).member("name", playlist.name).member("description", playlist.description);
    json.member("owner", playlist.owner).member("public", playlist.is_public).member("total", playlist.entries.size());
    json.name("tracks").array();
    for (const PlaylistEntry& entry : playlist.entries) json.value(world.catalogue.tracks[entry.track].id);
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

http::Response show_faults(Call& call) { return http::json_text(to_json(call.world.faults)); }

http::Response set_faults(Call& call) {
  TokenFaults once;
  call.world.faults = faults_from(call.request.body, call.world.options.app_class, once);
  call.world.rate.clear();
  call.world.quota.clear();
  if (once.expire_access_tokens) call.world.tokens.expire_access_tokens();
  if (once.revoke_refresh_tokens) call.world.tokens.revoke_refresh_tokens();
  return show_faults(call);
}

http::Response clear_faults(Call& call) {
  call.world.faults = call.world.no_faults();
  call.world.rate.clear();
  call.world.quota.clear();
  return show_faults(call);
}

http::Response show_state(Call& call) {
  const World& world = call.world;
  std::string out;
  JsonWriter json(out);
  json.object().name("calls").object();
  for (const auto& [route, count] : world.tally.calls) json.member(route, count);
  json.end_object().name("tokens").object();
  json.member("codes", world.tally.codes).member("access_tokens", world.tally.access_tokens);
  json.member("refreshes", world.tally.refreshes)
      .member("refused_refreshes", world.tally.refused_refreshes)
      .end_object();
  json.name("people").array();
  for (const Person& person : world.people) {
    json.object()
        .member("id", person.id)
        .member("account_id", person.account_id)
        .member("display_name", person.display_name);
    json.member("likes", person.likes.size()).member("plays", person.plays.size()).end_object();
  }
  json.end_array().name("playlists");
  write_playlists(json, world);
  json.member("class", to_string(world.faults.app_class)).member("now", world.now()).end_object();
  return http::json_text(std::move(out));
}

http::Response forget_state(Call& call) {
  call.world.tally = {};
  call.world.playlists.forget_created();
  return show_state(call);
}

http::Response add_play(Call& call) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  std::string_view person_id, track_id, played_at;
  bool wrong = parser.parse(call.request.body.data(), call.request.body.size()).get(document) ||
               document["person"].get(person_id) || document["track_id"].get(track_id) ||
               document["played_at"].get(played_at);
  if (wrong) throw http::Problem(http::Status::unprocessable, "person, track_id and played_at are needed");
  Person* person = call.world.person(person_id);
  const Track* track = call.world.catalogue.track(track_id);
  auto time = from_rfc3339(played_at);
  if (!person || !track || !time)
    throw http::Problem(http::Status::unprocessable, "there is no such person, track or time");
  auto place = std::find_if(person->plays.begin(), person->plays.end(),
                            [&](const Play& play) { return play.played_at <= *time; });
  person->plays.insert(place, {call.world.catalogue.number_of(*track), *time});
  return http::no_content();
}

}  // namespace mtm::sandbox
