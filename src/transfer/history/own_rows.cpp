#include "transfer/history/own_rows.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/utf8.hpp"
#include "transfer/history/row.hpp"
#include "transfer/time_cursor.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kLongestLine = 32'000'000;  // Spotify's answer for a track is a few thousand
constexpr std::size_t kLongestNumber = 400;       // characters of a number inside JSON
constexpr std::int64_t kMost16Bits = std::numeric_limits<std::int16_t>::max();
constexpr std::int64_t kMost32Bits = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kLongest500 = 500;
constexpr std::string_view kPrecisions = "|year|month|day|", kKinds = "|track|episode|chapter|",
                           kRanges = "|short_term|medium_term|long_term|";

constexpr OwnColumn kAccountColumns[] = {
    {"spotify_user_id", Holds::text, true, 0, 200},
    {"time_zone", Holds::text, false, 0, 100},
};
constexpr OwnColumn kSourcesColumns[] = {
    {"id", Holds::id, true},
    {"kind", Holds::text, true, 0, 20},
    {"name", Holds::text, false, 0, 200},
    {"created_at", Holds::time, true},
    {"report", Holds::json},
};
constexpr OwnColumn kArtistsColumns[] = {
    {"id", Holds::id, true},
    {"spotify_id", Holds::spotify_id, true},
    {"name", Holds::text, false, 0, kLongest500},
    {"first_seen_at", Holds::time},
};
constexpr OwnColumn kTracksColumns[] = {
    {"id", Holds::id, true},
    {"spotify_id", Holds::spotify_id, true},
    {"kind", Holds::text, true, 0, 8, kKinds},
    {"name", Holds::text, false, 0, kLongest500},
    {"artist", Holds::text, false, 0, kLongest500},
    {"artist_id", Holds::id},
    {"album_name", Holds::text, false, 0, kLongest500},
    {"release_date", Holds::known_day},
    {"release_precision", Holds::text, false, 0, 5, kPrecisions},
    {"duration_ms", Holds::number, false, 0, kMost32Bits},
    {"popularity", Holds::small_number, false, 0, 100},
    {"isrc", Holds::text, false, 0, 32},
    {"image_url", Holds::text},
    {"audio_features", Holds::json},
    {"raw_json", Holds::json},
};
constexpr OwnColumn kTrackClaimsColumns[] = {
    {"source_id", Holds::id, true},
    {"track_id", Holds::id, true},
    {"kind", Holds::text, false, 0, 8, kKinds},
    {"name", Holds::text, true, 0, kLongest500},
    {"artist_id", Holds::id, true},
    {"artist_name", Holds::text, false, 0, kLongest500},
    {"album_name", Holds::text, false, 0, kLongest500},
    {"release_date", Holds::day},
    {"release_precision", Holds::text, false, 0, 5, kPrecisions},
    {"duration_ms", Holds::number, false, -kMost32Bits, kMost32Bits},
    {"popularity", Holds::small_number, false, -kMost16Bits, kMost16Bits},
    {"isrc", Holds::text, false, 0, 32},
    {"recording_mbid", Holds::text, false, 0, 36},
    {"image_url", Holds::text},
    {"audio_features", Holds::json},
    {"raw_json", Holds::json},
    {"met_at", Holds::time},
};
constexpr OwnColumn kArtistClaimsColumns[] = {
    {"source_id", Holds::id, true},
    {"artist_id", Holds::id, true},
    {"name", Holds::text, false, 0, kLongest500},
    {"first_seen_at", Holds::time},
};
constexpr OwnColumn kLibraryColumns[] = {
    {"track_id", Holds::id, true}, {"first_seen_at", Holds::time, true}, {"saved_at", Holds::time},
    {"unsaved_at", Holds::time},   {"imported_at", Holds::time},
};
constexpr OwnColumn kPlaysColumns[] = {
    {"played_at", Holds::time, true},
    {"is_start", Holds::truth, true},
    {"track_id", Holds::id, true},
    {"ms_played", Holds::number, false, 0, kMost32Bits},
    {"kind", Holds::text, true, 0, 8, kKinds},
    {"reason_start", Holds::text, false, 0, kLongestReason},
    {"reason_end", Holds::text, false, 0, kLongestReason},
    {"skipped", Holds::truth},
    {"shuffle", Holds::truth},
    {"offline", Holds::truth},
    {"incognito", Holds::truth},
    {"platform", Holds::text, false, 0, kLongestPlatform},
    {"country", Holds::text, false, 0, 2},
    {"source_id", Holds::id, true},
    {"file", Holds::small_number, false, -kMost16Bits, kMost16Bits},
    {"file_row", Holds::number, false, -kMost32Bits, kMost32Bits},
};
constexpr OwnColumn kSnapshotsColumns[] = {
    {"snapshot_date", Holds::day, true},
    {"time_range", Holds::text, true, 0, 11, kRanges},
    {"rank", Holds::small_number, true, 1, kMost16Bits},
    {"track_id", Holds::id, true},
    {"source_id", Holds::id, true},
};
constexpr OwnColumn kPlaylistsColumns[] = {
    {"playlist_id", Holds::text, true, 0, 100},
    {"name", Holds::text, true, 0, 100},
    {"kind", Holds::text, true, 0, 20},
    {"year", Holds::small_number, false, -kMost16Bits, kMost16Bits},
    {"choice", Holds::text, false, 0, 10, "|loved|released|"},
    {"source_id", Holds::id},
    {"state", Holds::text, true, 0, 10, "|draft|publishing|published|partial|failed|"},
    {"spotify_playlist_id", Holds::text},
    {"url", Holds::text},
    {"published_count", Holds::number, true, 0, kMost32Bits},
    {"problem", Holds::text},
    {"created_at", Holds::time, true},
    {"updated_at", Holds::time, true},
};
constexpr OwnColumn kPlaylistTracksColumns[] = {
    {"playlist_id", Holds::text, true, 0, 100},
    {"position", Holds::small_number, true, 0, kMost16Bits},
    {"track_id", Holds::id, true},
    {"source_id", Holds::id},
    {"created_at", Holds::time},
    {"left_out", Holds::text},
};
constexpr OwnColumn kRecordingsColumns[] = {
    {"track_id", Holds::id, true},
    {"as_track_id", Holds::id, true},
    {"same", Holds::truth, true},
    {"decided_at", Holds::time, true},
};
constexpr OwnColumn kRemovedPlaysColumns[] = {
    {"track_id", Holds::id, true},
    {"played_at", Holds::time, true},
    {"is_start", Holds::truth, true},
    {"ms_played", Holds::number, false, 0, kMost32Bits},
    {"source_kind", Holds::text, true, 0, 20},
    {"removed_at", Holds::time, true},
};
constexpr OwnColumn kGapsColumns[] = {
    {"starts_at", Holds::time, true},
    {"ends_at", Holds::time},
    {"why", Holds::text, true, 0, 20, "|full_page|no_reading|"},
    {"found_at", Holds::time, true},
};
constexpr OwnColumn kCoveredSpansColumns[] = {
    {"source_id", Holds::id, true},
    {"covered_from", Holds::time, true},
    {"covered_until", Holds::time, true},
    {"created_at", Holds::time, true},
};

