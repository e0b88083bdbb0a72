// How a SQLite database is told from other files.
#pragma once
#include <string>
#include <string_view>

namespace mtm::transfer {

/// What every SQLite database begins with.
inline constexpr std::string_view kSqliteBegin("SQLite format 3\0", 16);

/// False when the file can't be read, too.
bool is_sqlite_file(const std::string& path);

}  // namespace mtm::transfer
