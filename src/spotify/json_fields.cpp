#include "spotify/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "spotify/payloads.hpp"

namespace mtm::spotify {

namespace {

/// What stands at a key. A null counts as missing; a wrong type is `wrong`, broken JSON throws.
template <class Found>
struct Asked {
  std::optional<Found> found;
  bool wrong = false;
};

template <class Found, class Get>
Asked<Found> ask(JsonObject& object, std::string_view key, Get get) {
  // From the beginning each time: find_field_unordered(), when it starts over, takes for granted that what lies behind
  // it was JSON, and broken text leads it astray.
  bool has_fields = false;
  check_syntax(object.reset().get(has_fields));
  if (!has_fields) return {};
  JsonValue value;
  auto missing = object.find_field(key).get(value);
  if (missing == simdjson::NO_SUCH_FIELD) return {};
  check_syntax(missing);
  simdjson::ondemand::json_type type{};
  check_syntax(value.type().get(type));
  if (type == simdjson::ondemand::json_type::null) return {};
  Found found{};
  auto error = get(value, found);
  if (error == simdjson::SUCCESS) return {std::move(found)};
  check_syntax(error);
  return {{}, true};
}

Asked<std::string> ask_text(JsonObject& object, std::string_view key) {
  return ask<std::string>(object, key, [](JsonValue& value, std::string& found) {
    std::string_view bytes;
    auto error = value.get_string().get(bytes);
    found.reserve(bytes.size());
    std::copy_if(bytes.begin(), bytes.end(), std::back_inserter(found), [](char letter) { return letter != '\0'; });
    return error;
  });
}

Asked<double> ask_number(JsonObject& object, std::string_view key) {
  return ask<double>(object, key, [](JsonValue& value, double& found) { return value.get_double().get(found); });
}

Asked<std::int64_t> ask_whole_number(JsonObject& object, std::string_view key) {
  constexpr double kExact = 9007199254740992;  // 2^53: beyond it a double skips integers
  auto asked = ask_number(object, key);
  if (!asked.found) return {{}, asked.wrong};
  if (std::abs(*asked.found) > kExact) return {{}, true};
  return {std::llround(*asked.found)};
}

Asked<JsonObject> ask_child(JsonObject& object, std::string_view key) {
  return ask<JsonObject>(object, key,
                         [](JsonValue& value, JsonObject& found) { return value.get_object().get(found); });
}

Asked<JsonArray> ask_list(JsonObject& object, std::string_view key) {
  return ask<JsonArray>(object, key, [](JsonValue& value, JsonArray& found) { return value.get_array().get(found); });
}

template <class Found>
std::optional<Found> strictly(Asked<Found> asked, std::string_view key, std::string_view what) {
  if (asked.wrong) throw Unfit{fmt::format("its {} is not {}", key, what)};
  return std::move(asked.found);
}

}  // namespace

void check_syntax(simdjson::error_code error) {
  switch (error) {
    case simdjson::SUCCESS:
    case simdjson::NO_SUCH_FIELD:
    case simdjson::INCORRECT_TYPE:
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
    case simdjson::STRING_ERROR:
      return;
    default:
      throw Unreadable(fmt::format("the JSON is broken: {}", simdjson::error_message(error)));
  }
}

std::optional<std::string> text(JsonObject& object, std::string_view key) {
  return strictly(ask_text(object, key), key, "text");
}
std::optional<std::int64_t> whole_number(JsonObject& object, std::string_view key) {
  return strictly(ask_whole_number(object, key), key, "a whole number");
}
std::optional<double> number(JsonObject& object, std::string_view key) {
  return strictly(ask_number(object, key), key, "a number");
}
std::optional<JsonObject> child(JsonObject& object, std::string_view key) {
  return strictly(ask_child(object, key), key, "an object");
}
std::optional<JsonArray> list(JsonObject& object, std::string_view key) {
  return strictly(ask_list(object, key), key, "a list");
}

std::optional<std::string> text_if_any(JsonObject& object, std::string_view key) { return ask_text(object, key).found; }
std::optional<std::int64_t> whole_number_if_any(JsonObject& object, std::string_view key) {
  return ask_whole_number(object, key).found;
}
std::optional<bool> flag_if_any(JsonObject& object, std::string_view key) {
  return ask<bool>(object, key, [](JsonValue& value, bool& found) { return value.get_bool().get(found); }).found;
}
std::optional<JsonObject> child_if_any(JsonObject& object, std::string_view key) {
  return ask_child(object, key).found;
}
std::optional<JsonArray> list_if_any(JsonObject& object, std::string_view key) { return ask_list(object, key).found; }

JsonObject as_object(JsonValue& value) {
  simdjson::ondemand::json_type type{};
  check_syntax(value.type().get(type));
  if (type == simdjson::ondemand::json_type::null) throw Unfit{"it is null"};
  JsonObject object;
  auto error = value.get_object().get(object);
  check_syntax(error);
  if (error) throw Unfit{"it is not an object"};
  return object;
}

}  // namespace mtm::spotify
