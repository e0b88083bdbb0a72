#include "transfer/history/written_json.hpp"

#include <algorithm>

namespace mtm::transfer {

namespace {

constexpr std::size_t kLongestNumber = 400;  // characters of a number inside JSON

}  // namespace

std::string_view without_blanks(std::string_view text) {
  auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t end_of_json_value(std::string_view json, std::size_t at) {
  int depth = 0;
  bool in_text = false;
  for (; at < json.size(); ++at) {
    char c = json[at];
    if (in_text) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_text = false;
      continue;
    }
    if (c == '"')
      in_text = true;
    else if (c == '{' || c == '[')
      ++depth;
    else if ((c == '}' || c == ']') && depth-- == 0)
      return at;
    else if (c == ',' && depth == 0)
      return at;
  }
  return json.size();
}

std::string_view WrittenValues::next() {
  auto key = rest_.find('"');
  auto colon = rest_.find(':', end_of_key(key));
  auto end = end_of_json_value(rest_, colon + 1);
  auto value = without_blanks(rest_.substr(colon + 1, end - colon - 1));
  rest_.remove_prefix(std::min(rest_.size(), end + 1));
  return value;
}

std::size_t WrittenValues::end_of_key(std::size_t quote) const {
  auto at = quote + 1;
  while (at < rest_.size() && rest_[at] != '"') at += rest_[at] == '\\' ? 2 : 1;
  return at;
}

bool fits_jsonb(std::string_view json) {
  bool in_text = false;
  std::size_t number = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    char c = json[at];
    if (in_text) {
      if (c == '\\') {
        if (json.substr(at).starts_with("\\u0000")) return false;
        ++at;
      } else if (c == '"') {
        in_text = false;
      }
      continue;
    }
    in_text = c == '"';
    bool of_number = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
    number = of_number ? number + 1 : 0;
    if (number > kLongestNumber) return false;
    // 1e-400 is too small for a double, and PostgreSQL would write out all its zeros.
    bool exponent = (c == 'e' || c == 'E') && number > 1 && json.substr(at + 1).starts_with('-');
    auto digits = exponent ? json.substr(at + 2) : std::string_view();
    auto length = std::min(digits.find_first_not_of("0123456789"), digits.size());
    if (length > 3) return false;
  }
  return true;
}

}  // namespace mtm::transfer
