#include "db/values.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace mtm::db {

std::array<const char*, Params::kMost> Params::pointers() const {
  std::array<const char*, kMost> pointers;
  for (std::size_t i = 0; i < count_; ++i) pointers[i] = starts_[i] == kNull ? nullptr : bytes_.data() + starts_[i];
  return pointers;
}

void Params::add(std::string_view text) {
  // libpq ends a text parameter at its first NUL: what stands behind it would be lost in silence.
  if (text.find('\0') != text.npos) throw std::invalid_argument("a parameter holds a NUL character");
  starts_[count_++] = static_cast<std::uint32_t>(bytes_.size());
  bytes_.append(text);
  bytes_ += '\0';
}

void Params::add(double value) { add(std::string_view(fmt::format("{}", value))); }

void Params::add_item(std::string& list, double value) { list += fmt::format("{}", value); }

void Params::add_item(std::string& list, std::string_view text) {
  list += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') list += '\\';
    list += c;
  }
  list += '"';
}

void unreadable(std::string_view text, const char* kind) {
  throw std::runtime_error(fmt::format("PostgreSQL sent '{}' where {} was expected", text.substr(0, 40), kind));
}

void read(std::string_view text, bool& value) {
  if (text != "t" && text != "f") unreadable(text, "a boolean");
  value = text == "t";
}

void read(std::string_view text, double& value) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) unreadable(text, "a number");
}

void read(std::string_view text, WallTime& value) {
  // "2016-05-04 12:30:00.25+00": RFC 3339 but for the space and the short offset.
  std::string spelled(text);
  if (spelled.size() > 10 && spelled[10] == ' ') spelled[10] = 'T';
  if (spelled.ends_with("+00")) spelled.replace(spelled.size() - 3, 3, "Z");
  auto time = from_rfc3339(spelled);
  if (!time) unreadable(text, "a time");
  value = *time;
}

void read(std::string_view text, Bytes& value) {
  auto digit = [&](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    unreadable(text, "bytes");
  };
  if (!text.starts_with("\\x") || text.size() % 2 != 0) unreadable(text, "bytes");
  value.bytes.clear();
  for (std::size_t i = 2; i < text.size(); i += 2)
    value.bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
}

}  // namespace mtm::db
