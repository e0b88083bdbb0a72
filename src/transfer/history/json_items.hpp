// The items of a JSON file, one after the other, however long the file is: one bad item is rejected by itself.
#pragma once
#include <simdjson.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "transfer/history/input.hpp"
#include "transfer/history/row.hpp"

namespace mtm::transfer {

/// What the texts of an item need before they are given.
struct Mending {
  bool has_escapes = false;       // without any there is no NUL in its texts
  std::deque<std::string> texts;  // that are not as they are in the file
};

/// A value of an item. Asking for what it doesn't have gives a missing value, so that questions can be chained:
/// item["artist"]["#text"].text(). Valid until the next item.
class JsonValue {
 public:
  JsonValue() = default;  // a missing one
  JsonValue(simdjson::dom::element element, Mending& mending) : element_(element), mending_(&mending) {}

  bool missing() const { return !mending_ || element_.is_null(); }  // or null
  bool is_object() const { return mending_ && element_.is_object(); }
  bool is_text() const { return mending_ && element_.is_string(); }

  /// Of an object; the last of those that have the key.
  JsonValue operator[](std::string_view key) const;

  /// Of a list; of anything else none.
  std::vector<JsonValue> items() const;

  /// Calls `each` with every key and value of an object in their order.
  template <class Each>
  void members(const Each& each) const {
    simdjson::dom::object object;
    if (!mending_ || element_.get(object)) return;
    for (auto member : object) each(member.key, JsonValue(member.value, *mending_));
  }

  /// A text without NUL, cut after `most` characters; "" if it is none.
  std::string_view text(std::size_t most = kLongestName) const;

  /// A whole number that is written as a number: 7 or 7.0, but not "7".
  std::optional<std::int64_t> whole() const;

  /// A number, or a text that holds nothing but one.
  std::optional<double> number() const;

  /// true and false, 1 and 0, "true" and "false".
  Said said() const;

  /// As it is written, for a report: about so many bytes of it.
  std::string written(std::size_t most = 200) const;

 private:
  simdjson::dom::element element_;
  Mending* mending_ = nullptr;
};

class JsonItems {
 public:
  enum class Layout : std::uint8_t {
    list,      // [item, item]
    list_of,   // {"key": [item, item], …}
    pages_of,  // [{"key": [item, item]}, {"key": item}, …]
    lines,     // an item a line; or a list, when it begins with [
  };

  JsonItems(Input& input, Layout layout, std::string_view key = {});

  /// The next item that is an object; nothing at the end. Items that are none are rejected. If the file ends too early,
  /// or can't be read on, `rows` is told. Throws Refused when the file isn't laid out so from its beginning.
  std::optional<JsonValue> next(HistoryRows& rows);

  /// The number of the item that next() has given, from 1.
  std::int64_t row() const { return row_; }

  /// A text or a number of the object around the list (list_of), if it stands before it; else "".
  std::string_view member(std::string_view key) const;

 private:
  enum class Place : std::uint8_t { start, pages, members, items, single, lines, end };

  bool more();
  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  char peek();
  bool find_item(HistoryRows& rows);
  void enter();
  void enter_member(HistoryRows& rows);
  std::optional<std::string_view> take_value(HistoryRows& rows, bool is_row);
  std::optional<JsonValue> take_item(HistoryRows& rows);
  std::optional<JsonValue> take_flat();
  std::optional<JsonValue> take_line(HistoryRows& rows);
  std::optional<JsonValue> parsed_or_rejected(std::string_view text, HistoryRows& rows);
  std::optional<JsonValue> parsed(std::string_view text);
  void finish(HistoryRows& rows);
  void stop(HistoryRows& rows, std::string_view why);
  void cut(HistoryRows& rows);

  Input& input_;
  Layout layout_;
  std::string key_;
  std::vector<std::pair<std::string, std::string>> members_;

  // What has been read and not been taken is from begin_ to end_. simdjson reads, but doesn't use, bytes after an item.
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
  std::string broken_;  // why the input couldn't be read on

  Place place_ = Place::start;
  std::int64_t row_ = 0;
  bool flat_ = true;  // the item before had no objects in it
  simdjson::dom::parser parser_;
  Mending mending_;
  std::string repaired_;
};

}  // namespace mtm::transfer
