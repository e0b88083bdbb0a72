#include "transfer/old_app/old_ids.hpp"

#include <fmt/format.h>

#include "transfer/old_app/cells.hpp"
#include "transfer/old_app/row_numbers.hpp"

namespace mtm::transfer {

namespace {

bool is_integer_key(Sqlite& file, const char* table) {
  SqliteQuery query(file, fmt::format("select count(*) filter (where pk > 0) = 1 and max(lower(name) = 'id' and pk = 1 "
                                      "and lower(type) = 'integer') from pragma_table_info('{}')",
                                      table));
  query.next();
  return query.cell(0).integer() == 1;
}

void copy_ids(Sqlite& file, const char* table) {
  file.run(fmt::format("create temp table {}_by_id (id integer primary key, spotify_id text, row integer)", table));
  SqliteQuery insert(file, fmt::format("insert or ignore into {}_by_id values (?1, ?2, ?3)", table));
  SqliteQuery rows(file, select_rows(file, table, "id, spotify_id"));
  rows.bind(1, std::int64_t{0});
  for (std::int64_t count = 1; rows.next(); ++count) {
    auto id = whole(rows.cell(1));
    if (!id) continue;
    insert.again();
    insert.bind(1, *id);
    insert.bind(2, rows.cell(2).text());
    insert.bind(3, row_number(rows, count));
    insert.next();
  }
}

}  // namespace

void index_old_ids(Sqlite& file) {
  for (const char* table : {"artists", "tracks"}) {
    if (is_integer_key(file, table))
      file.run(fmt::format("create temp view {0}_by_id as select id, spotify_id, null as row from main.{0}", table));
    else
      copy_ids(file, table);
  }
}

}  // namespace mtm::transfer
