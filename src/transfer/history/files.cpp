#include "transfer/history/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "transfer/history/file_input.hpp"
#include "transfer/history/zip_files.hpp"
#include "transfer/sqlite_file.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

constexpr const char* kKnown =
    "What can be imported: Spotify's extended streaming history and account data, Last.fm (lastfm-to-csv, ghan.nl, "
    "lastfmstats.com), Libre.fm, ListenBrainz, Maloja, Koito, your_spotify, Rockbox, Pano Scrobbler, our own export, "
    "and "
    "the database of the old app.";

constexpr const char* kOwnCsv =
    "This is our own export as CSV, which is for spreadsheets and can't be imported. Export as JSON Lines, and import "
    "that "
    "ZIP.";

constexpr const char* kAskSpotify =
    "This is from Spotify's account data, without the listening history. At Spotify ask for the “Extended streaming "
    "history”: it takes some days and has every play since the beginning.";

/// "_2" before "_10".
bool in_natural_order(const std::string& a, const std::string& b) {
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (!digit(a[i]) || !digit(b[j])) {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
      continue;
    }
    auto end_of = [&](const std::string& text, std::size_t at) {
      while (at < text.size() && digit(text[at])) ++at;
      return at;
    };
    while (i < a.size() && a[i] == '0') ++i;
    while (j < b.size() && b[j] == '0') ++j;
    auto end_a = end_of(a, i), end_b = end_of(b, j);
    if (end_a - i != end_b - j) return end_a - i < end_b - j;
    auto order = a.compare(i, end_a - i, b, j, end_b - j);
    if (order != 0) return order < 0;
    i = end_a, j = end_b;
  }
  return a.size() - i < b.size() - j;
}

/// Puts files to the histories that they are parts of. Of one origin, which is a ZIP or the files beside each other,
/// the files of one format are one history.
class Finder {
 public:
  explicit Finder(FoundFiles& found) : found_(found) {}

  void look_at(const GivenFile& given) {
    FileInput input(given.path);
    auto beginning = beginning_of(input, kRecognizable);
    if (beginning.starts_with(kZipBegin) || beginning.starts_with("PK\5\6")) {
      look_into(given);
      return;
    }
    auto path = given.path;
    HistoryFile file{given.name, std::filesystem::file_size(path), 0,
                     [path]() -> std::unique_ptr<Input> { return std::make_unique<FileInput>(path); }};
    bool known = take(loose_, beginning, std::move(file), given.name);
    if (!known) found_.refused.push_back({given.name, no_history(beginning)});
  }

  bool from_spotify() const { return from_spotify_; }
  bool own_csv() const { return own_csv_; }

  /// When all were looked at.
  void finish() {
    for (auto& history : loose_) found_.histories.push_back(std::move(history));
    for (auto& history : found_.histories) {
      std::sort(history.files.begin(), history.files.end(), [](const HistoryFile& a, const HistoryFile& b) {
        return a.turn != b.turn ? a.turn < b.turn : in_natural_order(a.name, b.name);
      });
    }
  }

 private:
  void look_into(const GivenFile& given) {
    auto zip = std::make_shared<ZipFiles>(given.path);
    std::vector<FoundHistory> histories;
    FoundExport own{given.name, {}, {}};
    for (const auto& entry : zip->entries()) {
      if (!entry.unreadable.empty()) {
        found_.refused.push_back({entry.name, entry.unreadable});
        continue;
      }
      std::string beginning;
      try {
        auto input = zip->open(entry);
        beginning = beginning_of(*input, kRecognizable);
      } catch (const BrokenFile& broken) {
        found_.refused.push_back({entry.name, broken.what()});
        continue;
      }
      if (auto noun = recognize_own(beginning)) {
        own.files.push_back({entry.name, *noun, [zip, entry] { return zip->open(entry); }});
        continue;
      }
      HistoryFile file{entry.name, entry.size, 0, [zip, entry] { return zip->open(entry); }};
      if (take(histories, beginning, std::move(file), given.name)) continue;
      if (begins_with_object(beginning)) own.unknown.push_back(entry.name);
      ++found_.ignored;
      auto other = what_else(beginning);
      from_spotify_ = from_spotify_ || other == OtherFile::spotify_account;
      own_csv_ = own_csv_ || other == OtherFile::own_csv;
    }
    bool has_rows = std::any_of(own.files.begin(), own.files.end(),
                                [](const FoundExport::File& file) { return file.noun != OwnNoun::counts; });
    if (has_rows) {
      found_.ignored -= static_cast<std::int64_t>(own.unknown.size());
      found_.own_exports.push_back(std::move(own));
    } else {
      found_.ignored += static_cast<std::int64_t>(own.files.size());
    }
    found_.ignored += static_cast<std::int64_t>(zip->left_out());
    for (auto& history : histories) found_.histories.push_back(std::move(history));
  }

