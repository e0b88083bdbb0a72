#include "transfer/old_app/row_numbers.hpp"

#include <fmt/format.h>

namespace mtm::transfer {

namespace {

/// One of SQLite's three names for it that no column has taken; empty when the table has no such number, or none that
/// can be named.
std::string rowid_of(Sqlite& file, std::string_view table) {
  SqliteQuery without(
      file, fmt::format("select 1 from pragma_table_list where schema = 'main' and lower(name) = '{}' and wr", table));
  if (without.next()) return "";
  for (const char* name : {"rowid", "_rowid_", "oid"}) {
    SqliteQuery taken(file,
                      fmt::format("select 1 from pragma_table_xinfo('{}') where lower(name) = '{}'", table, name));
    if (!taken.next()) return name;
  }
  return "";
}

}  // namespace

std::string select_rows(Sqlite& file, std::string_view table, std::string_view columns) {
  auto rowid = rowid_of(file, table);
  // Not through an index, which has another order.
  return fmt::format("select {}, {} from main.{} not indexed {} limit -1 offset ?1", rowid.empty() ? "null" : rowid,
                     columns, table, rowid.empty() ? "" : "order by " + rowid);
}

}  // namespace mtm::transfer
