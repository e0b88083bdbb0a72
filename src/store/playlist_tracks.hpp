// One track put into one playlist, by many clients at once.
#pragma once
#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct PlaylistEntry {
  Id user_id;
  std::string playlist_id;
  Id track_id;
  int position;  // 0 to 32767
};

enum class Added { created, already_there, no_such_playlist, no_such_track };
BOOST_DESCRIBE_ENUM(Added, created, already_there, no_such_playlist, no_such_track)

/// One statement and one commit for all; one verdict for each, in their order. A playlist of another user is no such
/// playlist. Asked again with the same entries it changes nothing.
/// On a distributed database all must be of one user.
Task<std::vector<Added>> add_to_playlists(db::Database& database, const std::vector<PlaylistEntry>& entries);

inline bool of_one_user(const PlaylistEntry& a, const PlaylistEntry& b) { return a.user_id == b.user_id; }

}  // namespace mtm::store
