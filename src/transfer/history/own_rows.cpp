#include "transfer/history/own_rows.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>

#include "transfer/history/row.hpp"
#include "transfer/history/written_json.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kLongestLine = 32'000'000;  // Spotify's answer for a track is a few thousand

/// The lines of a file, each whole.
class OwnLines {
 public:
  explicit OwnLines(Input& input) : input_(input) {}

  /// Nothing at the end. `too_long`: it was passed over. `cut`: the file ends without an end of line.
  std::optional<std::string_view> next(bool& too_long, bool& cut) {
    too_long = cut = false;
    auto looked_at = begin_;
    while (true) {
      auto end = buffer_.find('\n', looked_at);
      if (end != buffer_.npos) {
        auto line = std::string_view(buffer_).substr(begin_, end - begin_);
        begin_ = end + 1;
        return line;
      }
      buffer_.erase(0, begin_);
      begin_ = 0;
      if (buffer_.size() > kLongestLine) {
        too_long = true;
        buffer_.clear();
      }
      looked_at = buffer_.size();
      auto piece = input_.next();
      if (piece.empty()) break;
      buffer_ += piece;
    }
    cut = !buffer_.empty();
    begin_ = buffer_.size();
    if (!cut && !too_long) return std::nullopt;
    return std::string_view(buffer_);
  }

 private:
  Input& input_;
  std::string buffer_;
  std::size_t begin_ = 0;
};

class OwnReader {
 public:
  OwnReader(OwnNoun noun, OwnRows& rows)
      : noun_(noun), columns_(columns_of(noun)), rows_(rows), values_(columns_.size()) {}

  void read(Input& input) {
    OwnLines lines(input);
    for (std::int64_t row = 1;; ++row) {
      bool too_long = false, cut = false;
      auto line = lines.next(too_long, cut);
      if (!line) return;
      auto text = without_blanks(*line);
      if (too_long)
        rows_.reject(row, "longer than 32 MB", "");
      else if (!text.empty())
        read_row(row, text, cut);
    }
  }

 private:
  void read_row(std::int64_t row, std::string_view text, bool cut) {
    simdjson::dom::element element;
    simdjson::dom::object object;
    if (parser_.parse(text.data(), text.size()).get(element) != simdjson::SUCCESS) {
      rows_.reject(row, cut ? rejected::kCut : rejected::kNoJson, text);
      if (cut) rows_.broken("The file ends in the middle of a row.");
      return;
    }
    if (element.get(object) != simdjson::SUCCESS) {
      rows_.reject(row, rejected::kNoObject, text);
      return;
    }
    std::fill(values_.begin(), values_.end(), std::monostate{});
    WrittenValues written(text);
    for (auto member : object) {
      auto raw = written.next();
      auto column = std::find_if(columns_.begin(), columns_.end(),
                                 [&](const OwnColumn& known) { return known.name == member.key; });
      if (column == columns_.end()) {
        if (!is_passed_over(noun_, member.key)) rows_.unknown(member.key);
        continue;
      }
      auto& value = values_[static_cast<std::size_t>(column - columns_.begin())];
      if (const char* fault = read_own_value(*column, member.value, raw, value)) {
        rows_.reject(row, fmt::format("{} {}", column->name, fault), raw);
        return;
      }
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!columns_[i].needed || values_[i].index() != 0) continue;
      rows_.reject(row, fmt::format("{} is missing", columns_[i].name), "");
      return;
    }
    rows_.take(row, values_);
  }

  OwnNoun noun_;
  std::span<const OwnColumn> columns_;
  OwnRows& rows_;
  std::vector<OwnValue> values_;
  simdjson::dom::parser parser_;
};

}  // namespace

void read_own_rows(Input& input, OwnNoun noun, OwnRows& rows) {
  try {
    OwnReader(noun, rows).read(input);
  } catch (const BrokenFile& broken) {
    rows.broken(broken.what());
  }
}

std::vector<OwnCount> read_own_counts(Input& input) {
  constexpr std::size_t kMostBytes = 100'000;
  std::string text;
  try {
    for (auto piece = input.next(); !piece.empty() && text.size() < kMostBytes; piece = input.next()) text += piece;
  } catch (const BrokenFile&) {
    return {};
  }
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  std::vector<OwnCount> counts;
  if (parser.parse(text).get(object) != simdjson::SUCCESS) return counts;
  for (auto member : object) {
    std::int64_t rows = 0;
    if (member.value.get(rows) == simdjson::SUCCESS) counts.push_back({std::string(member.key), rows});
  }
  return counts;
}

}  // namespace mtm::transfer
