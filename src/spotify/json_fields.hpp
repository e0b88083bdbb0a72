// Asking a JSON object for a field that may be missing, null or of another type: what Spotify sends is never certain.
#pragma once
#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mtm::spotify {

using JsonObject = simdjson::ondemand::object;
using JsonArray = simdjson::ondemand::array;
using JsonValue = simdjson::ondemand::value;

/// Thrown at an item that can't be used; its page goes on without it.
struct Unfit {
  std::string reason;           // a clause about "it"
  std::string track_id{};       // of a track that can't be used, as far as it is known
  bool names_no_track = false;  // it is none of the catalogue's: a local file, an episode
};

/// Nothing when missing or null; Unfit when it is something else. Text loses its NULs, which PostgreSQL cannot keep.
std::optional<std::string> text(JsonObject& object, std::string_view key);
std::optional<std::int64_t> whole_number(JsonObject& object, std::string_view key);  // 2.15e5 is one too
std::optional<double> number(JsonObject& object, std::string_view key);
std::optional<JsonObject> child(JsonObject& object, std::string_view key);
std::optional<JsonArray> list(JsonObject& object, std::string_view key);

/// The same for what is nice to have: nothing when it is something else.
std::optional<std::string> text_if_any(JsonObject& object, std::string_view key);
std::optional<std::int64_t> whole_number_if_any(JsonObject& object, std::string_view key);
std::optional<bool> flag_if_any(JsonObject& object, std::string_view key);
std::optional<JsonObject> child_if_any(JsonObject& object, std::string_view key);
std::optional<JsonArray> list_if_any(JsonObject& object, std::string_view key);

/// The object inside an array's element; Unfit when it is null or something else.
JsonObject as_object(JsonValue& value);

/// Throws Unreadable when the JSON itself is broken, as opposed to a field that is not what we hoped for.
void check_syntax(simdjson::error_code error);

}  // namespace mtm::spotify
