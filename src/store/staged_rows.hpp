// A row of each table of an old database: how it waits in a staging table (staging.hpp) and how it is read back from
// where it is kept (comparison.hpp). Each column's name is written here, beside its member. The staging tables, what is
// copied into them, and what the import compares follow from it; so do the columns of a track that merge.cpp only
// copies. Where the person's tables have another name or a rule for a column, merge.cpp and comparison.cpp write it
// out with its rule.
//
// Each struct has these, which call visit(name, member) for one column after the other:
//   each_column  what is compared, in the order in which comparison.hpp's queries give it
//   each_staged  what the staging table has, in the table's order
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "db/copy.hpp"

namespace mtm::store {

/// JSON with the number by which two spellings of the same are known (transfer/old_app computes it).
struct KeptJson {
  std::string text;
  std::uint64_t digest = 0;
};

struct ArtistRow {
  static constexpr const char* kTable = "artists";
  static constexpr const char* kStaged = "staged_artists";
  std::int64_t row = 0;  // the source's rowid
  std::string spotify_id;
  std::string name;
  std::optional<db::Microseconds> created_at;

  template <class Row, class Visit>
  static void each_column(Row& row, Visit&& visit) {
    visit("spotify_id", row.spotify_id);
    visit("name", row.name);
    visit("created_at", row.created_at);
  }
  template <class Row, class Visit>
  static void each_staged(Row& row, Visit&& visit) {
    visit("row", row.row);
    each_column(row, visit);
  }
};

struct TrackRow {
  static constexpr const char* kTable = "tracks";
  static constexpr const char* kStaged = "staged_tracks";
  std::int64_t row = 0;
  std::int64_t old_id = 0;  // of the older generation; entries speak of it
  std::string spotify_id;
  std::string name;
  std::string artist_spotify_id;
  std::optional<std::string> artist_name;  // of the revised generation, which has no table of artists
  std::optional<std::string> album_name;
  std::optional<std::chrono::sys_days> release_date;  // the first day of what is known
  std::optional<std::string> release_precision;       // year, month, day
  std::optional<std::int32_t> duration_ms;
  std::optional<std::int16_t> popularity;
  std::optional<std::string> isrc;
  std::optional<std::string> image_url;
  std::optional<KeptJson> audio_features;
  std::optional<KeptJson> raw_json;
  std::optional<db::Microseconds> created_at;

  /// What track_claims keeps as it is, under the same name.
  template <class Row, class Visit>
  static void each_copied(Row& row, Visit&& visit) {
    visit("album_name", row.album_name);
    visit("release_date", row.release_date);
    visit("release_precision", row.release_precision);
    visit("duration_ms", row.duration_ms);
    visit("popularity", row.popularity);
    visit("isrc", row.isrc);
    visit("image_url", row.image_url);
    visit("audio_features", row.audio_features);
    visit("raw_json", row.raw_json);
  }
  template <class Row, class Visit>
  static void each_column(Row& row, Visit&& visit) {
    visit("spotify_id", row.spotify_id);
    visit("name", row.name);
    visit("artist_spotify_id", row.artist_spotify_id);
    visit("artist_name", row.artist_name);
    each_copied(row, visit);
    visit("created_at", row.created_at);
  }
  template <class Row, class Visit>
  static void each_staged(Row& row, Visit&& visit) {
    visit("row", row.row);
    visit("old_id", row.old_id);
    each_column(row, visit);
  }
};

struct EntryRow {
  static constexpr const char* kTable = "playlist_tracks";
  static constexpr const char* kStaged = "staged_entries";
  std::int64_t row = 0;
  std::int64_t old_track_id = 0;
  std::string playlist_id;
  std::string track_spotify_id;  // read when both sides are compared: SQLite looks it up by the old id
  std::int16_t position = 0;
  std::optional<db::Microseconds> created_at;

  template <class Row, class Visit>
  static void each_column(Row& row, Visit&& visit) {
    visit("playlist_id", row.playlist_id);
    visit("track_spotify_id", row.track_spotify_id);
    visit("position", row.position);
    visit("created_at", row.created_at);
  }
  /// A staged entry has the track's old id alone, by which merge.cpp joins it: half a million look-ups less.
  template <class Row, class Visit>
  static void each_staged(Row& row, Visit&& visit) {
    visit("row", row.row);
    visit("old_track_id", row.old_track_id);
    visit("playlist_id", row.playlist_id);
    visit("position", row.position);
    visit("created_at", row.created_at);
  }
};

struct SnapshotRow {
  static constexpr const char* kTable = "snapshots";
  static constexpr const char* kStaged = "staged_snapshots";
  std::int64_t row = 0;
  std::string track_spotify_id;
  std::chrono::sys_days snapshot_date;
  std::string time_range;
  std::int16_t rank = 0;

  template <class Row, class Visit>
  static void each_column(Row& row, Visit&& visit) {
    visit("track_spotify_id", row.track_spotify_id);
    visit("snapshot_date", row.snapshot_date);
    visit("time_range", row.time_range);
    visit("rank", row.rank);
  }
  template <class Row, class Visit>
  static void each_staged(Row& row, Visit&& visit) {
    visit("row", row.row);
    each_column(row, visit);
  }
};

/// How many columns a staging table has, as db::CopyIn::begin_row() wants to know it.
template <class Row>
int staged_columns() {
  int count = 0;
  Row row;
  Row::each_staged(row, [&](const char*, const auto&) { ++count; });
  return count;
}

/// The columns of TrackRow::each_copied for a statement: "kept.album_name, kept.release_date, …" for the prefix
/// "kept.".
std::string copied_columns(const std::string& prefix = "");

}  // namespace mtm::store
