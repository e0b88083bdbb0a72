// Figures and days in words, as shared pages and pictures say them: in English.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "api/asked_range.hpp"

namespace mtm::api {

/// "12,345"
std::string with_commas(std::int64_t number);
/// "1 play", "12,345 plays"
std::string counted_words(std::int64_t number, std::string_view noun);
std::string in_minutes(std::int64_t ms);
/// Minutes, as long as there are less than two hours.
std::string in_hours(std::int64_t ms);

/// "2026-05-31" as "31 May 2026".
std::string date_words(const std::string& day);
std::string range_words(const AskedRange& range);

}  // namespace mtm::api
