// Spotify's extended streaming history, of 19, 21 or 23 keys. Addresses and user agents are not kept.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "core/utf8.hpp"
#include "transfer/history/json_items.hpp"
#include "transfer/history/readers.hpp"
#include "transfer/history/spotify_row.hpp"

namespace mtm::transfer {

namespace {

/// In the order of the files.
enum Field : std::size_t {
  kTs,
  kUsername,
  kPlatform,
  kMsPlayed,
  kCountry,
  kTrackName,
  kTrackArtist,
  kTrackAlbum,
  kTrackUri,
  kEpisodeName,
  kShowName,
  kEpisodeUri,
  kBookTitle,
  kBookUri,
  kChapterUri,
  kChapterTitle,
  kReasonStart,
  kReasonEnd,
  kShuffle,
  kSkipped,
  kOffline,
  kIncognito,
  kFields
};

constexpr std::array<std::string_view, kFields> kFieldKeys = {"ts",
                                                              "username",
                                                              "platform",
                                                              "ms_played",
                                                              "conn_country",
                                                              "master_metadata_track_name",
                                                              "master_metadata_album_artist_name",
                                                              "master_metadata_album_album_name",
                                                              "spotify_track_uri",
                                                              "episode_name",
                                                              "episode_show_name",
                                                              "spotify_episode_uri",
                                                              "audiobook_title",
                                                              "audiobook_uri",
                                                              "audiobook_chapter_uri",
                                                              "audiobook_chapter_title",
                                                              "reason_start",
                                                              "reason_end",
                                                              "shuffle",
                                                              "skipped",
                                                              "offline",
                                                              "incognito_mode"};

/// The values of a row; of keys that occur twice the last one.
class Fields {
 public:
  explicit Fields(const JsonValue& item) {
    std::size_t next = 0;  // a file has its keys in the same order in each row
    item.members([&](std::string_view key, const JsonValue& value) {
      for (std::size_t tried = 0; tried < kFields; ++tried, next = (next + 1) % kFields) {
        if (kFieldKeys[next] != key) continue;
        values_[next] = value;
        next = (next + 1) % kFields;
        return;
      }
    });
  }

  const JsonValue& operator[](Field field) const { return values_[field]; }
  std::string_view text(Field field, std::size_t most = kLongestName) const { return values_[field].text(most); }

