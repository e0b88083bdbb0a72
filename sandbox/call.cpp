#include "sandbox/call.hpp"

#include <fmt/format.h>

#include <charconv>

#include "http/syntax.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kExtra =
    R"({"sandbox_extra":{"unheard_of":[1,2.5e3,null,{"deeper":["\ud83c\udf19",true]}],"id":"not this one","name":"nor this"},)";

std::size_t whole(const Call& call, std::string_view name, std::size_t usual, std::size_t least, std::size_t most) {
  auto text = call.request.text(name);
  if (!text) return usual;
  std::size_t number = 0;
  auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failed != std::errc() || end != text->data() + text->size() || number < least || number > most) {
    throw Refusal(400, fmt::format("Invalid {}", name));
  }
  return number;
}

}  // namespace

std::string refusal_json(int status, const std::optional<std::string>& message, std::string_view reason) {
  std::string out;
  JsonWriter json(out);
  json.object().name("error").object().member("status", status);
  if (message) json.member("message", *message);
  if (!reason.empty()) json.member("reason", reason);
  json.end_object().end_object();
  return out;
}

http::Response to_response(const Refusal& refusal) {
  auto response =
      http::json_text(refusal_json(refusal.status, refusal.message), static_cast<http::Status>(refusal.status));
  if (!refusal.challenge.empty()) {
    response.with("WWW-Authenticate", fmt::format(R"(Bearer realm="spotify", error="{}", error_description="{}")",
                                                  refusal.challenge, *refusal.message));
  }
  return response;
}

http::Response to_response(const TokenRefusal& refusal) {
  std::string out;
  JsonWriter json(out);
  json.object().member("error", refusal.error);
  if (!refusal.description.empty()) json.member("error_description", refusal.description);
  json.end_object();
  return http::json_text(std::move(out), http::Status::bad_request);
}

http::Response html(std::string text, http::Status status) {
  http::Response response;
  response.status = status;
  response.audience = http::Audience::page;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(text);
  return response;
}

std::vector<std::string> list_of(const Call& call, std::string_view name) {
  std::vector<std::string> values;
  std::string_view query = call.request.query;
  while (!query.empty()) {
    auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    auto equals = pair.find('=');
    if (equals == pair.npos || pair.substr(0, equals) != name) continue;
    auto decoded = http::percent_decode(pair.substr(equals + 1), true);
    if (!decoded) throw Refusal(400, "invalid id");
    std::string_view rest = *decoded;
    while (!rest.empty()) {
      auto value = http::take_element(rest);
      if (!value.empty()) values.emplace_back(value);
    }
  }
  return values;
}

Window window_of(const Call& call, std::size_t usual, std::size_t most) {
  Window window;
  window.limit = whole(call, "limit", usual, 1, most);
  window.offset = whole(call, "offset", 0, 0, 100'000);
  if (call.world.faults.ignore_offset) window.offset = 0;
  return window;
}

std::string paging(const Call& call, std::string_view path, std::string_view query, Window window, std::size_t total,
                   const WriteItem& write) {
  auto address = [&](std::size_t offset) {
    return fmt::format("{}{}?{}{}offset={}&limit={}", call.world.payloads().origin(), path, query,
                       query.empty() ? "" : "&", offset, window.limit);
  };
  std::string out;
  out.reserve(window.limit * 1800);
  JsonWriter json(out);
  json.object().member("href", address(window.offset)).member("limit", window.limit);
  if (window.offset + window.limit < total)
    json.member("next", address(window.offset + window.limit));
  else
    json.null_member("next");
  json.member("offset", window.offset);
  if (window.offset > 0)
    json.member("previous", address(window.offset - std::min(window.offset, window.limit)));
  else
    json.null_member("previous");
  json.member("total", total).name("items").array();
  for (std::size_t item = window.offset; item < std::min(total, window.offset + window.limit); ++item)
    write(json, item);
  json.end_array().end_object();
  return out;
}

std::string track_json(const Call& call, std::uint32_t number) {
  auto text = call.world.payloads().track(number, call.world.detail());
  if (!call.world.faults.extra_fields) return std::string(text);
  std::string out(kExtra);
  out += text.substr(1);
  return out;
}

std::uint32_t relinked(const Call& call, std::uint32_t number) {
  const Catalogue& catalogue = call.world.catalogue;
  const Track& track = catalogue.tracks[number];
  if (!call.world.faults.relink) return number;
  if (track.recording != number) return track.recording;
  for (auto other : catalogue.artist_of(track).tracks) {
    if (other != number && catalogue.tracks[other].recording == number) return other;
  }
  return number;
}

std::string listed_track(const Call& call, std::uint32_t number, std::size_t item) {
  auto shown = relinked(call, number);
  auto text = track_json(call, shown);
  if (shown != number && call.world.detail() == Detail::full) {
    const auto& id = call.world.catalogue.tracks[number].id;
    text.insert(1, fmt::format(R"("linked_from":{{"id":"{0}","type":"track","uri":"spotify:track:{0}"}},)", id));
  }
  constexpr std::string_view kTitle = R"("is_local":false,"name":")";
  auto title = text.find(kTitle);
  if (item < call.world.faults.broken_titles && title != text.npos)
    text.insert(title + kTitle.size(), item % 2 == 0 ? "\xff" : "\\x");
  return text;
}

Missing missing(const Faults& faults, std::size_t item) {
  if (item % 2 == 0) return item / 2 < faults.local_tracks ? Missing::into_local_file : Missing::nothing;
  if (item / 2 >= faults.null_items) return Missing::nothing;
  return item % 4 == 1 ? Missing::item : Missing::track;
}

}  // namespace mtm::sandbox
