#include "spotify/broken_strings.hpp"

#include <algorithm>
#include <optional>

#include "core/utf8.hpp"

namespace mtm::spotify {

namespace {

/// The four hexadecimal digits at the front.
std::optional<unsigned> code_unit(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  unsigned unit = 0;
  for (char letter : text.substr(0, 4)) {
    bool digit = letter >= '0' && letter <= '9';
    char lower = static_cast<char>(letter | 0x20);
    if (!digit && (lower < 'a' || lower > 'f')) return std::nullopt;
    unit = unit * 16 + static_cast<unsigned>(digit ? letter - '0' : lower - 'a' + 10);
  }
  return unit;
}

bool leads(unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool trails(unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; }

/// The length of the escape at the front, which begins with a backslash; 0 when JSON has no such escape (RFC 8259,
/// section 7).
std::size_t escape_length(std::string_view text) {
  constexpr std::string_view kShort = R"("\/bfnrt)";
  if (text.size() < 2) return 0;
  if (kShort.find(text[1]) != kShort.npos) return 2;
  if (text[1] != 'u') return 0;
  auto unit = code_unit(text.substr(2));
  if (!unit || trails(*unit)) return 0;
  if (!leads(*unit)) return 6;
  bool pair = text.substr(6).starts_with("\\u");
  auto second = pair ? code_unit(text.substr(8)) : std::nullopt;
  return second && trails(*second) ? 12 : 0;
}

/// A string, with its quotes, at the front of a text.
struct Found {
  std::size_t length;
  bool good;
};

Found string_at_front(std::string_view text) {
  Found found{1, true};
  while (found.length < text.size() && text[found.length] != '"') {
    auto rest = text.substr(found.length);
    bool escape = rest[0] == '\\';
    auto length = escape ? escape_length(rest) : utf8_length(rest);
    bool control = static_cast<unsigned char>(rest[0]) < 0x20;
    if (length == 0 || control) {
      found.good = false;
      length = 1;  // of a broken escape the backslash alone: what follows may end the string
    }
    found.length += length;
  }
  if (found.length < text.size()) ++found.length;
  return found;
}

bool names_a_member(std::string_view behind) {
  auto next = behind.find_first_not_of(" \t\r\n");
  return next != behind.npos && behind[next] == ':';
}

}  // namespace

std::string without_broken_strings(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    auto before = std::min(json.find('"'), json.size());
    out += json.substr(0, before);
    json.remove_prefix(before);
    if (json.empty()) break;
    auto found = string_at_front(json);
    auto text = json.substr(0, found.length);
    json.remove_prefix(found.length);
    if (found.good)
      out += text;
    else
      out += names_a_member(json) ? "\"?\"" : "false";
  }
  return out;
}

}  // namespace mtm::spotify
