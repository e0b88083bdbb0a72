// A row of each table of the old app as the new one keeps it. Both sides are read into these: the old file to bring it
// over, and the file and PostgreSQL again to compare them.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "transfer/old_app/times.hpp"

namespace mtm::transfer {

/// JSON with the number by which two spellings of the same are known (json_digest.hpp).
struct KeptJson {
  std::string text;
  std::uint64_t digest = 0;
};

struct ArtistRow {
  static constexpr const char* kTable = "artists";
  std::int64_t row = 0;  // the source's rowid
  std::string spotify_id;
  std::string name;
  std::optional<Time> created_at;

  template <class Row, class Visit>
  static void each_column(Row& row, Visit visit) {
    visit(row.spotify_id);
    visit(row.name);
    visit(row.created_at);
  }
};

struct TrackRow {
  static constexpr const char* kTable = "tracks";
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
  std::optional<Time> created_at;

  template <class Row, class Visit>
  static void each_column(Row& row, Visit visit) {
    visit(row.spotify_id);
    visit(row.name);
    visit(row.artist_spotify_id);
    visit(row.artist_name);
    visit(row.album_name);
    visit(row.release_date);
    visit(row.release_precision);
    visit(row.duration_ms);
    visit(row.popularity);
    visit(row.isrc);
    visit(row.image_url);
    visit(row.audio_features);
    visit(row.raw_json);
    visit(row.created_at);
  }
};

struct EntryRow {
  static constexpr const char* kTable = "playlist_tracks";
  std::int64_t row = 0;
  std::int64_t old_track_id = 0;
  std::string playlist_id;
  std::string track_spotify_id;  // read when both sides are compared: SQLite looks it up by the old id
  std::int16_t position = 0;
  std::optional<Time> created_at;

  template <class Row, class Visit>
  static void each_column(Row& row, Visit visit) {
    visit(row.playlist_id);
    visit(row.track_spotify_id);
    visit(row.position);
    visit(row.created_at);
  }
};

struct SnapshotRow {
  static constexpr const char* kTable = "snapshots";
  std::int64_t row = 0;
  std::string track_spotify_id;
  std::chrono::sys_days snapshot_date;
  std::string time_range;
  std::int16_t rank = 0;

  template <class Row, class Visit>
  static void each_column(Row& row, Visit visit) {
    visit(row.track_spotify_id);
    visit(row.snapshot_date);
    visit(row.time_range);
    visit(row.rank);
  }
};

/// A number over every column of a row; the sum over a table's rows does not depend on their order.
template <class Row>
std::uint64_t digest(const Row& row);

extern template std::uint64_t digest(const ArtistRow&);
extern template std::uint64_t digest(const TrackRow&);
extern template std::uint64_t digest(const EntryRow&);
extern template std::uint64_t digest(const SnapshotRow&);

}  // namespace mtm::transfer