struct OwnFile {
  OwnNoun noun;
  std::string_view name;
  std::span<const OwnColumn> columns;
  std::string_view known_by;          // keys that every row has and no other file, with commas
  std::string_view passed_over = {};  // keys that are known and not brought, with commas
};

constexpr OwnFile kFiles[] = {
    {OwnNoun::counts, "counts", {}, "account,library,plays,snapshots"},
    {OwnNoun::account, "account", kAccountColumns, "spotify_user_id,display_name,time_zone",
     "id,display_name,image_url,created_at"},
    {OwnNoun::sources, "sources", kSourcesColumns, "kind,name,created_at,undoing_since", "undoing_since"},
    {OwnNoun::track_claims, "track_claims", kTrackClaimsColumns, "source_id,track_id,artist_name,met_at"},
    {OwnNoun::artist_claims, "artist_claims", kArtistClaimsColumns, "source_id,artist_id,name,first_seen_at"},
    {OwnNoun::artists, "artists", kArtistsColumns, "id,spotify_id,name,first_seen_at"},
    {OwnNoun::tracks, "tracks", kTracksColumns, "id,spotify_id,artist_id,album_name,features_source",
     "features_source"},
    {OwnNoun::library, "library", kLibraryColumns, "track_id,first_seen_at,saved_at,imported_at"},
    {OwnNoun::plays, "plays", kPlaysColumns, "played_at,is_start,track_id,source_id"},
    {OwnNoun::snapshots, "snapshots", kSnapshotsColumns, "snapshot_date,time_range,rank,track_id"},
    {OwnNoun::playlists, "playlists", kPlaylistsColumns, "playlist_id,name,choice,published_count"},
    {OwnNoun::playlist_tracks, "playlist_tracks", kPlaylistTracksColumns, "playlist_id,position,track_id"},
    {OwnNoun::recordings, "recordings", kRecordingsColumns, "track_id,as_track_id,same"},
    {OwnNoun::removed_plays, "removed_plays", kRemovedPlaysColumns, "track_id,played_at,source_kind,removed_at"},
    {OwnNoun::gaps, "gaps", kGapsColumns, "starts_at,ends_at,why,found_at", "id"},
    {OwnNoun::covered_spans, "covered_spans", kCoveredSpansColumns, "source_id,covered_from,covered_until"},
    {OwnNoun::left_out, "connection", {}, "state,scopes,authorized_at"},
    {OwnNoun::left_out, "captures", {}, "id,state,steps,problem_count"},
    {OwnNoun::left_out, "imports", {}, "id,state,bytes,report,sentence"},
    {OwnNoun::left_out, "sessions", {}, "id,last_used_at,expires_at,agent"},
    {OwnNoun::left_out, "api_keys", {}, "id,label,scope,last_used_at"},
};

