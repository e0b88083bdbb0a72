// What playlists besides those of years are made of. The rules that need no rows stand in music/.
#pragma once
#include <boost/describe.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"
#include "music/gems.hpp"
#include "music/playlist_moods.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

/// `candidates` of each row says how many there are without the limit. Days are "2016-05-04", where the user lives.
struct Gem : Track {
  std::int64_t listed;  // short-term snapshots since the window began
  std::optional<std::string> last_listed;
  std::int64_t played;  // in the window
  std::optional<std::string> last_played;
  std::int64_t candidates;
};
BOOST_DESCRIBE_STRUCT(Gem, (Track), (listed, last_listed, played, last_played, candidates))

/// In a short-term snapshot between the days, or played so often between them; neither since. Those most often in a
/// snapshot come first.
Task<std::vector<Gem>> forgotten_gems(db::Database& database, Id user, music::GemDays days, int plays, int limit);

struct Discovery : Track {
  std::string day;  // of the latest snapshot
  int rank;
  std::int64_t candidates;
};
BOOST_DESCRIBE_STRUCT(Discovery, (Track), (day, rank, candidates))

/// Tracks of the latest snapshot, of any range, that are in none before it.
Task<std::vector<Discovery>> recent_discoveries(db::Database& database, Id user, int limit);

struct RankedTrack : Track {
  std::string day;
  int rank;
  std::optional<int> before;  // its rank in the snapshot before, if it was in it
  bool first_snapshot;        // there was none before
  std::int64_t candidates;
};
BOOST_DESCRIBE_STRUCT(RankedTrack, (Track), (day, rank, before, first_snapshot, candidates))

/// The latest short-term snapshot within these days, the last one not included, in rank order.
Task<std::vector<RankedTrack>> latest_rotation(db::Database& database, Id user, std::chrono::sys_days from,
                                               std::chrono::sys_days until, int limit);

struct MoodTrack : Track {
  std::int64_t candidates;
};
BOOST_DESCRIBE_STRUCT(MoodTrack, (Track), (candidates))

/// Tracks of the library that sound like it, those most played and latest met first.
Task<std::vector<MoodTrack>> mood_tracks(db::Database& database, Id user, music::PlaylistMood mood, int limit);

/// What is there to draw from, for whoever finds nothing.
struct Stock {
  std::optional<std::string> first_snapshot, latest_snapshot;  // days of the short-term ones
  bool any_track, any_features;
};
BOOST_DESCRIBE_STRUCT(Stock, (), (first_snapshot, latest_snapshot, any_track, any_features))

Task<Stock> stock(db::Database& database, Id user);

}  // namespace mtm::store
