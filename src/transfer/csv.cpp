#include "transfer/csv.hpp"

#include <algorithm>

namespace mtm::transfer {

namespace {

/// Spreadsheets of East Asian languages read the full-width signs, too.
bool looks_like_formula(std::string_view text) {
  constexpr std::string_view kBegins[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
  return std::any_of(std::begin(kBegins), std::end(kBegins), [&](auto sign) { return text.starts_with(sign); });
}

}  // namespace

std::string csv_field(std::string_view text) {
  std::string field = "\"";
  if (looks_like_formula(text)) field += '\'';
  for (char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + "\"";
}

}  // namespace mtm::transfer
