// One person's history as columns: what questions loop over.
//
// A history never changes once it is built, so any thread may read it without a lock for as long as it holds a pointer.
// A later version shares with the one before whatever did not change, and also its plays when newer ones only follow
// them (column.hpp). Tracks are numbered in the order in which they came, and keep their numbers in later versions.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time_zone.hpp"
#include "history/column.hpp"
#include "history/words.hpp"
#include "music/play_details.hpp"

namespace mtm::history {

/// The number of a track in the columns of Tracks, Meetings and Counts.
using TrackNo = std::uint32_t;
inline constexpr TrackNo kNoTrack = std::numeric_limits<TrackNo>::max();
/// The number of an artist or album in their columns; kNone: there is none.
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Microseconds since 1970, as exact as a timestamptz; kNever: there is no such time.
using Moment = std::int64_t;
inline constexpr Moment kNever = std::numeric_limits<Moment>::min();
/// Of the years 1 to 9999.
inline constexpr Moment kFirstMoment = -62'135'596'800'000'000, kLastMoment = 253'402'300'799'999'999;
inline constexpr bool is_moment(std::int64_t micros) { return kFirstMoment <= micros && micros <= kLastMoment; }

/// Days since 1970-01-01.
using Day = std::int32_t;
inline constexpr Day kNoDay = std::numeric_limits<Day>::min();

using music::PlayDetails;

/// A text in Tracks::texts.
struct Text {
  std::uint32_t begin = 0, size = 0;
};

/// Features of a track, in the order of Tracks::features.
enum class Feature {
  energy,
  valence,
  danceability,
  acousticness,
  instrumentalness,
  liveness,
  speechiness,
  tempo,
  loudness
};
inline constexpr std::size_t kFeatures = 9;

enum class Precision : std::uint8_t { year, month, day };

/// What the catalogue says of the tracks of a library. Columns are indexed by the number of the track.
struct Tracks {
  std::string texts;

  std::vector<std::int64_t> ids;  // in the catalogue
  std::vector<TrackNo> by_id;     // numbers in the order of their ids
  std::vector<Text> spotify_ids, names;
  std::vector<Text> folded_names;              // " the who ", as music::folded() makes it
  std::vector<std::uint32_t> artists, albums;  // numbers; an album may be kNone
  std::vector<std::uint32_t> told_artists;     // as its sources name it, before artists_by_name() (same_artists.hpp)
  std::vector<Text> images;                    // of size 0: none
  std::vector<Text> pictures;                  // the same, or the album's (pictures.hpp)
  std::vector<Text> isrcs;                     // of size 0: unknown
  std::vector<Day> release_days;               // the first day of what is known; kNoDay: nothing is
  std::vector<Precision> release_precisions;
  std::vector<std::int32_t> durations_ms;            // -1: unknown
  std::vector<std::int8_t> popularities;             // -1: unknown
  std::array<std::vector<float>, kFeatures> values;  // of features; NaN: unknown

  std::vector<std::int64_t> artist_ids;
  std::vector<Text> artist_names, folded_artist_names;
  std::vector<std::uint8_t> artists_unconfirmed;  // 1: a file alone names them, Spotify has not
  std::vector<Text> album_names, folded_album_names, album_images;
  std::vector<Text> album_pictures;  // as pictures

  std::size_t size() const { return ids.size(); }
  std::string_view text(Text text) const { return {texts.data() + text.begin, text.size}; }
  std::string_view name(TrackNo track) const { return text(names[track]); }
  std::string_view artist(TrackNo track) const { return text(artist_names[artists[track]]); }
  std::int64_t artist_id(TrackNo track) const { return artist_ids[artists[track]]; }
  /// Empty when there is none.
  std::string_view album(TrackNo track) const {
    return albums[track] == kNone ? std::string_view() : text(album_names[albums[track]]);
  }
  const std::vector<float>& feature(Feature feature) const { return values[static_cast<std::size_t>(feature)]; }
  float feature(Feature feature, TrackNo track) const { return values[static_cast<std::size_t>(feature)][track]; }
  /// The number of a track of the catalogue; kNoTrack when the library does not have it.
  TrackNo find(Id track) const;
};

/// When the person met the tracks, by their numbers.
struct Meetings {
  std::vector<Moment> first_seen;             // when it was met first, as far as is known
  std::vector<Moment> saved;                  // among the Liked Songs; kNever: never
  std::vector<Moment> unsaved;                // when it was found to be no longer among them
  std::vector<std::uint8_t> unknown_meeting;  // 1: nobody knows when it was met, first_seen is the time of the import
};

/// Plays in the order of their ends, those of one moment in the order of their tracks' ids.
struct Plays {
  Column<Moment> ended;
  Column<TrackNo> tracks;
  Column<std::int32_t> ms_played;  // -1: unknown
  Column<PlayDetails> details;

