#include "transfer/history/json_items.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "core/utf8.hpp"
#include "transfer/history/format.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kLongestItem = 1'000'000;
constexpr std::size_t kShown = 200;  // bytes of a rejected row
constexpr std::size_t kMembersKept = 32;
constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::string_view kUnknown = "\xEF\xBF\xBD";  // U+FFFD

bool is_space(char c) { return kSpaces.find(c) != kSpaces.npos; }

/// Finds the end of a value that comes in pieces: of an object or a list by its own brackets outside of texts. Other
/// brackets are not counted, so that a bad value ends where it seems to, and what follows it is read.
class ValueEnd {
 public:
  explicit ValueEnd(char first)
      : open_(first == '{' || first == '[' ? first : 0), close_(first == '{' ? '}' : ']'), text_(first == '"') {}

  /// How many bytes of the piece belong to the value; nothing when it goes on after it.
  std::optional<std::size_t> find(std::string_view piece) {
    if (open_) return bracket(piece);
    if (text_) return quote(piece);
    auto end = piece.find_first_of(",]} \t\r\n");
    return end == piece.npos ? std::nullopt : std::optional(end);
  }

 private:
  std::optional<std::size_t> bracket(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      if (in_text_) {
        auto length = text_end(piece.substr(i));
        if (!length) return std::nullopt;
        i += *length - 1;
        in_text_ = false;
      } else if (piece[i] == '"') {
        in_text_ = true;
      } else if (piece[i] == open_) {
        ++depth_;
      } else if (piece[i] == close_ && --depth_ == 0) {
        return i + 1;
      }
    }
    return std::nullopt;
  }

  std::optional<std::size_t> quote(std::string_view piece) {
    std::size_t begin = 0;
    if (!in_text_ && !piece.empty()) {
      in_text_ = true;
      begin = 1;
    }
    auto length = text_end(piece.substr(begin));
    return length ? std::optional(begin + *length) : std::nullopt;
  }

  /// Of a text whose opening quote is behind. No text of JSON goes over a line: one without its closing quote ends
  /// there, and costs no more than its own row.
  std::optional<std::size_t> text_end(std::string_view piece) {
    std::size_t i = 0;
    while (i < piece.size()) {
      if (escaped_) {
        escaped_ = false;
        ++i;
        continue;
      }
      auto found = piece.find_first_of("\"\\\n", i);
      if (found == piece.npos) return std::nullopt;
      if (piece[found] != '\\') return found + 1;
      escaped_ = true;
      i = found + 1;
    }
    return std::nullopt;
  }

  char open_, close_;
  bool text_, in_text_ = false, escaped_ = false;
  std::int64_t depth_ = 0;
};

/// The four digits after \u; -1 when they are none.
int escaped_unit(std::string_view text, std::size_t at) {
  unsigned unit = 0;
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
  auto begin = text.data() + at + 2;
  auto parsed = std::from_chars(begin, begin + 4, unit, 16);
  return parsed.ec == std::errc() && parsed.ptr == begin + 4 ? static_cast<int>(unit) : -1;
}

