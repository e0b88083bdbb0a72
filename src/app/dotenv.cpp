#include "app/dotenv.hpp"

#include <sstream>
#include <string_view>

namespace mtm::app {

namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view trimmed(std::string_view text) {
  auto first = text.find_first_not_of(kBlank);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool blank(char c) { return kBlank.find(c) != kBlank.npos; }

/// Between double quotes a backslash takes the meaning from these; elsewhere it is itself.
bool escapable(char c) { return c == '"' || c == '\\' || c == '$' || c == '`'; }

std::string quoted(std::string_view text) {
  char quote = text[0];
  std::string value;
  for (std::size_t i = 1; i < text.size() && text[i] != quote; ++i) {
    if (quote == '"' && text[i] == '\\' && i + 1 < text.size() && escapable(text[i + 1])) ++i;
    value += text[i];
  }
  return value;
}

/// What stands behind the =, up to a # that begins a word.
std::string value_of(std::string_view text) {
  auto begin = trimmed(text);
  if (begin.starts_with('"') || begin.starts_with('\'')) return quoted(begin);
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i] == '#' && blank(text[i - 1])) return std::string(trimmed(text.substr(0, i)));
  return std::string(begin);
}

std::string_view without_export(std::string_view line) {
  constexpr std::string_view kExport = "export";
  bool exported = line.starts_with(kExport) && line.size() > kExport.size() && blank(line[kExport.size()]);
  return exported ? trimmed(line.substr(kExport.size())) : line;
}

}  // namespace

std::map<std::string, std::string> parse_dotenv(const std::string& text) {
  std::map<std::string, std::string> entries;
  std::istringstream lines(text);
  for (std::string whole; std::getline(lines, whole);) {
    auto line = without_export(trimmed(whole));
    auto equals = line.find('=');
    if (line.starts_with('#') || equals == line.npos) continue;
    entries[std::string(trimmed(line.substr(0, equals)))] = value_of(line.substr(equals + 1));
  }
  return entries;
}

}  // namespace mtm::app
