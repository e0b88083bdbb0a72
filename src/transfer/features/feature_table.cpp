#include "transfer/features/feature_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/json.hpp"
#include "transfer/history/format.hpp"

namespace mtm::transfer {

namespace {

/// Whole numbers that are kept with the measured ones; nothing is calculated from them.
struct CountedRange {
  std::string_view name;
  int least, most;
};
constexpr CountedRange kCounted[] = {
    {"key", -1, 11},           // pitch class; -1: not found
    {"mode", 0, 1},            // minor, major
    {"time_signature", 0, 7},  // beats in a bar; Spotify's own are 0 to 7
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  auto begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string column_name(std::string_view cell) {
  std::string name(trimmed(cell));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
  return name;
}

bool is_track_id(std::string_view text) {
  return text.size() == 22 && std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                  (letter >= 'A' && letter <= 'Z');
         });
}

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

void add_member(std::string& json, std::string_view name, double value) {
  json += json.empty() ? "{\"" : ",\"";
  json += name;
  json += "\":";
  write_json(json, value);
}

}  // namespace

FeatureTable::FeatureTable(Input& input) : rows_(input) {
  auto beginning = rows_.beginning();
  auto line = beginning.substr(0, std::min(beginning.find_first_of("\r\n"), beginning.size()));
  std::string missing = "id";
  for (char separator : {',', ';', '\t'}) {
    auto names = cells_of_line(line, separator);
    if (names.size() < 2) continue;
    rows_.separate_by(separator);
    find_columns(names);
    if (id_ == kNone) continue;
    auto absent = std::find(measured_.begin(), measured_.end(), kNone);
    if (absent != measured_.end())
      throw Refused(fmt::format("This is no table of audio features: it has no column named {}.",
                                music::kFeatureRanges[absent - measured_.begin()].name));
    rows_.next();  // the names
    row_.number = 1;
    return;
  }
  throw Refused(
      "This is no table of audio features: its first line must name the columns, one of them track_id or id.");
}

void FeatureTable::find_columns(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& name : names) known.push_back(column_name(name));
  auto place = [&](std::string_view name) {
    auto found = std::find(known.begin(), known.end(), name);
    return found == known.end() ? kNone : static_cast<std::size_t>(found - known.begin());
  };
  width_ = names.size();
  id_ = place("track_id");
  if (id_ == kNone) id_ = place("id");
  for (std::size_t feature = 0; feature < measured_.size(); ++feature)
    measured_[feature] = place(music::kFeatureRanges[feature].name);
  for (std::size_t feature = 0; feature < counted_.size(); ++feature) counted_[feature] = place(kCounted[feature].name);
}

std::string_view FeatureTable::cell(std::size_t column) const { return trimmed(rows_.cells()[column]); }

bool FeatureTable::next() {
  auto found = rows_.next();
  if (found == CsvRows::Found::end) return false;
  ++row_.number;
  row_.spotify_id.clear();
  row_.features.clear();
  row_.rejected.clear();
  if (found == CsvRows::Found::cut)
    row_.rejected = "the file ends in the middle of it";
  else if (found == CsvRows::Found::too_long)
    row_.rejected = "it is longer than a megabyte";
  else if (rows_.cells().size() != width_)
    row_.rejected = "it has more or fewer cells than there are columns";
  else
    read();
  return true;
}

void FeatureTable::read() {
  row_.spotify_id = cell(id_);
  if (!is_track_id(row_.spotify_id)) {
    row_.rejected = "its id is not one of Spotify's, 22 letters and digits";
    return;
  }
  for (std::size_t feature = 0; feature < measured_.size(); ++feature) {
    const auto& range = music::kFeatureRanges[feature];
    auto number = number_in(cell(measured_[feature]));
    if (!number)
      row_.rejected = fmt::format("{} is not a number", range.name);
    else if (!range.holds(*number))
      row_.rejected = fmt::format("{} is not between {} and {}", range.name, range.least, range.most);
    if (!row_.rejected.empty()) return;
    add_member(row_.features, range.name, *number);
  }
  for (std::size_t feature = 0; feature < counted_.size(); ++feature) {
    if (counted_[feature] == kNone || cell(counted_[feature]).empty()) continue;
    const auto& range = kCounted[feature];
    auto number = number_in(cell(counted_[feature]));
    bool fits = number && *number == std::floor(*number) && *number >= range.least && *number <= range.most;
    if (!fits) {
      row_.rejected = fmt::format("{} is not a whole number between {} and {}", range.name, range.least, range.most);
      return;
    }
    add_member(row_.features, range.name, *number);
  }
  row_.features += '}';
}

}  // namespace mtm::transfer
