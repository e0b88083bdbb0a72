#include "core/json.hpp"

#include <array>
#include <cmath>

#include "core/utf8.hpp"

namespace mtm {
namespace {

/// Bytes that stand in a JSON text as they are: ASCII without control bytes, quote and backslash.
constexpr auto kPlain = [] {
  std::array<bool, 256> table{};
  for (int c = 0x20; c < 0x7f; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

void write_escaped(std::string& out, unsigned char byte) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
  }
  out += "\\u00";
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

template <class Real>
void write_real(std::string& out, Real number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  char digits[32];  // the longest shortest form of a double has 24
  auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

}  // namespace

void write_json(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && kPlain[static_cast<unsigned char>(text[plain])]) ++plain;
    out.append(text, 0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;

    auto length = utf8_length(text);
    if (length > 1) {
      out.append(text, 0, length);
    } else if (length == 1) {
      write_escaped(out, static_cast<unsigned char>(text[0]));
    } else {
      out += "\xef\xbf\xbd";  // U+FFFD
      length = 1;
    }
    text.remove_prefix(length);
  }
  out += '"';
}

void write_json(std::string& out, double number) { write_real(out, number); }
void write_json(std::string& out, float number) { write_real(out, number); }

void write_json(std::string& out, WallTime time) {
  out += '"';
  out += to_rfc3339(time);
  out += '"';
}

}  // namespace mtm
