// Writes JSON from described structs: BOOST_DESCRIBE_STRUCT names the members once, for rows and for answers.
//
// write_json(std::string& out, value) knows: bool, integers, floating point (shortest form that reads back the same;
// infinities and NaN become null), text (invalid UTF-8 becomes U+FFFD), std::optional (null), std::vector, WallTime
// (RFC 3339), described enums (their name), described structs (an object, in the order of the members), and Json (a
// text that is JSON already).
#pragma once
#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"

namespace mtm {

/// Text that is JSON already, such as a jsonb column on its way to an answer.
struct Json {
  std::string text;
};

void write_json(std::string& out, std::string_view text);
void write_json(std::string& out, double number);
void write_json(std::string& out, float number);
void write_json(std::string& out, WallTime time);

inline void write_json(std::string& out, const std::string& text) { write_json(out, std::string_view(text)); }
inline void write_json(std::string& out, const char* text) { write_json(out, std::string_view(text)); }
inline void write_json(std::string& out, const Json& json) { out += json.text; }
inline void write_json(std::string& out, bool value) { out += value ? "true" : "false"; }

template <class T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
void write_json(std::string& out, T number) {
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

inline void write_json(std::string& out, Id id) {
  out += '"';
  write_json(out, id.number);
  out += '"';
}

template <class T>
  requires(std::is_enum_v<T>)
void write_json(std::string& out, T value) {
  write_json(out, std::string_view(boost::describe::enum_to_string(value, "unknown")));
}

template <class T>
  requires(boost::describe::has_describe_members<T>::value && !std::is_union_v<T>)
void write_json(std::string& out, const T& value);

template <class T>
void write_json(std::string& out, const std::optional<T>& value);

template <class T>
void write_json(std::string& out, const std::vector<T>& list) {
  out += '[';
  bool first = true;
  for (const auto& item : list) {
    if (!first) out += ',';
    first = false;
    write_json(out, item);
  }
  out += ']';
}

template <class T>
void write_json(std::string& out, const std::optional<T>& value) {
  if (value)
    write_json(out, *value);
  else
    out += "null";
}

template <class T>
  requires(boost::describe::has_describe_members<T>::value && !std::is_union_v<T>)
void write_json(std::string& out, const T& value) {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
  out += '{';
  bool first = true;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    if (!first) out += ',';
    first = false;
    out += '"';
    out += member.name;  // an identifier: nothing in it needs escaping
    out += "\":";
    write_json(out, value.*member.pointer);
  });
  out += '}';
}

/// The JSON text of a value.
template <class T>
Json to_json(const T& value) {
  Json json;
  write_json(json.text, value);
  return json;
}

}  // namespace mtm