const OwnFile& file_of(OwnNoun noun) {
  return *std::find_if(std::begin(kFiles), std::end(kFiles), [&](const OwnFile& file) { return file.noun == noun; });
}

template <class Each>
void each_name(std::string_view names, const Each& each) {
  while (!names.empty()) {
    auto name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    each(name);
  }
}

bool is_named(std::string_view names, std::string_view wanted) {
  bool found = false;
  each_name(names, [&](std::string_view name) { found = found || name == wanted; });
  return found;
}

/// The first file all of whose keys are there.
template <class Has>
const OwnFile* file_with(const Has& has) {
  for (const auto& file : kFiles) {
    bool all = true;
    each_name(file.known_by, [&](std::string_view key) { all = all && has(key); });
    if (all) return &file;
  }
  return nullptr;
}

/// Where a value of JSON that is known to be whole ends.
std::size_t end_of_value(std::string_view json, std::size_t at) {
  int depth = 0;
  bool in_text = false;
  for (; at < json.size(); ++at) {
    char c = json[at];
    if (in_text) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_text = false;
      continue;
    }
    if (c == '"')
      in_text = true;
    else if (c == '{' || c == '[')
      ++depth;
    else if ((c == '}' || c == ']') && depth-- == 0)
      return at;
    else if (c == ',' && depth == 0)
      return at;
  }
  return json.size();
}

