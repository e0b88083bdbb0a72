// What Spotify's JSON says, as plain values. Fields come and go with the class of the app and the year (popularity,
// linked_from, `tracks` or `items`), so that only what gives a thing its identity is required: an item without that is
// skipped and named, and the rest of its page is kept.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "music/features.hpp"
#include "spotify/errors.hpp"

namespace mtm::spotify {

/// The bytes were not the JSON that was asked for; the sentence says in what way.
struct Unreadable : Unavailable {
  using Unavailable::Unavailable;
};

struct Profile {
  std::string id;                         // may change; free text
  std::optional<std::string> account_id;  // since May 2026: never changes
  std::optional<std::string> display_name;
  std::optional<std::string> image_url;
};

struct Artist {
  std::optional<std::string> id;  // none for a local file's
  std::string name;
};

enum class Precision { year, month, day };

struct ReleaseDate {
  std::string text;  // "2016", "2016-05" or "2016-05-04": a date that exists, with as many parts as are known
  Precision precision = Precision::day;
};

struct Track {
  // 22 characters; empty for a local file only. Of a track that Spotify replaced by another instance of the recording
  // (`linked_from`) the id of the one that was asked for: the replacement changes with time and country.
  std::string id;
  std::string uri;
  std::string name;
  std::vector<Artist> artists;  // at least one; the first is the one to show
  std::string album_name;       // may be empty
  std::optional<ReleaseDate> release;
  std::optional<std::string> image_url;  // about 300 pixels wide when there is a choice
  std::optional<std::string> isrc;
  std::optional<std::int64_t> duration_ms;
  std::optional<int> popularity;  // 0 to 100; apps of 2026 are not told
  std::optional<std::string> spotify_url;
  bool is_local = false;  // a file on somebody's disk: can be shown, cannot be looked up or put into a playlist
  std::string raw_json;   // the track as it was sent; empty when PostgreSQL could not keep it as jsonb
};

struct SavedTrack {
  WallTime added_at;
  Track track;
};

struct RankedTrack {
  int rank = 0;  // 1 is the top
  Track track;
};

struct PlayedTrack {
  WallTime played_at;  // to the millisecond: it is part of a play's identity
  Track track;
};

struct Playlist {
  std::string id;
  std::string name;
  std::string description;
  std::optional<std::string> url;
  std::optional<std::string> owner_id;
  std::optional<bool> is_public;
  std::optional<std::int64_t> item_count;  // absent in other people's playlists
};

struct PlaylistItem {
  std::optional<WallTime> added_at;
  Track track;
};

struct TrackFeatures {
  std::string track_id;
  music::AudioFeatures features;
};

/// An item that was left out of its page, by its place in it, counted from 0.
struct Skipped {
  std::size_t index = 0;
  std::string reason;           // "it has no id: a local file"
  std::string track_id;         // empty when it has none
  bool names_no_track = false;  // a local file or an episode: no track of the catalogue is meant
};

template <class Item>
struct Page {
  std::vector<Item> items;
  std::optional<std::int64_t> total;        // of the whole list
  std::optional<std::string> next;          // the next page's address, which is never followed
  std::optional<std::int64_t> next_offset;  // where that page begins, if its address says so
  std::vector<Skipped> skipped;
};

struct Tokens {
  std::string access_token;
  std::optional<std::string> refresh_token;  // absent after a refresh: the old one stays
  std::optional<std::string> scope;          // what was granted, separated by spaces
  std::chrono::seconds expires_in{0};
};

/// What an error's body says, whichever of Spotify's shapes it has; parts that are not there are empty.
struct ErrorBody {
  std::string message;  // or error_description; plain text when the body is not JSON
  std::string reason;   // "QUOTA_EXCEEDED"; the flat `error` of the accounts service, such as "invalid_grant"
};

/// Reads Spotify's answers; throws Unreadable. One parser is used over and over, so a reader belongs to one thread.
class Reader {
 public:
  Reader();
  ~Reader();
  Reader(Reader&&) noexcept;

  Profile profile(std::string json);
  Track track(std::string json);
  Page<SavedTrack> saved_tracks(std::string json);
  /// Ranks count from the place of the page's first item in the whole list.
  Page<RankedTrack> top_tracks(std::string json, int offset);
  Page<PlayedTrack> recently_played(std::string json);
  Page<Playlist> playlists(std::string json);
  Playlist playlist(std::string json);
  /// Local files are kept (is_local), for they belong to what the playlist shows.
  Page<PlaylistItem> playlist_items(std::string json);
  std::int64_t total(std::string json);
  /// A list of true and false.
  std::vector<bool> truths(const std::string& json);
  Page<TrackFeatures> audio_features(std::string json);
  /// The form of ReccoBeats: `content`, in any order, without what it does not know.
  Page<TrackFeatures> provided_features(std::string json);
  Tokens tokens(std::string json);
  /// Never throws on what was sent: an error's body may be anything.
  ErrorBody error(std::string body);
  /// Whether it is an object or a list, and JSON from its beginning to its end.
  bool is_json(const std::string& body);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace mtm::spotify