  /// That its first line is an object of JSON, as in all files of our own export.
  static bool begins_with_object(std::string_view beginning) {
    auto line = beginning.substr(0, beginning.find('\n'));
    return line.starts_with('{') && line.ends_with('}');
  }

  /// False when it is no history.
  bool take(std::vector<FoundHistory>& histories, std::string_view beginning, HistoryFile file,
            const std::string& origin) {
    std::optional<Recognized> recognized;
    try {
      recognized = recognize(beginning);
    } catch (const Refused& refused) {
      found_.refused.push_back({file.name, refused.what()});
      return true;
    }
    if (!recognized) return false;
    file.turn = recognized->turn;
    auto history = std::find_if(histories.begin(), histories.end(),
                                [&](const FoundHistory& known) { return known.format == recognized->format; });
    if (history == histories.end()) {
      histories.push_back({recognized->format, origin, {}});
      history = histories.end() - 1;
    }
    history->files.push_back(std::move(file));
    return true;
  }

  FoundFiles& found_;
  std::vector<FoundHistory> loose_;
  bool from_spotify_ = false;  // a ZIP has something of Spotify's account data
  bool own_csv_ = false;       // and of our own export as CSV
};

}  // namespace

std::string no_history(std::string_view beginning) {
  if (beginning.starts_with(kSqliteBegin)) return "A SQLite database is imported on its own, not with other files.";
  switch (what_else(beginning)) {
    case OtherFile::empty:
      return "The file is empty.";
    case OtherFile::no_rows:
      return "The list in the file is empty: there is nothing to import.";
    case OtherFile::one_row:
      return "The file holds one row of Spotify's history where a list of them should be: it is not as Spotify made "
             "it.";
    case OtherFile::spotify_account:
      return kAskSpotify;
    case OtherFile::utf16:
      return "The file is written in UTF-16. Save it as UTF-8 and import it again.";
    case OtherFile::own_csv:
      return kOwnCsv;
    case OtherFile::own_lines:
      return "This is one file of our own export. Import the whole ZIP as it was downloaded.";
    case OtherFile::zip:
      return "The ZIP can't be read.";
    case OtherFile::unknown:
      break;
  }
  return fmt::format("This is no listening history that is known here. {}", kKnown);
}

FoundFiles find_histories(const std::vector<GivenFile>& files) {
  FoundFiles found;
  Finder finder(found);
  for (const auto& file : files) finder.look_at(file);
  finder.finish();
  if (!found.histories.empty() || !found.own_exports.empty()) return found;
  if (found.refused.size() == 1 && found.ignored == 0) throw Refused(found.refused.front().why);
  if (!found.refused.empty())
    throw Refused(fmt::format("None of the files can be imported. {}: {}", printable(found.refused.front().name),
                              found.refused.front().why));
  if (finder.from_spotify()) throw Refused(kAskSpotify);
  if (finder.own_csv()) throw Refused(kOwnCsv);
  throw Refused(
      fmt::format("There is no listening history inside, only {} other files. {}", counted(found.ignored), kKnown));
}

}  // namespace mtm::transfer
