// Which of the old app's two generations a SQLite database is of: told by its tables' columns.
#pragma once
#include <string>

#include "transfer/sqlite.hpp"

namespace mtm::transfer {

enum class Generation {
  older,    // artists, tracks, playlist_tracks
  revised,  // tracks, snapshots
};

const char* to_text(Generation generation);

/// Throws Unreadable with what was found and what was expected when it is neither.
Generation generation_of(Sqlite& file);

}  // namespace mtm::transfer
