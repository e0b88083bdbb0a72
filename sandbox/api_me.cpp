// What a person's own data looks like: /v1/me and below.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sandbox/api.hpp"

namespace mtm::sandbox {
namespace {

using std::chrono::milliseconds;

// Plays as this caller sees them, newest first; the faults add some.
std::vector<Play> plays_of(const Call& call) {
  auto plays = call.person->plays;
  const auto& others = call.person->top_tracks[static_cast<int>(TimeRange::long_term)];
  const Faults& faults = call.world.faults;
  std::size_t known = plays.size();
  for (std::size_t late = 0; late < faults.late_plays && 2 * late + 1 < known && !others.empty(); ++late) {
    auto middle = plays[2 * late].played_at - (plays[2 * late].played_at - plays[2 * late + 1].played_at) / 2;
    plays.push_back({others[(late * 7 + 3) % others.size()], middle});
  }
  for (std::size_t twice = 0; twice < faults.duplicate_plays && twice < known; ++twice) plays.push_back(plays[twice]);
  std::sort(plays.begin(), plays.end(),
            [](const Play& left, const Play& right) { return left.played_at > right.played_at; });
  plays.resize(std::min<std::size_t>(plays.size(), 50));  // nobody gets more, ever
  return plays;
}

std::optional<WallTime> moment(const Call& call, std::string_view name) {
  auto text = call.request.text(name);
  if (!text) return {};
  std::int64_t number = 0;
  auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failed != std::errc() || end != text->data() + text->size()) throw Refusal(400, fmt::format("Invalid {}", name));
  return WallTime(milliseconds(number));
}

std::string unix_ms(WallTime time) { return std::to_string(time.time_since_epoch().count()); }

}  // namespace

http::Response me(Call& call) {
  const Person& person = *call.person;
  const auto& origin = call.world.payloads().origin();
  std::string out;
  JsonWriter json(out);
  json.object().member("account_id", person.account_id);
  if (call.world.detail() == Detail::full) {
    json.member("country", "SE").member("product", "premium");
    if (call.grant->has("user-read-email")) json.member("email", person.id + "@example.org");
    json.name("explicit_content").object().member("filter_enabled", false).member("filter_locked", false).end_object();
    json.name("followers").object().null_member("href").member("total", 17).end_object();
  }
  json.member("display_name", person.display_name);
  json.name("external_urls").object().member("spotify", fmt::format("{}/user/{}", origin, person.id)).end_object();
  json.member("href", fmt::format("{}/v1/users/{}", origin, person.id))
      .member("id", person.id)
      .name("images")
      .array()
      .end_array();
  json.member("type", "user").member("uri", "spotify:user:" + person.id).end_object();
  return http::json_text(std::move(out));
}

http::Response top(Call& call) {
  auto type = call.request.path_text("type");
  auto name = call.request.text("time_range").value_or("medium_term");
  constexpr std::string_view kRanges[] = {"short_term", "medium_term", "long_term"};
  auto range = std::find(std::begin(kRanges), std::end(kRanges), name) - std::begin(kRanges);
  if (range == 3) throw Refusal(400, "Invalid time range");
  auto window = window_of(call, 20, 50);
  auto path = "/v1/me/top/" + type;
  auto query = "time_range=" + name;
  if (type == "tracks") {
    const auto& tracks = call.person->top_tracks[range];
    return http::json_text(paging(call, path, query, window, tracks.size(), [&](JsonWriter& json, std::size_t item) {
      if (missing(call.world.faults, item) == Missing::item)
        json.json("null");
      else
        json.json(listed_track(call, tracks[item], item));
    }));
  }
  if (type != "artists") throw Refusal(404, "Service not found");
  const auto& artists = call.person->top_artists[range];
  return http::json_text(paging(call, path, query, window, artists.size(), [&](JsonWriter& json, std::size_t item) {
    json.json(call.world.payloads().artist(artists[item], call.world.detail()));
  }));
}

http::Response recently_played(Call& call) {
  auto after = moment(call, "after");
  auto before = moment(call, "before");
  if (after && before) throw Refusal(400, "Only one of before and after may be given");
  auto limit = window_of(call, 20, 50).limit;
  auto plays = plays_of(call);
  if (after) std::erase_if(plays, [&](const Play& play) { return play.played_at <= *after; });
  if (before) std::erase_if(plays, [&](const Play& play) { return play.played_at >= *before; });
  // After a moment come the plays next to it, not the newest of all; within the answer the newest stands first.
  if (plays.size() > limit) {
    if (after)
      plays.erase(plays.begin(), plays.end() - static_cast<std::ptrdiff_t>(limit));
    else
      plays.resize(limit);
  }
  auto address = call.world.payloads().origin() + "/v1/me/player/recently-played";
  std::string out;
  JsonWriter json(out);
  json.object().name("items").array();
  for (std::size_t item = 0; item < plays.size(); ++item) {
    json.object().json_member("track", listed_track(call, plays[item].track, item));
    json.member("played_at", plays[item].played_at);
    if (item % 3 == 0) {
      json.null_member("context").end_object();
      continue;
    }
    const Album& album = call.world.catalogue.album_of(call.world.catalogue.tracks[plays[item].track]);
    json.name("context")
        .object()
        .member("type", "album")
        .member("href", fmt::format("{}/v1/albums/{}", call.world.payloads().origin(), album.id));
    json.name("external_urls").object().member("spotify", "https://open.spotify.com/album/" + album.id).end_object();
    json.member("uri", "spotify:album:" + album.id).end_object().end_object();
  }
  json.end_array().member("limit", limit).member("href", fmt::format("{}?limit={}", address, limit));
  if (plays.empty()) {
    json.null_member("next").null_member("cursors").end_object();
    return http::json_text(std::move(out));
  }
  // There is always a next page, even when nothing will be on it.
  json.member("next", fmt::format("{}?before={}&limit={}", address, unix_ms(plays.back().played_at), limit));
  json.name("cursors")
      .object()
      .member("after", unix_ms(plays.front().played_at))
      .member("before", unix_ms(plays.back().played_at))
      .end_object();
  json.end_object();
  return http::json_text(std::move(out));
}

http::Response liked_songs(Call& call) {
  const auto& likes = call.person->likes;
  auto window = window_of(call, 20, 50);
  return http::json_text(
      paging(call, "/v1/me/tracks", "", window, likes.size(), [&](JsonWriter& json, std::size_t item) {
        auto gone = missing(call.world.faults, item);
        if (gone == Missing::item) {
          json.json("null");
          return;
        }
        json.object().member("added_at", WallTime(likes[item].added_at));
        if (gone == Missing::track)
          json.null_member("track");
        else if (gone == Missing::into_local_file)
          json.json_member("track", call.world.payloads().local_track(likes[item].track));
        else
          json.json_member("track", listed_track(call, likes[item].track, item));
        json.end_object();
      }));
}

}  // namespace mtm::sandbox