  std::size_t size() const { return ended.size(); }
};

enum class TimeRange : std::uint8_t { short_term, medium_term, long_term };

/// One of Spotify's top lists, of one day.
struct TopList {
  TimeRange range;
  Day day;
  std::uint32_t begin, end;  // of its entries
};

/// Top lists in the order of (range, day), their entries in the order of their ranks.
struct Snapshots {
  std::vector<TopList> lists;
  std::vector<TrackNo> tracks;
  std::vector<std::int16_t> ranks;  // from 1
};

/// How often and when last each track was played, by its number.
struct Counts {
  std::vector<std::uint32_t> plays;
  std::vector<Moment> last_played;  // kNever: not at all
};

/// What the person has decided of two tracks, by their ids in the catalogue: that the first is the same recording as
/// the second, or that it is another one.
struct RecordingDecision {
  std::int64_t track_id = 0, as_track_id = 0;
  bool same = true;
  Moment decided = kNever;

  friend bool operator==(const RecordingDecision&, const RecordingDecision&) = default;
};

/// A stretch of time in which plays may be missing: no import has filled it.
struct Gap {
  Moment from = kNever;   // the end of the last play that is known before it
  Moment until = kNever;  // the end of the first one after it; the latest of all moments while the gap lasts

  friend bool operator==(const Gap&, const Gap&) = default;
};

/// Counted once when tracks change, because the dashboard and its energy distribution are asked most of all.
struct Totals {
  std::int64_t tracks = 0, artists = 0;
  std::int64_t high = 0, medium = 0, low = 0;  // tracks by their energy: from 0.8, from 0.5, below
  std::int64_t with_valence = 0, with_danceability = 0, with_popularity = 0;
  double energy = 0, valence = 0, danceability = 0;  // sums over the tracks that have them
};

struct KeptSightings;  // reconciliation.hpp
class LazyPlayed;      // played.hpp

struct History {
  Id user;
  std::int64_t version = 0, epoch = 0;
  Moment catalogue_seen = kNever;  // by the database's clock: when the catalogue was last looked at
  std::shared_ptr<const TimeZone> zone;
  std::shared_ptr<const Tracks> tracks;
  std::shared_ptr<LazyWordIndex> words;  // of these very tracks
  std::shared_ptr<const Meetings> meetings;
  std::shared_ptr<const Plays> plays;
  std::shared_ptr<LazyPlayed> played;  // of these very plays and tracks
  // What the next version is reconciled with (reconciliation.hpp). Questions need none of it.
  std::vector<std::int64_t> sources;                        // ids, by the numbers that sightings have
  std::shared_ptr<const KeptSightings> sightings;           // null: there are none
  std::shared_ptr<const std::vector<std::uint32_t>> songs;  // same_songs() of the tracks; null while nobody needs it
  std::shared_ptr<const Snapshots> snapshots;
  std::shared_ptr<const Counts> counts;
  std::shared_ptr<const Totals> totals;
  std::shared_ptr<const std::vector<RecordingDecision>> decisions;
  std::shared_ptr<const std::vector<TrackNo>> recordings;  // by track (recordings.hpp)
  std::shared_ptr<const Counts> recording_counts;          // by track, those of its whole recording
  std::shared_ptr<const std::vector<Gap>> gaps;            // that are open, in the order of their beginnings

  /// Whether any recording has several tracks. Where none has, questions need not look at recordings.
  bool has_versions() const { return recording_counts != counts; }

  /// The memory that its columns take, and the index of words, whether it is made or not.
  std::size_t bytes() const;
};

using HistoryPtr = std::shared_ptr<const History>;

}  // namespace mtm::history
