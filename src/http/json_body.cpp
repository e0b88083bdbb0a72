#include "http/json_body.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "http/problem.hpp"

namespace mtm::http {

namespace {

/// The parser keeps its memory between requests of a thread.
thread_local simdjson::dom::parser parser;

[[noreturn]] void wrong(std::string_view field, std::string_view expected) {
  throw Problem(Status::unprocessable, fmt::format("'{}' must be {}.", field, expected));
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

/// A number as JSON writes it (RFC 8259 section 6).
bool is_number(std::string_view text) {
  auto take = [&](std::string_view bytes) {
    bool there = !text.empty() && bytes.find(text[0]) != bytes.npos;
    if (there) text.remove_prefix(1);
    return there;
  };
  constexpr std::string_view digits = "0123456789";
  auto take_digits = [&] {
    bool any = take(digits);
    while (take(digits)) {
    }
    return any;
  };
  take("-");
  if (!take("0") && !take_digits()) return false;
  if (take(".") && !take_digits()) return false;
  if (take("eE")) {
    take("+-");
    if (!take_digits()) return false;
  }
  return text.empty();
}

bool fits(std::string_view number) {
  const char* end = number.data() + number.size();
  std::int64_t whole = 0;
  double real = 0;
  if (number.find_first_of(".eE") == number.npos) return std::from_chars(number.data(), end, whole).ec == std::errc();
  return std::from_chars(number.data(), end, real).ec == std::errc();
}

/// JSON does not bound its numbers, and simdjson takes a text for broken when one of them fits no type. Such a number
/// becomes one that no field takes, so that its field is named.
std::string with_numbers_that_fit(std::string_view json) {
  constexpr std::string_view bytes_of_numbers = "0123456789+-.eE";
  std::string text;
  bool in_string = false;
  while (!json.empty()) {
    std::size_t length = 1;
    if (in_string) {
      if (json[0] == '\\') length = std::min<std::size_t>(2, json.size());
      if (json[0] == '"') in_string = false;
    } else if (json[0] == '"') {
      in_string = true;
    } else if (json[0] == '-' || (json[0] >= '0' && json[0] <= '9')) {
      length = std::min(json.find_first_not_of(bytes_of_numbers), json.size());
    }
    auto token = json.substr(0, length);
    bool is_too_large = !in_string && length > 1 && is_number(token) && !fits(token);
    text += is_too_large ? "1e308" : token;
    json.remove_prefix(length);
  }
  return text;
}

bool parse(std::string_view json, simdjson::dom::object& object) {
  simdjson::dom::element root;
  auto error = parser.parse(json.data(), json.size()).get(root);
  if (error == simdjson::NUMBER_ERROR) error = parser.parse(with_numbers_that_fit(json)).get(root);
  return !error && !root.get(object);
}

}  // namespace

struct JsonBody::Parsed {
  simdjson::dom::object object;
  bool empty = false;

  /// Nothing when the field is absent or null.
  std::optional<simdjson::dom::element> find(std::string_view field) const {
    if (empty) return std::nullopt;
    simdjson::dom::element element;
    if (object.at_key(field).get(element) || element.is_null()) return std::nullopt;
    return element;
  }
};

JsonBody::JsonBody(const Request& request) : parsed_(std::make_unique<Parsed>()) {
  if (request.body.empty()) {
    parsed_->empty = true;
    return;
  }
  // Deep nesting has no use in our bodies; simdjson refuses more than it has room for.
  if (parser.allocate(std::max<std::size_t>(request.body.size(), 4096), 32))
    throw Problem(Status::bad_request, "The body can't be read.");
  if (!parse(request.body, parsed_->object)) throw Problem(Status::bad_request, "The body is not a JSON object.");
}

JsonBody::~JsonBody() = default;

std::int64_t JsonBody::number(std::string_view field, std::int64_t least, std::int64_t most) {
  auto element = parsed_->find(field);
  std::int64_t value = 0;
  if (!element || element->get(value) || value < least || value > most)
    wrong(field, fmt::format("a whole number from {} to {}", least, most));
  return value;
}

std::int64_t JsonBody::number(std::string_view field, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
  return parsed_->find(field) ? number(field, least, most) : otherwise;
}

Id JsonBody::id(std::string_view field) {
  auto element = parsed_->find(field);
  std::string_view text;
  if (!element || element->get(text)) return Id{number(field, 1, INT64_MAX)};
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1)
    wrong(field, "an id, a whole number from 1");
  return Id{value};
}

std::string JsonBody::text(std::string_view field, std::size_t most) {
  auto expected = fmt::format("a text of 1 to {} characters", most);
  auto element = parsed_->find(field);
  std::string_view value;
  if (!element || element->get(value)) wrong(field, expected);
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  if (value.empty() || characters(value) > most) wrong(field, expected);
  for (unsigned char c : value)
    if (c < 0x20 || c == 0x7F) wrong(field, "a text without control characters");
  return std::string(value);
}

std::optional<std::string> JsonBody::optional_text(std::string_view field, std::size_t most) {
  if (!parsed_->find(field)) return std::nullopt;
  return text(field, most);
}

bool JsonBody::flag(std::string_view field, bool otherwise) {
  auto element = parsed_->find(field);
  if (!element) return otherwise;
  bool value = false;
  if (element->get(value)) wrong(field, "true or false");
  return value;
}

}  // namespace mtm::http