 private:
  std::array<JsonValue, kFields> values_;
};

constexpr auto kInIds = [] {
  std::array<bool, 256> table{};
  for (char c : std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

/// The id of a URI such as "spotify:track:…"; else "".
std::string_view id_in(std::string_view uri, std::string_view kind) {
  constexpr std::string_view kScheme = "spotify:";
  constexpr std::size_t kIdLength = 22;
  if (!uri.starts_with(kScheme) || !uri.substr(kScheme.size()).starts_with(kind)) return {};
  auto id = uri.substr(kScheme.size() + kind.size());
  if (id.size() != kIdLength) return {};
  bool letters = true;
  for (char c : id) letters &= kInIds[static_cast<unsigned char>(c)];
  return letters ? id : std::string_view();
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// A part of a local file's URI, which is written as in a form.
std::string decoded(std::string_view part) {
  std::string text;
  for (std::size_t i = 0; i < part.size(); ++i) {
    int high = i + 2 < part.size() && part[i] == '%' ? hex_digit(part[i + 1]) : -1;
    int low = high >= 0 ? hex_digit(part[i + 2]) : -1;
    if (low >= 0) {
      if (high != 0 || low != 0) text += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      text += part[i] == '+' ? ' ' : part[i];
    }
  }
  for (std::size_t i = 0; i < text.size(); i += std::max<std::size_t>(1, utf8_length(std::string_view(text).substr(i))))
    if (utf8_length(std::string_view(text).substr(i)) == 0) text[i] = '?';
  return std::string(first_characters(text, kLongestName));
}

/// What the URI of a file on somebody's disk says: spotify:local:Artist:Album:Title:seconds.
struct LocalFile {
  explicit LocalFile(std::string_view uri) {
    constexpr std::string_view kLocal = "spotify:local:";
    if (!uri.starts_with(kLocal)) return;
    uri.remove_prefix(kLocal.size());
    std::vector<std::string> parts;
    while (parts.size() < 5) {
      auto end = uri.find(':');
      parts.push_back(decoded(uri.substr(0, end)));
      if (end == uri.npos) break;
      uri.remove_prefix(end + 1);
    }
    if (parts.size() != 4) return;
    artist = std::move(parts[0]);
    album = std::move(parts[1]);
    title = std::move(parts[2]);
    std::int32_t seconds = 0;
    std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), seconds);
    if (seconds > 0 && seconds <= kLongestPlay / 1000) length_ms = seconds * 1000;
  }

  std::string artist, album, title;
  std::int32_t length_ms = -1;
};

std::string_view country_of(std::string_view text) {
  bool capitals = text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
  return capitals && text != "ZZ" ? text : std::string_view();  // ZZ: unknown
}

class SpotifyExtended : public HistoryReader {
 public:
  explicit SpotifyExtended(const ReadingOptions& options) : options_(options) {}

  void read(Input& input, HistoryRows& rows) override {
    JsonItems items(input, JsonItems::Layout::list);
    while (auto item = items.next(rows)) take(*item, items.row(), rows);
  }

 private:
  void take(const JsonValue& item, std::int64_t number, HistoryRows& rows) {
    Fields fields(item);
    if (auto user = fields.text(kUsername); !user.empty()) rows.owner(user);
    HistoryRow row;
    row.row = number;
    if (!set_time_and_duration(row, fields[kTs], fields[kMsPlayed], options_, rows)) return;
    row.platform = fields.text(kPlatform, kLongestPlatform);
    row.country = country_of(fields.text(kCountry));
    row.reason_start = fields.text(kReasonStart, kLongestReason);
    row.reason_end = fields.text(kReasonEnd, kLongestReason);
    row.shuffle = fields[kShuffle].said();
    row.skipped = fields[kSkipped].said();
    row.offline = fields[kOffline].said();
    row.incognito = fields[kIncognito].said();
    name(row, fields, item, rows);
  }

  /// By what has a URI; without any, by what has a name.
  static void name(HistoryRow& row, const Fields& fields, const JsonValue& item, HistoryRows& rows) {
    auto has = [&](Field uri) { return !fields.text(uri).empty(); };
    bool book = has(kBookUri) || has(kChapterUri);
    if (has(kTrackUri))
      name_track(row, fields, item, rows);
    else if (has(kEpisodeUri) || (!book && !has(kTrackName) && has(kEpisodeName)))
      name_episode(row, fields, item, rows);
    else if (book || (!has(kTrackName) && has(kChapterTitle)))
      name_chapter(row, fields, item, rows);
    else
      name_track(row, fields, item, rows);
  }

  static void name_track(HistoryRow& row, const Fields& fields, const JsonValue& item, HistoryRows& rows) {
    row.kind = PlayKind::track;
    row.spotify_id = id_in(fields.text(kTrackUri), "track:");
    row.title = fields.text(kTrackName);
    row.artist = fields.text(kTrackArtist);
    row.album = fields.text(kTrackAlbum);
    if (!row.spotify_id.empty() || fields.text(kTrackUri).empty()) return take_named(row, item, rows);
    LocalFile file(fields.text(kTrackUri, 4 * kLongestName));
    row.length_ms = file.length_ms;
    if (row.title.empty()) row.title = file.title;
    if (row.artist.empty()) row.artist = file.artist;
    if (row.album.empty()) row.album = file.album;
    take_named(row, item, rows);
  }

  static void name_episode(HistoryRow& row, const Fields& fields, const JsonValue& item, HistoryRows& rows) {
    row.kind = PlayKind::episode;
    row.spotify_id = id_in(fields.text(kEpisodeUri), "episode:");
    row.title = fields.text(kEpisodeName);
    row.artist = fields.text(kShowName);
    take_named(row, item, rows);
  }

  static void name_chapter(HistoryRow& row, const Fields& fields, const JsonValue& item, HistoryRows& rows) {
    row.kind = PlayKind::chapter;
    row.spotify_id = id_in(fields.text(kChapterUri), "episode:");  // that's what it is called there
    row.title = fields.text(kChapterTitle);
    row.artist = fields.text(kBookTitle);
    take_named(row, item, rows);
  }

  ReadingOptions options_;
};

}  // namespace

std::unique_ptr<HistoryReader> spotify_extended_reader(const ReadingOptions& options) {
  return std::make_unique<SpotifyExtended>(options);
}

}  // namespace mtm::transfer
