// What a file is, by the keys of its first objects or by its first lines of CSV. A file's beginning may be cut
// anywhere, so nothing here needs whole JSON.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "transfer/history/csv_rows.hpp"
#include "transfer/history/format.hpp"
#include "transfer/history/own_rows.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/scrobble_values.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kMostKeys = 100;    // that are looked at
constexpr std::size_t kMostObjects = 20;  // before which a list may have other things
constexpr std::size_t kMostLines = 50;    // before the header of a CSV file, or the first dated row
constexpr int kNames = 0, kPlays = 1;     // turns

std::string_view after_spaces(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return after_spaces(text);
}

/// The length of a JSON text with its quotes, whose end may be cut off.
std::size_t text_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  return text.size();
}

/// The members of an object as they are written, as far as its text goes.
class Members {
 public:
  /// `text` begins with the object's brace.
  explicit Members(std::string_view text) {
    int depth = 0;
    while (length_ < text.size() && members_.size() < kMostKeys) {
      char c = text[length_];
      if (c == '"') {
        auto written = text.substr(length_, text_length(text.substr(length_)));
        length_ += written.size();
        auto behind = after_spaces(text.substr(length_));
        if (depth == 1 && written.size() > 1 && behind.starts_with(':'))
          members_.emplace_back(written.substr(1, written.size() - 2), after_spaces(behind.substr(1)));
        continue;
      }
      ++length_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) break;
    }
  }

  bool have(std::initializer_list<std::string_view> keys) const {
    return std::all_of(keys.begin(), keys.end(), [&](auto key) { return value(key).data() != nullptr; });
  }

  /// From the value of a key on; "" without data if there is no such key.
  std::string_view value(std::string_view key) const {
    for (const auto& [name, value] : members_)
      if (name == key) return value;
    return {};
  }

  std::size_t count() const { return members_.size(); }
  std::size_t length() const { return length_; }  // of the object's text

 private:
  std::vector<std::pair<std::string_view, std::string_view>> members_;
  std::size_t length_ = 0;
};

bool is_mongo_document(const Members& members) {
  auto id = members.value("_id");
  return id.starts_with('{') && Members(id).have({"$oid"});
}

/// Of an object that stands in a list or on a line.
std::optional<Recognized> recognize_item(const Members& item, bool listed) {
  if (item.have({"track_metadata", "listened_at"}))
    return Recognized{listed ? Format::listenbrainz_list : Format::listenbrainz_lines, kPlays};
  if (item.have({"timeMs", "event"})) return Recognized{Format::pano_lines};
  if (!is_mongo_document(item) || !item.have({"id"})) return std::nullopt;
  if (item.have({"played_at", "owner"})) return Recognized{Format::your_spotify, kPlays};
  if (item.have({"name"})) return Recognized{Format::your_spotify, kNames};
  return std::nullopt;
}

bool is_extended_row(const Members& row) { return row.have({"ts", "ms_played"}); }
bool is_account_row(const Members& row) { return row.have({"endTime", "msPlayed"}); }

/// A page of what Last.fm's API answers: the names in it stand under "#text".
bool is_ghan_page(const Members& page) {
  auto tracks = page.value("track");
  auto first =
      tracks.starts_with('[') ? after_spaces(tracks.substr(1)) : tracks;  // a list of one is written as the one
  if (!first.starts_with('{')) return false;
  auto artist = Members(first).value("artist");
  return artist.starts_with('{') && Members(artist).have({"#text"});
}

std::optional<Recognized> recognize_listed(const Members& item) {
  if (is_extended_row(item)) return Recognized{Format::spotify_extended};
  if (is_account_row(item)) return Recognized{Format::spotify_account};
  if (is_ghan_page(item)) return Recognized{Format::ghan_json};
  return recognize_item(item, true);
}

void check_version(const Members& koito) {
  auto written = koito.value("version");
  auto version = written.starts_with('"') ? written.substr(1, std::max<std::size_t>(2, text_length(written)) - 2)
                                          : written.substr(0, written.find_first_of(",} \r\n"));
  if (version != "1")
    throw Refused(fmt::format("It is a Koito export of version {}; only version 1 can be read.",
                              version.empty() ? "unknown" : printable(version)));
}

