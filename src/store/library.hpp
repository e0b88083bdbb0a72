// What a user has met, and the one road by which a track comes into the catalogue.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// A track as its source describes it; texts are cut to the catalogue's bounds by keep_tracks().
struct NewTrack {
  std::string spotify_id;  // 22 characters
  std::string name;
  std::string artist_spotify_id;
  std::string artist_name;
  std::optional<std::string> album_name;
  std::optional<std::string> release_date;       // "2016", "2016-05", "2016-05-04"
  std::optional<std::string> release_precision;  // year, month, day
  std::optional<std::int64_t> duration_ms;
  std::optional<int> popularity;
  std::optional<std::string> isrc;
  std::optional<std::string> image_url;
  std::optional<std::string> raw_json;
};

/// Artists first, then tracks, and the tracks' ids in their order. What Spotify says is the catalogue's truth: what is
/// known already is brought up to date where it says something new; a popularity does not vanish because an answer has
/// none. Nothing is written where nothing is new. Call it in a transaction.
Task<std::vector<Id>> keep_tracks(db::Database& database, const std::vector<NewTrack>& tracks);

/// An id for an artist of whom only the name is known: the same wherever it is met, and none that Spotify gives.
std::string made_up_artist_id(std::string_view name);

/// Liked Songs of one page, by the tracks' ids: those that the library did not have yet are counted. `version`, here
/// and below, is that of the transaction (store/libraries.hpp).
Task<std::int64_t> keep_saved(db::Database& database, Id user, std::int64_t version, const std::vector<Id>& tracks,
                              const std::vector<WallTime>& saved_at);

/// The source of what is read from the person's Spotify account. In a transaction that holds the library.
Task<Id> spotify_source(db::Database& transaction, Id user);

/// A day's top list, in place of the one that was kept earlier on that day: the number of places that are another
/// track's now, or new. Call it in a transaction.
Task<std::int64_t> keep_snapshot(db::Database& database, Id user, std::int64_t version, Id source, std::string date,
                                 std::string time_range, const std::vector<Id>& tracks, const std::vector<int>& ranks);

/// Ends of plays. Those that the source had not told yet are counted.
Task<std::int64_t> keep_plays(db::Database& database, Id user, std::int64_t version, Id source,
                              const std::vector<Id>& tracks, const std::vector<WallTime>& ended_at);

/// A play that the person's Spotify account has told already.
struct KeptPlay {
  std::string spotify_id;  // of the track
  WallTime ended_at;
};
BOOST_DESCRIBE_STRUCT(KeptPlay, (), (spotify_id, ended_at))

/// Those that ended between these two moments, both included.
Task<std::vector<KeptPlay>> plays_of_spotify(db::Database& database, Id user, WallTime from, WallTime until);

/// Today's date where the user lives, "2026-11-21".
Task<std::string> today(db::Database& database, Id user);

}  // namespace mtm::store
