// How C++ values travel as PostgreSQL's text format, both ways.
#pragma once
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/clock.hpp"
#include "core/crypto.hpp"
#include "core/id.hpp"
#include "core/json.hpp"

namespace mtm::db {

/// A bytea.
struct Bytes {
  std::string bytes;
};

/// The parameters of one statement, in text format, in one piece of memory.
class Params {
 public:
  static constexpr std::size_t kMost = 24;

  template <class... Values>
  static Params of(const Values&... values) {
    static_assert(sizeof...(Values) <= kMost);
    Params params;
    (params.add(values), ...);
    return params;
  }

  static Params of_texts(const std::vector<std::optional<std::string>>& texts) {
    Params params;
    for (const auto& text : texts) params.add(text);
    return params;
  }

  int count() const { return static_cast<int>(count_); }
  /// Points into this object.
  std::array<const char*, kMost> pointers() const;
  /// The text of the first one, which is empty when it is null or there is none.
  std::string_view first() const {
    return count_ == 0 || starts_[0] == kNull ? std::string_view() : std::string_view(bytes_.data() + starts_[0]);
  }

 private:
  void add(std::string_view text);
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const char* text) { add(std::string_view(text)); }
  void add(const Json& json) { add(std::string_view(json.text)); }
  void add(bool value) { add(std::string_view(value ? "t" : "f")); }
  void add(double value);
  void add(Id id) { add(id.number); }
  void add(WallTime time) { add(std::string_view(to_rfc3339(time))); }
  void add(const Bytes& bytes) { add("\\x" + hex(bytes.bytes)); }
  void add(const Digest& digest) { add("\\x" + hex(digest)); }
  template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
  void add(T number) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    add(std::string_view(digits, end));
  }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value)
      add(*value);
    else
      starts_[count_++] = kNull;
  }
  template <class T>
  void add(const std::vector<T>& list) {
    Params items;
    std::string text = "{";
    for (const auto& item : list) {
      if (text.size() > 1) text += ',';
      add_item(text, item);
    }
    text += '}';
    add(std::string_view(text));
  }

  static void add_item(std::string& list, std::string_view text);
  static void add_item(std::string& list, const std::string& text) { add_item(list, std::string_view(text)); }
  static void add_item(std::string& list, WallTime time) { add_item(list, std::string_view(to_rfc3339(time))); }
  static void add_item(std::string& list, const Json& json) { add_item(list, std::string_view(json.text)); }
  static void add_item(std::string& list, const Digest& digest) { add_item(list, "\\x" + hex(digest)); }
  static void add_item(std::string& list, double value);
  static void add_item(std::string& list, Id id) { add_item(list, id.number); }
  template <class T>
    requires(std::is_integral_v<T>)
  static void add_item(std::string& list, T number) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, static_cast<std::int64_t>(number)).ptr;
    list.append(digits, end);
  }
  template <class T>
  static void add_item(std::string& list, const std::optional<T>& value) {
    if (value)
      add_item(list, *value);
    else
      list += "null";
  }

  static constexpr std::uint32_t kNull = ~0u;
  std::string bytes_;  // each value ends with a NUL
  std::array<std::uint32_t, kMost> starts_;
  std::size_t count_ = 0;
};

// read(text, value) throws std::runtime_error for a text that is no such value: our SQL and our struct disagree.
void read(std::string_view text, bool& value);
void read(std::string_view text, double& value);
void read(std::string_view text, WallTime& value);  // timestamptz under TimeZone UTC and ISO dates
void read(std::string_view text, Bytes& value);
inline void read(std::string_view text, std::string& value) { value = text; }
inline void read(std::string_view text, Json& value) { value.text = text; }
[[noreturn]] void unreadable(std::string_view text, const char* kind);

template <class T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
void read(std::string_view text, T& value) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) unreadable(text, "a whole number");
}

inline void read(std::string_view text, Id& id) { read(text, id.number); }

}  // namespace mtm::db