std::optional<Recognized> recognize_object(const Members& object) {
  if (object.have({"maloja"})) return Recognized{Format::maloja};
  if (object.have({"listens"}) && (object.have({"version"}) || object.have({"exported_at"}))) {
    check_version(object);
    return Recognized{Format::koito};
  }
  if (object.have({"username", "scrobbles"})) return Recognized{Format::lastfmstats_json};
  // user.json of ListenBrainz, which says whose listens they are.
  if (object.have({"user_id", "username"}) && object.count() == 2)
    return Recognized{Format::listenbrainz_lines, kNames};
  return recognize_item(object, false);
}

/// A line that is not JSON may precede those that are.
std::optional<Recognized> recognize_lines_of_json(std::string_view text) {
  for (std::size_t lines = 0; lines < kMostObjects && !text.empty(); ++lines) {
    auto line = text.substr(0, text.find('\n'));
    text = after_spaces(text.substr(line.size()));
    if (!line.starts_with('{')) continue;
    auto found = recognize_item(Members(line), false);
    if (found) return found;
  }
  return std::nullopt;
}

/// Calls `each` with the objects of a list, as far as its text goes, until it returns true.
template <class Each>
void objects_in_list(std::string_view list, const Each& each) {
  std::size_t at = 1;
  for (std::size_t found = 0; found < kMostObjects && at < list.size();) {
    char c = list[at];
    if (c == '"') {
      at += text_length(list.substr(at));
    } else if (c == '{') {
      Members members(list.substr(at));
      if (each(members)) return;
      at += members.length();
      ++found;
    } else {
      ++at;
    }
  }
}

bool has(const std::vector<std::string>& cells, std::string_view name) {
  return std::find(cells.begin(), cells.end(), name) != cells.end();
}

std::optional<Format> recognize_header(std::vector<std::string> cells) {
  for (auto& cell : cells) {
    cell = std::string(without_spaces(cell));
    std::transform(cell.begin(), cell.end(), cell.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  }
  if (!has(cells, "artist") || !has(cells, "track")) return std::nullopt;
  if (has(cells, "timems") && has(cells, "event")) return Format::pano_csv;
  if (has(cells, "uts")) return Format::ghan_csv;
  if (has(cells, "time")) return Format::librefm;
  bool dated = std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.starts_with("date#"); });
  return dated ? std::optional(Format::lastfmstats_csv) : std::nullopt;
}

/// artist,album,track,date; a date whose comma was kept goes over two cells.
bool is_lastfm_row(const std::vector<std::string>& cells) {
  if (cells.size() == 4) return time_of_lastfm(cells[3]).has_value();
  return cells.size() == 5 && time_of_lastfm(cells[3] + "," + cells[4]).has_value();
}

std::optional<Recognized> recognize_lines(std::string_view text) {
  for (std::size_t lines = 0; lines < kMostLines && !text.empty(); ++lines) {
    auto line = text.substr(0, text.find_first_of("\r\n"));
    text = after_spaces(text.substr(line.size()));
    for (char separator : {',', ';', '\t'}) {
      auto cells = cells_of_line(line, separator);
      if (auto format = recognize_header(cells)) return Recognized{*format};
      if (is_lastfm_row(cells)) return Recognized{Format::lastfm_to_csv};
    }
  }
  return std::nullopt;
}

/// By the keys that the files of Spotify's account data have which hold no history.
bool is_of_spotify_account(const Members& members) {
  const std::initializer_list<std::string_view> kinds[] = {
      {"playlists"},                          // Playlist1
      {"tracks", "albums", "shows"},          // YourLibrary
      {"username"},                           // Userdata
      {"userIsFollowing"},                    // Follow
      {"inferences"},                         // Inferences
      {"displayName", "imageUrl"},            // Identity
      {"identifierType", "identifierValue"},  // Identifiers
      {"payment_method"},                     // Payments
      {"searchTime", "searchQuery"},          // SearchQueries
      {"artistName", "segment"},              // Marquee
      {"stats", "highlights"},                // YourSoundCapsule
  };
  return std::any_of(std::begin(kinds), std::end(kinds), [&](auto keys) { return members.have(keys); });
}

}  // namespace

