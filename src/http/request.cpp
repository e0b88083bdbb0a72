#include "http/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "http/cookies.hpp"
#include "http/problem.hpp"
#include "http/syntax.hpp"

namespace mtm::http {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Most names are plain; only the others pay for decoding.
bool names(std::string_view written, std::string_view name) {
  if (written.find_first_of("%+") == written.npos) return written == name;
  return percent_decode(written, true) == name;
}

}  // namespace

std::string_view to_string(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
  }
  return "-";
}

std::optional<std::string_view> Request::field(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (same_word(field, name)) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> Request::list(std::string_view name) const {
  std::vector<std::string_view> elements;
  for (const auto& [field, value] : fields) {
    if (!same_word(field, name)) continue;
    for (auto rest = value; !rest.empty();) {
      if (auto element = take_element(rest); !element.empty()) elements.push_back(element);
    }
  }
  return elements;
}

std::string Request::path_text(std::string_view name) const {
  for (const auto& [part, value] : path_parts) {
    if (part != name) continue;
    auto text = percent_decode(value, false);
    if (!text) throw Problem(Status::not_found, "There is nothing at this address.");
    return *text;
  }
  throw std::logic_error(fmt::format("the route has no part named {}", name));
}

std::int64_t Request::path_number(std::string_view name) const {
  auto number = whole_number(path_text(name));
  if (!number || *number <= 0) throw Problem(Status::not_found, "There is nothing at this address.");
  return *number;
}

std::optional<std::string> Request::text(std::string_view name) const {
  std::optional<std::string> found;
  for (auto rest = query; !rest.empty();) {
    auto end = rest.find('&');
    auto pair = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);

    auto equals = pair.find('=');
    if (!names(pair.substr(0, equals), name)) continue;
    if (found) throw Problem(Status::bad_request, fmt::format("The parameter {} is given twice.", name));
    found = percent_decode(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!found) throw Problem(Status::bad_request, fmt::format("The parameter {} is not readable as text.", name));
  }
  return found;
}

std::int64_t Request::number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                             std::int64_t most) const {
  auto written = text(name);
  if (!written) return otherwise;
  auto number = whole_number(*written);
  if (!number || *number < least || *number > most) {
    throw Problem(Status::unprocessable, fmt::format("{} must be a whole number from {} to {}.", name, least, most));
  }
  return *number;
}

std::int64_t Request::number(std::string_view name, std::int64_t least, std::int64_t most) const {
  // No caller allows the smallest of all numbers, so it stands for "absent".
  constexpr auto kAbsent = std::numeric_limits<std::int64_t>::min();
  auto value = number(name, kAbsent, least, most);
  if (value == kAbsent) throw Problem(Status::unprocessable, fmt::format("The parameter {} is missing.", name));
  return value;
}

std::string_view loggable_path(std::string_view path) {
  constexpr std::size_t kShown = 4;
  for (std::string_view before : {"/s/", "/api/v1/shares/"})
    if (path.starts_with(before)) return path.substr(0, before.size() + kShown);
  return path;
}

std::optional<std::string_view> Request::bearer_token() const {
  auto credentials = trim(field("Authorization").value_or(""));
  auto end = std::min(credentials.find_first_of(" \t"), credentials.size());
  auto token = trim(credentials.substr(end));
  if (!same_word(credentials.substr(0, end), "Bearer") || token.empty()) return std::nullopt;
  return token;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (!same_word(field, "Cookie")) continue;
    if (auto found = find_cookie(value, name)) return found;
  }
  return std::nullopt;
}

std::vector<std::string_view> Request::cookie_names(std::string_view prefix) const {
  std::vector<std::string_view> names;
  for (const auto& [field, value] : fields) {
    if (same_word(field, "Cookie")) add_cookie_names(names, value, prefix);
  }
  return names;
}

}  // namespace mtm::http
