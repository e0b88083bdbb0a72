// CSV that a spreadsheet opens without harm: as UTF-8, and with no text for a formula.
#pragma once
#include <string>
#include <string_view>

namespace mtm::transfer {

/// How a file begins. Without this mark Excel takes it for the code page of its machine.
inline constexpr std::string_view kCsvBegin = "\xEF\xBB\xBF";

/// A quoted field (RFC 4180); a text that a spreadsheet would take for a formula has an apostrophe before it.
std::string csv_field(std::string_view text);

}  // namespace mtm::transfer
