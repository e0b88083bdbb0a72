// Writes JSON member by member, for payloads whose members depend on who asks.
#pragma once
#include <string>
#include <string_view>

#include "core/json.hpp"

namespace mtm::sandbox {

/// Sets the commas itself, by looking at the last character.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& object() { return separate('{'); }
  JsonWriter& array() { return separate('['); }
  JsonWriter& end_object() { return put('}'); }
  JsonWriter& end_array() { return put(']'); }

  JsonWriter& name(std::string_view name) {
    separate('"');
    out_ += name;  // ours, never in need of escaping
    out_ += "\":";
    return *this;
  }
  template <class T>
  JsonWriter& value(const T& value) {
    comma();
    write_json(out_, value);
    return *this;
  }
  /// Text that is JSON already.
  JsonWriter& json(std::string_view text) {
    comma();
    out_ += text;
    return *this;
  }
  template <class T>
  JsonWriter& member(std::string_view member, const T& what) {
    name(member);
    write_json(out_, what);
    return *this;
  }
  JsonWriter& json_member(std::string_view member, std::string_view text) {
    name(member);
    out_ += text;
    return *this;
  }
  JsonWriter& null_member(std::string_view member) { return json_member(member, "null"); }

 private:
  void comma() {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') out_ += ',';
  }
  JsonWriter& separate(char opening) {
    comma();
    return put(opening);
  }
  JsonWriter& put(char character) {
    out_ += character;
    return *this;
  }

  std::string& out_;
};

}  // namespace mtm::sandbox