std::string_view without_blanks(std::string_view text) {
  auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The values of an object as they are written, one after the other.
class WrittenValues {
 public:
  explicit WrittenValues(std::string_view object) : rest_(object.substr(object.find('{') + 1)) {}

  std::string_view next() {
    auto key = rest_.find('"');
    auto colon = rest_.find(':', end_of_key(key));
    auto end = end_of_value(rest_, colon + 1);
    auto value = without_blanks(rest_.substr(colon + 1, end - colon - 1));
    rest_.remove_prefix(std::min(rest_.size(), end + 1));
    return value;
  }

 private:
  std::size_t end_of_key(std::size_t quote) const {
    auto at = quote + 1;
    while (at < rest_.size() && rest_[at] != '"') at += rest_[at] == '\\' ? 2 : 1;
    return at;
  }
  std::string_view rest_;
};

/// Whether jsonb holds this JSON, which is whole: it has no NUL in it, and no number of more digits than a column
/// takes.
bool fits_jsonb(std::string_view json) {
  bool in_text = false;
  std::size_t number = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    char c = json[at];
    if (in_text) {
      if (c == '\\') {
        if (json.substr(at).starts_with("\\u0000")) return false;
        ++at;
      } else if (c == '"') {
        in_text = false;
      }
      continue;
    }
    in_text = c == '"';
    bool of_number = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
    number = of_number ? number + 1 : 0;
    if (number > kLongestNumber) return false;
    // 1e-400 is too small for a double, and PostgreSQL would write out all its zeros.
    bool exponent = (c == 'e' || c == 'E') && number > 1 && json.substr(at + 1).starts_with('-');
    auto digits = exponent ? json.substr(at + 2) : std::string_view();
    auto length = std::min(digits.find_first_not_of("0123456789"), digits.size());
    if (length > 3) return false;
  }
  return true;
}

bool is_spotify_id(std::string_view text) {
  auto plain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  constexpr std::size_t kLength = 22;
  if (text.size() != kLength) return false;
  bool made_up = text.front() == '_';
  return std::all_of(text.begin() + made_up, text.end(),
                     [&](char c) { return plain(c) || (made_up && (c == '-' || c == '_')); });
}

std::optional<std::chrono::sys_days> day_at(TimeCursor& cursor, bool whole) {
  int year = 0, month = 1, day = 1;
  bool read = cursor.digits(4, year);
  if (read && (whole || !cursor.at_end())) read = cursor.one_of("-") != 0 && cursor.digits(2, month);
  if (read && (whole || !cursor.at_end())) read = cursor.one_of("-") != 0 && cursor.digits(2, day);
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!read || year == 0 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<std::chrono::sys_days> read_day(std::string_view text, bool whole) {
  TimeCursor cursor(text);
  auto day = day_at(cursor, whole);
  if (day && !cursor.at_end()) day.reset();
  return day;
}

/// "2016-05-04T12:30:00.123456Z", the fraction as long as it needs to be.
std::optional<ExactTime> read_time(std::string_view text) {
  TimeCursor cursor(text);
  auto day = day_at(cursor, true);
  int hour = 0, minute = 0, second = 0, micro = 0;
  if (!day || cursor.one_of("T") == 0 || !cursor.digits(2, hour) || cursor.one_of(":") == 0 ||
      !cursor.digits(2, minute) || cursor.one_of(":") == 0 || !cursor.digits(2, second))
    return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  if (cursor.one_of(".") != 0) {
    int digit = 0, worth = 100'000;
    if (!cursor.digits(1, digit)) return std::nullopt;
    do {
      micro += digit * worth;
      worth /= 10;
    } while (worth > 0 && cursor.digits(1, digit));
  }
  if (cursor.one_of("Z") == 0 || !cursor.at_end()) return std::nullopt;
  return *day + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
         std::chrono::microseconds(micro);
}

std::optional<std::int64_t> read_id(simdjson::dom::element value) {
  std::int64_t number = 0;
  if (value.get(number) == simdjson::SUCCESS) return number;
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS || text.empty()) return std::nullopt;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What is wrong with a text, or nothing.
const char* fault_of(const OwnColumn& column, std::string_view text) {
  if (text.find('\0') != text.npos) return "has a NUL in it";
  if (column.most > 0 && first_characters(text, static_cast<std::size_t>(column.most)).size() < text.size())
    return "is too long";
  if (!column.among.empty() &&
      (text.find('|') != text.npos || column.among.find(fmt::format("|{}|", text)) == column.among.npos))
    return "is none that is known";
  return nullptr;
}

/// One value; what is wrong with it, or nothing.
const char* read_value(const OwnColumn& column, simdjson::dom::element value, std::string_view written,
                       OwnValue& read) {
  read = std::monostate{};
  if (value.is_null()) return column.needed ? "is missing" : nullptr;
  std::string_view text;
  bool is_text = value.get(text) == simdjson::SUCCESS;
  switch (column.holds) {
    case Holds::id: {
      auto id = read_id(value);
      if (!id) return "is no id";
      read = *id;
      return nullptr;
    }
    case Holds::spotify_id:
      if (!is_text || !is_spotify_id(text)) return "is no id of Spotify's";
      read = text;
      return nullptr;
    case Holds::text:
      if (!is_text) return "is no text";
      read = text;
      return fault_of(column, text);
    case Holds::small_number:
    case Holds::number: {
      std::int64_t number = 0;
      if (value.get(number) != simdjson::SUCCESS) return "is no whole number";
      if (number < column.least || number > column.most) return "is out of its range";
      if (column.holds == Holds::small_number)
        read = static_cast<std::int16_t>(number);
      else
        read = static_cast<std::int32_t>(number);
      return nullptr;
    }
    case Holds::truth: {
      bool truth = false;
      if (value.get(truth) != simdjson::SUCCESS) return "is neither true nor false";
      read = truth;
      return nullptr;
    }
    case Holds::time: {
      auto time = is_text ? read_time(text) : std::nullopt;
      if (!time) return "is no time";
      read = *time;
      return nullptr;
    }
    case Holds::day:
    case Holds::known_day: {
      auto day = is_text ? read_day(text, column.holds == Holds::day) : std::nullopt;
      if (!day) return "is no day";
      read = *day;
      return nullptr;
    }
    case Holds::json:
      if (!fits_jsonb(written)) return "has a NUL or a number of too many digits in it";
      read = RawJson{written};
      return nullptr;
  }
  return "is of no kind";
}

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
  OwnReader(OwnNoun noun, OwnRows& rows) : file_(file_of(noun)), rows_(rows), values_(file_.columns.size()) {}

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
      auto column = std::find_if(file_.columns.begin(), file_.columns.end(),
                                 [&](const OwnColumn& known) { return known.name == member.key; });
      if (column == file_.columns.end()) {
        if (!is_named(file_.passed_over, member.key)) rows_.unknown(member.key);
        continue;
      }
      auto& value = values_[static_cast<std::size_t>(column - file_.columns.begin())];
      if (const char* fault = read_value(*column, member.value, raw, value)) {
        rows_.reject(row, fmt::format("{} {}", column->name, fault), raw);
        return;
      }
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!file_.columns[i].needed || values_[i].index() != 0) continue;
      rows_.reject(row, fmt::format("{} is missing", file_.columns[i].name), "");
      return;
    }
    rows_.take(row, values_);
  }

  const OwnFile& file_;
  OwnRows& rows_;
  std::vector<OwnValue> values_;
  simdjson::dom::parser parser_;
};

}  // namespace