/// What is no UTF-8, and half a surrogate pair, become U+FFFD; control bytes, spaces.
void repair(std::string_view text, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size();) {
    auto length = utf8_length(text.substr(i));
    if (length == 0) {
      out += kUnknown;
      ++i;
    } else if (length > 1) {
      out.append(text, i, length);
      i += length;
    } else if (static_cast<unsigned char>(text[i]) < 0x20) {
      out += ' ';
      ++i;
    } else if (text[i] != '\\') {
      out += text[i++];
    } else if (auto unit = escaped_unit(text, i); unit >= 0xD800 && unit <= 0xDFFF) {
      auto second = escaped_unit(text, i + 6);
      bool pair = unit < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF;
      if (pair)
        out.append(text, i, 12);
      else
        out += kUnknown;
      i += pair ? 12 : 6;
    } else {
      auto both = std::min<std::size_t>(2, text.size() - i);
      out.append(text, i, both);
      i += both;
    }
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

JsonValue JsonValue::operator[](std::string_view key) const {
  JsonValue found;
  members([&](std::string_view name, JsonValue value) {
    if (name == key) found = value;
  });
  return found;
}

std::vector<JsonValue> JsonValue::items() const {
  std::vector<JsonValue> found;
  simdjson::dom::array list;
  if (!mending_ || element_.get(list)) return found;
  for (auto item : list) found.emplace_back(item, *mending_);
  return found;
}

std::string_view JsonValue::text(std::size_t most) const {
  std::string_view text;
  if (!mending_ || element_.get(text)) return {};
  if (mending_->has_escapes && text.find('\0') != text.npos) {
    auto& clean = mending_->texts.emplace_back(text);
    std::erase(clean, '\0');
    text = clean;
  }
  return first_characters(text, most);
}

std::optional<std::int64_t> JsonValue::whole() const {
  std::int64_t number = 0;
  if (!mending_) return std::nullopt;
  if (!element_.get(number)) return number;
  double real = 0;
  if (element_.get(real) || std::trunc(real) != real || std::abs(real) > 9e15) return std::nullopt;
  return static_cast<std::int64_t>(real);
}

std::optional<double> JsonValue::number() const {
  double number = 0;
  std::string_view text;
  if (!mending_) return std::nullopt;
  if (!element_.get(number)) return number;
  if (element_.get(text) || text.empty()) return std::nullopt;
  auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

Said JsonValue::said() const {
  bool flag = false;
  if (!mending_) return Said::nothing;
  if (!element_.get(flag)) return flag ? Said::yes : Said::no;
  auto number = whole();
  auto word = text(8);
  if (number == 1 || word == "true") return Said::yes;
  if (number == 0 || word == "false") return Said::no;
  return Said::nothing;
}

std::string JsonValue::written(std::size_t most) const {
  if (!mending_) return {};
  if (element_.is_string()) return std::string(first_characters(text(most), most));
  return simdjson::minify(element_).substr(0, most);
}

JsonItems::JsonItems(Input& input, Layout layout, std::string_view key)
    : input_(input), layout_(layout), key_(key), buffer_(simdjson::SIMDJSON_PADDING) {}

std::string_view JsonItems::member(std::string_view key) const {
  for (const auto& [name, value] : members_)
    if (name == key) return value;
  return {};
}

std::optional<JsonValue> JsonItems::next(HistoryRows& rows) {
  mending_.texts.clear();
  while (find_item(rows)) {
    auto item = take_item(rows);
    if (item) return item;
  }
  return std::nullopt;
}

/// Reads on; false at the end. Moves what is unread to the front, so views of it are lost.
bool JsonItems::more() {
  if (ended_) return false;
  std::string_view piece;
  try {
    piece = input_.next();
  } catch (const BrokenFile& failure) {
    broken_ = failure.what();
  }
  if (piece.empty()) {
    ended_ = true;
    return false;
  }
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  auto needed = end_ + piece.size() + simdjson::SIMDJSON_PADDING;
  if (buffer_.size() < needed) buffer_.resize(std::max(needed, 2 * buffer_.size()));
  std::memcpy(buffer_.data() + end_, piece.data(), piece.size());
  end_ += piece.size();
  return true;
}

/// The next byte that is no space, which begin_ then is at; 0 at the end.
char JsonItems::peek() {
  while (true) {
    while (begin_ < end_ && is_space(buffer_[begin_])) ++begin_;
    if (begin_ < end_) return buffer_[begin_];
    if (!more()) return 0;
  }
}

/// Behind the list: reads the rest, so that the input can tell whether its checksum is right.
void JsonItems::finish(HistoryRows& rows) {
  place_ = Place::end;
  bool other = peek() != 0;
  do {
    begin_ = end_;
  } while (more());
  if (!broken_.empty())
    rows.broken(broken_);
  else if (other)
    rows.broken("More follows after the end of the list; it was not read.");
}

/// Ends the file before its end.
void JsonItems::stop(HistoryRows& rows, std::string_view why) {
  place_ = Place::end;
  rows.broken(broken_.empty() ? why : broken_);
}

void JsonItems::cut(HistoryRows& rows) {
  ++row_;
  rows.reject(row_, rejected::kCut, unread().substr(0, kShown));
  stop(rows, "The file ends in the middle of a row.");
}

/// Leads to the first byte of an item; false at the end of them all.
bool JsonItems::find_item(HistoryRows& rows) {
  while (place_ != Place::end) {
    if (place_ == Place::start) {
      enter();
      continue;
    }
    char c = peek();
    if (c == 0 && ended_ && unread().empty()) {
      if (place_ == Place::lines && broken_.empty())
        finish(rows);
      else
        stop(rows, "The file ends before its list does.");
      return false;
    }
    if (place_ == Place::lines) return true;
    if (place_ == Place::single) {
      place_ = Place::members;
      return true;
    }
    if (c == ',') {
      ++begin_;
    } else if (place_ == Place::pages) {
      if (c == '{') {
        place_ = Place::members;
        ++begin_;
      } else if (c == ']') {
        ++begin_;
        finish(rows);
      } else {
        take_value(rows, false);
      }
    } else if (place_ == Place::members) {
      enter_member(rows);
    } else if (c == ']') {
      ++begin_;
      if (layout_ == Layout::list)
        finish(rows);
      else
        place_ = Place::members;
    } else {
      return true;
    }
  }
  return false;
}

void JsonItems::enter() {
  while (end_ - begin_ < kMark.size() && more()) {
  }
  if (unread().starts_with(kMark)) begin_ += kMark.size();
  char first = peek();
  bool list = first == '[';
  if (layout_ == Layout::lines) {
    place_ = list ? Place::items : Place::lines;
    layout_ = list ? Layout::list : Layout::lines;
    begin_ += list ? 1 : 0;
    return;
  }
  if (unread().empty()) throw Refused(broken_.empty() ? "The file is empty." : broken_);
  if (layout_ == Layout::list_of) {
    if (first != '{') throw Refused("The file does not hold a JSON object.");
    place_ = Place::members;
  } else {
    if (!list) throw Refused("The file does not hold a JSON list.");
    place_ = layout_ == Layout::list ? Place::items : Place::pages;
  }
  ++begin_;
}

/// At a key, or at the end of an object whose members are looked through for the list.
void JsonItems::enter_member(HistoryRows& rows) {
  if (unread().front() == '}') {
    ++begin_;
    if (layout_ == Layout::list_of) return finish(rows);
    place_ = Place::pages;
    return;
  }
  if (unread().front() != '"') return stop(rows, "The file is not JSON after its last row.");
  auto written = take_value(rows, false);
  if (!written) return;
  std::string key(written->substr(1, written->size() < 2 ? 0 : written->size() - 2));
  if (peek() != ':') return stop(rows, "The file is not JSON after its last row.");
  ++begin_;
  char first = peek();
  if (first == '[' && key == key_) {
    ++begin_;
    place_ = Place::items;
    return;
  }
  if (first == '{' && key == key_ && layout_ == Layout::pages_of) {  // Last.fm writes a list of one as the one
    place_ = Place::single;
    return;
  }
  auto value = take_value(rows, false);
  if (!value || value->empty() || first == '{' || first == '[' || members_.size() == kMembersKept) return;
  mending_.texts.clear();
  if (first != '"') {
    members_.emplace_back(std::move(key), value->substr(0, kShown));
  } else if (auto text = parsed(*value)) {
    members_.emplace_back(std::move(key), text->text());
  }
}

/// The bytes of the value at begin_, which is then behind it; they are valid until more is read. Nothing when it is too
/// long or the file ends in it, of which `rows` has been told.
std::optional<std::string_view> JsonItems::take_value(HistoryRows& rows, bool is_row) {
  ValueEnd end(unread().front());
  std::size_t seen = 0;
  bool too_long = false;
  while (true) {
    auto rest = end.find(unread().substr(seen));
    if (rest) {
      auto value = unread().substr(0, seen + *rest);
      // A bracket or a quote too many would be taken for a value without bytes for ever.
      if (value.empty()) value = unread().substr(0, 1);
      begin_ += value.size();
      if (too_long) return std::nullopt;
      return value;
    }
    seen = end_ - begin_;
    if (seen > kLongestItem) {
      if (!too_long && is_row) rows.reject(++row_, rejected::kTooLong, unread().substr(0, kShown));
      too_long = true;
      begin_ = end_;
      seen = 0;
    }
    if (more()) continue;
    if (too_long || !is_row)
      stop(rows, "The file ends before its list does.");
    else
      cut(rows);
    return std::nullopt;
  }
}

std::optional<JsonValue> JsonItems::take_item(HistoryRows& rows) {
  if (place_ == Place::lines) return take_line(rows);
  bool object = unread().front() == '{';
  if (object && flat_) {
    auto item = take_flat();
    if (item) return item;
  }
  auto text = take_value(rows, true);
  if (!text) return std::nullopt;
  flat_ = text->find('}') + 1 == text->size();
  return parsed_or_rejected(*text, rows);
}

/// An object with no objects in it, as those of Spotify are, ends at its first brace. Whether it does is known when it
/// has been parsed: no beginning of a JSON object is one by itself. Ten times as quick as to look at each byte first.
std::optional<JsonValue> JsonItems::take_flat() {
  std::size_t seen = 0;
  while (true) {
    auto brace = unread().find('}', seen);
    if (brace != std::string_view::npos) {
      if (brace >= kLongestItem) return std::nullopt;
      auto item = parsed(unread().substr(0, brace + 1));
      if (!item) return std::nullopt;
      begin_ += brace + 1;
      ++row_;
      return item;
    }
    seen = end_ - begin_;
    if (seen > kLongestItem || !more()) return std::nullopt;
  }
}

std::optional<JsonValue> JsonItems::take_line(HistoryRows& rows) {
  std::size_t seen = 0, length = 0;
  bool too_long = false;
  while (true) {
    auto end = unread().find('\n', seen);
    length = std::min(end, unread().size());
    if (end != std::string_view::npos) break;
    seen = length;
    if (seen > kLongestItem) {
      if (!too_long) rows.reject(++row_, rejected::kTooLong, unread().substr(0, kShown));
      too_long = true;
      begin_ = end_;
      seen = length = 0;
    }
    if (!more()) break;
  }
  auto line = trimmed(unread().substr(0, length));
  bool cut_here = !broken_.empty() && begin_ + length == end_;
  if (cut_here && !too_long) {
    cut(rows);
    return std::nullopt;
  }
  begin_ += length;
  if (too_long) return std::nullopt;
  return parsed_or_rejected(line, rows);
}

std::optional<JsonValue> JsonItems::parsed_or_rejected(std::string_view text, HistoryRows& rows) {
  ++row_;
  if (text.size() > kLongestItem) {
    rows.reject(row_, rejected::kTooLong, text.substr(0, kShown));
    return std::nullopt;
  }
  auto item = parsed(text);
  if (!item) {
    repair(text, repaired_);
    repaired_.reserve(repaired_.size() + simdjson::SIMDJSON_PADDING);
    item = parsed(repaired_);
  }
  if (item && item->is_object()) return item;
  bool object = text.starts_with('{') || place_ == Place::lines;
  rows.reject(row_, object && !item ? rejected::kNoJson : rejected::kNoObject, text.substr(0, kShown));
  return std::nullopt;
}

/// SIMDJSON_PADDING bytes after the text can be read.
std::optional<JsonValue> JsonItems::parsed(std::string_view text) {
  simdjson::dom::element element;
  if (parser_.parse(text.data(), text.size(), false).get(element)) return std::nullopt;
  mending_.has_escapes = text.find('\\') != text.npos;
  return JsonValue(element, mending_);
}

}  // namespace mtm::transfer
