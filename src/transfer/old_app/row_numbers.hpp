// How the rows of a table of an old database are numbered: by SQLite's rowid, or where a table has none (WITHOUT ROWID)
// as they lie, counting from 1. Reports name rows by these numbers, and every reading meets them in the same order.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "transfer/old_app/sqlite.hpp"

namespace mtm::transfer {

/// A query of these columns behind the column of the row's number, for every row but as many as its parameter says.
std::string select_rows(Sqlite& file, std::string_view table, std::string_view columns);

/// The number of the row that such a query is at, of which `count` have been met.
inline std::int64_t row_number(const SqliteQuery& query, std::int64_t count) {
  return query.cell(0).null() ? count : query.cell(0).integer();
}

}  // namespace mtm::transfer
