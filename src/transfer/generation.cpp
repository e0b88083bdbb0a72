#include "transfer/generation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace mtm::transfer {

namespace {

struct Table {
  const char* name;
  std::vector<const char*> columns;
};

struct Expectation {
  Generation generation;
  std::vector<Table> tables;
};

const std::vector<Expectation>& expectations() {
  static const std::vector<Expectation> all = {
      {Generation::older,
       {{"artists", {"id", "spotify_id", "name", "created_at"}},
        {"tracks",
         {"id", "spotify_id", "name", "artist_id", "album_name", "release_date", "duration_ms", "popularity",
          "audio_features", "created_at"}},
        {"playlist_tracks", {"id", "playlist_id", "track_id", "position", "created_at"}}}},
      {Generation::revised,
       {{"tracks", {"track_id", "name", "artist_name", "album_name", "duration_ms", "spotify_url", "raw_json"}},
        {"snapshots", {"track_id", "snapshot_date", "time_range", "rank"}}}}};
  return all;
}

using Columns = std::map<std::string, std::vector<std::string>>;  // by table

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

/// Tables only: a view may compute anything.
Columns columns_in(Sqlite& file) {
  Columns found;
  SqliteQuery query(
      file,
      "select m.name, c.name from sqlite_master as m join pragma_table_info(m.name) as c "
      "where m.type = 'table' and m.name not like 'sqlite~_%' escape '~' and m.sql not like 'create virtual%' "
      "order by m.name, c.cid limit 10000");
  while (query.next()) found[lower(query.cell(0).text())].push_back(lower(query.cell(1).text()));
  return found;
}

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string describe(const Columns& found) {
  std::string text;
  for (const auto& [table, columns] : found) text += (text.empty() ? "" : "; ") + table + "(" + list(columns) + ")";
  constexpr std::size_t kEnough = 600;  // a sentence still
  if (text.size() > kEnough) text = text.substr(0, kEnough) + " …";
  return text.empty() ? "no tables" : text;
}

std::string describe(const Expectation& expectation) {
  Columns columns;
  for (const auto& table : expectation.tables) columns[table.name].assign(table.columns.begin(), table.columns.end());
  return describe(columns);
}

std::vector<std::string> missing_in(const Columns& found, const Expectation& expectation) {
  std::vector<std::string> missing;
  for (const auto& table : expectation.tables) {
    auto there = found.find(table.name);
    if (there == found.end()) {
      missing.push_back(std::string("the table ") + table.name);
      continue;
    }
    for (const char* column : table.columns)
      if (std::find(there->second.begin(), there->second.end(), column) == there->second.end())
        missing.push_back(std::string(table.name) + "." + column);
  }
  return missing;
}

struct Key {
  const char *table, *column;
  bool integer;
};

/// Rows are named by their rowid and looked up by id, so both must be there and quick: a key of another type than
/// INTEGER would be compared with whatever is looked for by going through the whole table, each time.
void check_keys(Sqlite& file, Generation generation) {
  const std::vector<Key> keys = generation == Generation::older
                                    ? std::vector<Key>{{"artists", "id", true}, {"tracks", "id", true}}
                                    : std::vector<Key>{{"tracks", "track_id", false}};
  for (const auto& [table, column, integer] : keys) {
    SqliteQuery query(file, fmt::format("select count(*) filter (where pk > 0) = 1 and max(lower(name) = '{}' and pk = "
                                        "1 and (lower(type) = 'integer' or not {})) "
                                        "from pragma_table_info('{}')",
                                        column, integer, table));
    query.next();
    if (query.cell(0).integer() == 1) continue;
    throw Unreadable(fmt::format("the table {} was expected to have {} as its {}primary key, and has not", table,
                                 column, integer ? "INTEGER " : ""));
  }
  for (const auto& expectation : expectations())
    if (expectation.generation == generation)
      for (const auto& table : expectation.tables)
        SqliteQuery(file, fmt::format("select rowid from {} limit 1", table.name)).next();
}

}  // namespace

const char* to_text(Generation generation) { return generation == Generation::older ? "older" : "revised"; }

Generation generation_of(Sqlite& file) {
  auto found = columns_in(file);
  std::string nearest;
  std::size_t fewest = std::string::npos;
  for (const auto& expectation : expectations()) {
    auto missing = missing_in(found, expectation);
    if (missing.empty()) {
      check_keys(file, expectation.generation);
      return expectation.generation;
    }
    if (missing.size() >= fewest) continue;
    fewest = missing.size();
    nearest = fmt::format("the {} generation lacks {}", to_text(expectation.generation), list(missing));
  }
  throw Unreadable(fmt::format("this is no database of the old app: found {}; expected {}, or {}; {}", describe(found),
                               describe(expectations()[0]), describe(expectations()[1]), nearest));
}

}  // namespace mtm::transfer
