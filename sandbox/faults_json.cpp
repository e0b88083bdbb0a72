// Faults as JSON, in and out.
#include <simdjson.h>

#include <fmt/format.h>

#include <array>
#include <utility>

#include "http/problem.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/json_writer.hpp"
#include "sandbox/tokens.hpp"

namespace mtm::sandbox {
namespace {

using simdjson::dom::element;

constexpr std::array<std::pair<AppClass, std::string_view>, 3> kClasses{
    {{AppClass::dev2026, "dev2026"}, {AppClass::dev_legacy, "devLegacy"}, {AppClass::extended, "extended"}}};
constexpr std::array<std::pair<Body, std::string_view>, 9> kBodies{{{Body::json, "json"},
                                                                    {Body::messageless, "messageless"},
                                                                    {Body::html, "html"},
                                                                    {Body::text, "text/plain"},
                                                                    {Body::empty, "empty"},
                                                                    {Body::truncated, "truncated"},
                                                                    {Body::nested, "nested"},
                                                                    {Body::huge, "huge"},
                                                                    {Body::no_items, "no_items"}}};
constexpr std::array<std::pair<Cut, std::string_view>, 4> kCuts{
    {{Cut::none, "none"}, {Cut::before, "before"}, {Cut::after, "after"}, {Cut::middle, "middle"}}};

template <class Names, class Value>
std::string_view name_of(const Names& names, Value value) {
  for (auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "";
}

[[noreturn]] void wrong(std::string_view member, std::string_view what) {
  throw http::Problem(http::Status::unprocessable, fmt::format("{}: {}", member, what));
}

std::string text(std::string_view member, element value) {
  std::string_view found;
  if (value.get(found)) wrong(member, "must be a text");
  return std::string(found);
}

std::int64_t whole(std::string_view member, element value, std::int64_t least, std::int64_t most) {
  std::int64_t found;
  if (value.get(found) || found < least || found > most)
    wrong(member, fmt::format("must be a whole number from {} to {}", least, most));
  return found;
}

std::size_t amount(std::string_view member, element value) {
  return static_cast<std::size_t>(whole(member, value, 0, 1'000'000));
}

bool truth(std::string_view member, element value) {
  bool found;
  if (value.get(found)) wrong(member, "must be true or false");
  return found;
}

std::string scopes(std::string_view member, element value) {
  auto words = text(member, value);
  if (!scopes_from(words)) wrong(member, "must be scopes of Spotify's, separated by spaces");
  return words;
}

// Spotify's Retry-After is a number; tests also want nonsense in it.
std::string field(std::string_view member, element value) {
  if (value.is_null()) return {};
  std::int64_t number;
  if (!value.get(number)) return std::to_string(number);
  return text(member, value);
}

template <class Names>
auto one_of(const Names& names, std::string_view member, element value) {
  auto wanted = text(member, value);
  for (auto& [known, name] : names) {
    if (name == wanted) return known;
  }
  std::string all;
  for (auto& [known, name] : names) all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
  wrong(member, "must be one of " + all);
}

template <class Take>
void each_member(std::string_view what, element value, Take take) {
  simdjson::dom::object object;
  if (value.get(object)) wrong(what, "must be an object");
  for (auto [name, member] : object) {
    if (!take(name, member)) wrong(name, "no such member");
  }
}

void take_route(Rule& rule, std::string_view route) {
  auto space = route.find(' ');
  if (space != route.npos) {
    rule.method = route.substr(0, space);
    route.remove_prefix(space + 1);
  }
  if (!route.starts_with('/')) wrong("route", "must be like \"GET /v1/me/tracks\" or \"/v1/*\"");
  rule.path = route;
}

Rule rule_from(element value) {
  Rule rule;
  each_member("rule", value, [&](std::string_view name, element member) {
    if (name == "route")
      take_route(rule, text(name, member));
    else if (name == "person")
      rule.person = text(name, member);
    else if (name == "containing")
      rule.containing = text(name, member);
    else if (name == "status")
      rule.status = static_cast<int>(whole(name, member, 200, 599));
    else if (name == "body")
      rule.body = one_of(kBodies, name, member);
    else if (name == "message")
      rule.message = text(name, member);
    else if (name == "reason")
      rule.reason = text(name, member);
    else if (name == "retry_after")
      rule.retry_after = field(name, member);
    else if (name == "location")
      rule.location = text(name, member);
    else if (name == "delay_ms")
      rule.delay = std::chrono::milliseconds(whole(name, member, 0, 600'000));
    else if (name == "skip")
      rule.skip = static_cast<int>(whole(name, member, 0, 1'000'000));
    else if (name == "count")
      rule.count = static_cast<int>(whole(name, member, 0, 1'000'000));
    else if (name == "unlikes")
      rule.unlikes = amount(name, member);
    else if (name == "effect")
      rule.effect = truth(name, member);
    else if (name == "cut")
      rule.cut = one_of(kCuts, name, member);
    else if (name == "drip_ms")
      rule.drip = std::chrono::milliseconds(whole(name, member, 0, 60'000));
    else if (name == "chunked")
      rule.chunked = truth(name, member);
    else
      return false;
    return true;
  });
  if (rule.path.empty()) wrong("route", "every rule needs one");
  return rule;
}

CallLimit limit_from(std::string_view what, element value, std::chrono::seconds usual_window) {
  CallLimit limit;
  limit.window = usual_window;
  each_member(what, value, [&](std::string_view name, element member) {
    if (name == "calls")
      limit.calls = amount(name, member);
    else if (name == "window_s")
      limit.window = std::chrono::seconds(whole(name, member, 1, 1'000'000));
    else if (name == "retry_after")
      limit.retry_after = member.is_null() ? "none" : field(name, member);
    else
      return false;
    return true;
  });
  return limit;
}

void write(JsonWriter& json, const Rule& rule) {
  json.object().member("route", rule.method + " " + rule.path);
  if (!rule.person.empty()) json.member("person", rule.person);
  if (!rule.containing.empty()) json.member("containing", rule.containing);
  if (rule.status) json.member("status", rule.status);
  if (rule.status || rule.body != Body::json) json.member("body", name_of(kBodies, rule.body));
  if (!rule.message.empty()) json.member("message", rule.message);
  if (!rule.reason.empty()) json.member("reason", rule.reason);
  if (!rule.retry_after.empty()) json.member("retry_after", rule.retry_after);
  if (!rule.location.empty()) json.member("location", rule.location);
  if (rule.delay.count()) json.member("delay_ms", rule.delay.count());
  if (rule.skip) json.member("skip", rule.skip);
  if (rule.count) json.member("count", *rule.count);
  if (rule.unlikes) json.member("unlikes", rule.unlikes);
  if (rule.effect) json.member("effect", true);
  if (rule.cut != Cut::none) json.member("cut", name_of(kCuts, rule.cut));
  if (rule.drip.count()) json.member("drip_ms", rule.drip.count());
  if (rule.chunked) json.member("chunked", true);
  json.end_object();
}

void write(JsonWriter& json, std::string_view name, const std::optional<CallLimit>& limit) {
  if (!limit) {
    json.null_member(name);
    return;
  }
  json.name(name).object().member("calls", limit->calls).member("window_s", limit->window.count());
  if (!limit->retry_after.empty()) json.member("retry_after", limit->retry_after);
  json.end_object();
}

}  // namespace

std::optional<AppClass> app_class_from(std::string_view wanted) {
  for (auto& [known, name] : kClasses) {
    if (name == wanted) return known;
  }
  return {};
}

std::string_view to_string(AppClass app_class) { return name_of(kClasses, app_class); }

Faults faults_from(std::string_view json, AppClass usual_class, TokenFaults& once) {
  simdjson::dom::parser parser;
  element document;
  if (parser.parse(json.data(), json.size()).get(document))
    throw http::Problem(http::Status::bad_request, "That is not JSON");
  Faults faults;
  faults.app_class = usual_class;
  each_member("faults", document, [&](std::string_view name, element member) {
    if (name == "rules") {
      simdjson::dom::array rules;
      if (member.get(rules)) wrong(name, "must be a list");
      for (element rule : rules) faults.rules.push_back(rule_from(rule));
    } else if (name == "rate") {
      if (!member.is_null()) faults.rate = limit_from(name, member, std::chrono::seconds(30));
    } else if (name == "quota") {
      if (!member.is_null()) faults.quota = limit_from(name, member, std::chrono::hours(24));
    } else if (name == "class")
      faults.app_class = one_of(kClasses, name, member);
    else if (name == "omit_refresh_token")
      faults.omit_refresh_token = truth(name, member);
    else if (name == "rotate_refresh_token")
      faults.rotate_refresh_token = truth(name, member);
    else if (name == "expire_access_tokens")
      once.expire_access_tokens = truth(name, member);
    else if (name == "revoke_refresh_tokens")
      once.revoke_refresh_tokens = truth(name, member);
    else if (name == "extra_fields")
      faults.extra_fields = truth(name, member);
    else if (name == "old_playlist_shape")
      faults.old_playlist_shape = truth(name, member);
    else if (name == "relink")
      faults.relink = truth(name, member);
    else if (name == "ignore_offset")
      faults.ignore_offset = truth(name, member);
    else if (name == "granted_scopes")
      faults.granted_scopes = scopes(name, member);
    else if (name == "broken_titles")
      faults.broken_titles = amount(name, member);
    else if (name == "local_tracks")
      faults.local_tracks = amount(name, member);
    else if (name == "null_items")
      faults.null_items = amount(name, member);
    else if (name == "late_plays")
      faults.late_plays = amount(name, member);
    else if (name == "duplicate_plays")
      faults.duplicate_plays = amount(name, member);
    else if (name == "absurd_features")
      faults.absurd_features = amount(name, member);
    else if (name == "clock_offset_s")
      faults.clock_offset = std::chrono::seconds(whole(name, member, -400'000'000, 400'000'000));
    else
      return false;
    return true;
  });
  return faults;
}

std::string to_json(const Faults& faults) {
  std::string out;
  JsonWriter json(out);
  json.object().name("rules").array();
  for (const Rule& rule : faults.rules) write(json, rule);
  json.end_array();
  write(json, "rate", faults.rate);
  write(json, "quota", faults.quota);
  json.member("class", to_string(faults.app_class));
  json.member("omit_refresh_token", faults.omit_refresh_token)
      .member("rotate_refresh_token", faults.rotate_refresh_token);
  json.member("extra_fields", faults.extra_fields).member("old_playlist_shape", faults.old_playlist_shape);
  json.member("relink", faults.relink)
      .member("local_tracks", faults.local_tracks)
      .member("null_items", faults.null_items);
  json.member("ignore_offset", faults.ignore_offset)
      .member("granted_scopes", faults.granted_scopes)
      .member("broken_titles", faults.broken_titles);
  json.member("late_plays", faults.late_plays).member("duplicate_plays", faults.duplicate_plays);
  json.member("absurd_features", faults.absurd_features);
  json.member("clock_offset_s", faults.clock_offset.count()).end_object();
  return out;
}

}  // namespace mtm::sandbox
