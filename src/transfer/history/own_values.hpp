// One value of a row of our own export: what it may be, and what it is when read.
#pragma once
#include <simdjson.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "transfer/history/own_columns.hpp"

namespace mtm::transfer {

struct RawJson {
  std::string_view text;
};
using ExactTime = std::chrono::sys_time<std::chrono::microseconds>;
/// Texts are UTF-8 without NUL. They, and JSON, live until the row was taken. Nothing: null, or left out.
using OwnValue = std::variant<std::monostate, std::string_view, std::int16_t, std::int32_t, std::int64_t, bool,
                              ExactTime, std::chrono::sys_days, RawJson>;

/// Reads one value into `read`: what is wrong with it, in words such as "is not an id", or null. `written` is the value
/// as it stands in the file.
const char* read_own_value(const OwnColumn& column, simdjson::dom::element value, std::string_view written,
                           OwnValue& read);

}  // namespace mtm::transfer
