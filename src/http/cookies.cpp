#include "http/cookies.hpp"

#include <algorithm>
#include <stdexcept>

#include "http/syntax.hpp"

namespace mtm::http {
namespace {

bool is_value_byte(char byte) {
  return byte > ' ' && byte < '\x7f' && byte != '"' && byte != ',' && byte != ';' && byte != '\\';
}

struct Cookie {
  std::string_view name, value;  // no name: it is none
};

/// Takes the first cookie off a Cookie field.
Cookie take_cookie(std::string_view& field) {
  auto end = field.find(';');
  auto pair = field.substr(0, end);
  field = end == field.npos ? std::string_view() : field.substr(end + 1);
  auto equals = pair.find('=');
  if (equals == pair.npos) return {};
  return {trim(pair.substr(0, equals)), trim(pair.substr(equals + 1))};
}

}  // namespace

std::optional<std::string_view> find_cookie(std::string_view field, std::string_view name) {
  while (!field.empty()) {
    auto cookie = take_cookie(field);
    if (cookie.name != name) continue;
    auto value = cookie.value;
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return value;
  }
  return std::nullopt;
}

void add_cookie_names(std::vector<std::string_view>& names, std::string_view field, std::string_view prefix) {
  while (!field.empty()) {
    auto cookie = take_cookie(field);
    if (cookie.name.starts_with(prefix) && is_token(cookie.name)) names.push_back(cookie.name);
  }
}

std::string Cookies::name(std::string_view name) const { return (production_ ? "__Host-" : "") + std::string(name); }

std::string Cookies::set(std::string_view name, std::string_view value,
                         std::optional<std::chrono::seconds> max_age) const {
  if (!is_token(name) || !std::all_of(value.begin(), value.end(), is_value_byte)) {
    throw std::invalid_argument("a cookie can't hold these bytes");
  }
  auto text = this->name(name);
  text += '=';
  text += value;
  if (max_age) text += "; Max-Age=" + std::to_string(max_age->count());
  text += "; Path=/; HttpOnly; SameSite=Lax";
  if (production_) text += "; Secure";
  return text;
}

std::string Cookies::forget(std::string_view name) const { return set(name, "", std::chrono::seconds(0)); }

}  // namespace mtm::http