std::string_view name_of(Format format) {
  switch (format) {
    case Format::spotify_extended:
      return "Spotify's extended streaming history";
    case Format::spotify_account:
      return "Spotify's account data";
    case Format::lastfm_to_csv:
      return "Last.fm, by lastfm-to-csv";
    case Format::ghan_csv:
    case Format::ghan_json:
      return "Last.fm, by lastfm.ghan.nl";
    case Format::lastfmstats_csv:
    case Format::lastfmstats_json:
      return "Last.fm, by lastfmstats.com";
    case Format::librefm:
      return "Libre.fm";
    case Format::listenbrainz_lines:
    case Format::listenbrainz_list:
      return "ListenBrainz";
    case Format::maloja:
      return "Maloja";
    case Format::koito:
      return "Koito";
    case Format::your_spotify:
      return "your_spotify";
    case Format::rockbox:
      return "Rockbox";
    case Format::pano_lines:
    case Format::pano_csv:
      return "Pano Scrobbler";
  }
  return "unknown";
}

std::optional<Recognized> recognize(std::string_view beginning) {
  auto text = without_mark(beginning.substr(0, kRecognizable));
  if (text.starts_with('{')) {
    auto found = recognize_object(Members(text));
    return found ? found : recognize_lines_of_json(text);
  }
  if (text.starts_with('[')) {
    std::optional<Recognized> found;
    objects_in_list(text, [&](const Members& item) {
      found = recognize_listed(item);
      return found.has_value();
    });
    return found;
  }
  if (text.starts_with("#AUDIOSCROBBLER/")) return Recognized{Format::rockbox};
  return recognize_lines(text);
}

OtherFile what_else(std::string_view beginning) {
  if (beginning.starts_with("PK\3\4") || beginning.starts_with("PK\5\6")) return OtherFile::zip;
  if (beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF")) return OtherFile::utf16;
  if (is_own_csv(beginning.substr(0, kRecognizable))) return OtherFile::own_csv;
  auto text = without_mark(beginning.substr(0, kRecognizable));
  if (text.empty()) return OtherFile::empty;
  if (recognize_own(text)) return OtherFile::own_lines;
  if (text.starts_with('{')) {
    Members members(text);
    if (is_extended_row(members) || is_account_row(members)) return OtherFile::one_row;
    return is_of_spotify_account(members) ? OtherFile::spotify_account : OtherFile::unknown;
  }
  if (!text.starts_with('[')) return OtherFile::unknown;
  if (after_spaces(text.substr(1)).starts_with(']')) return OtherFile::no_rows;
  auto found = OtherFile::unknown;
  objects_in_list(text, [&](const Members& item) {
    if (is_of_spotify_account(item)) found = OtherFile::spotify_account;
    return found != OtherFile::unknown;
  });
  return found;
}

std::unique_ptr<HistoryReader> make_reader(Format format, const ReadingOptions& options) {
  switch (format) {
    case Format::spotify_extended:
      return spotify_extended_reader(options);
    case Format::spotify_account:
      return spotify_account_reader(options);
    case Format::lastfm_to_csv:
      return lastfm_to_csv_reader(options);
    case Format::ghan_csv:
      return ghan_csv_reader(options);
    case Format::ghan_json:
      return ghan_json_reader(options);
    case Format::lastfmstats_csv:
      return lastfmstats_csv_reader(options);
    case Format::lastfmstats_json:
      return lastfmstats_json_reader(options);
    case Format::librefm:
      return librefm_reader(options);
    case Format::listenbrainz_lines:
      return listenbrainz_lines_reader(options);
    case Format::listenbrainz_list:
      return listenbrainz_list_reader(options);
    case Format::maloja:
      return maloja_reader(options);
    case Format::koito:
      return koito_reader(options);
    case Format::your_spotify:
      return your_spotify_reader(options);
    case Format::rockbox:
      return rockbox_reader(options);
    case Format::pano_lines:
      return pano_lines_reader(options);
    case Format::pano_csv:
      return pano_csv_reader(options);
  }
  throw std::logic_error("a format without a reader");
}

}  // namespace mtm::transfer
