#include "http/json_body.hpp"

#include <fmt/format.h>
#include <simdjson.h>

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
  simdjson::dom::element root;
  if (parser.parse(request.body.data(), request.body.size()).get(root) || root.get(parsed_->object))
    throw Problem(Status::bad_request, "The body is not a JSON object.");
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
