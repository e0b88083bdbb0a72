// Which of the old app's two generations a SQLite database is of: told by its tables' columns.
#pragma once
#include <string>

#include "transfer/old_app/sqlite.hpp"

namespace mtm::transfer {

enum class Generation {
  older,    // artists, tracks, playlist_tracks
  revised,  // tracks, snapshots
};

const char* to_text(Generation generation);

/// Throws Unreadable with what was found and what was expected when it is neither.
Generation generation_of(Sqlite& file);

/// What was found in a file in whose tables there is not a single row, and why that may be; in sentences.
std::string why_nothing(Sqlite& file, Generation generation);

/// What to say of a file that is without_wal().
inline constexpr const char* kWithoutWal =
    "The file is in WAL mode and came without a -wal file. If the old app was running when it was copied, the newest "
    "rows "
    "are missing: stop the app and bring the file again.";

}  // namespace mtm::transfer