std::string_view name_of(OwnNoun noun) { return file_of(noun).name; }

std::span<const OwnColumn> columns_of(OwnNoun noun) { return file_of(noun).columns; }

std::optional<OwnNoun> recognize_own(std::string_view beginning) {
  if (!beginning.starts_with('{')) return std::nullopt;
  std::vector<std::string_view> keys;
  std::size_t at = 1;
  constexpr std::size_t kMostKeysOfOurs = 40;
  while (at < beginning.size() && keys.size() < kMostKeysOfOurs) {
    auto open = beginning.find_first_not_of(" \t\r\n,", at);
    if (open == beginning.npos || beginning[open] != '"') break;
    auto close = beginning.find('"', open + 1);
    if (close == beginning.npos) break;
    auto colon = beginning.find_first_not_of(" \t\r\n", close + 1);
    if (colon == beginning.npos || beginning[colon] != ':') break;
    keys.push_back(beginning.substr(open + 1, close - open - 1));
    at = end_of_value(beginning, colon + 1);
    if (at < beginning.size() && beginning[at] != ',') break;
  }
  const auto* file =
      file_with([&](std::string_view key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); });
  return file ? std::optional(file->noun) : std::nullopt;
}

bool is_own_csv(std::string_view beginning) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (!beginning.starts_with(kMark)) return false;
  beginning.remove_prefix(kMark.size());
  auto header = beginning.substr(0, beginning.find_first_of("\r\n"));
  return file_with([&](std::string_view key) { return is_named(header, key); }) != nullptr;
}

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
