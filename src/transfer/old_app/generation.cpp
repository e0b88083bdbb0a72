#include "transfer/old_app/generation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "transfer/words.hpp"

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

std::set<std::string> views_in(Sqlite& file) {
  std::set<std::string> found;
  SqliteQuery query(file, "select name from sqlite_master where type = 'view'");
  while (query.next()) found.insert(lower(query.cell(0).text()));
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
  return text.empty() ? "no tables" : printable(text, kEnough);
}

std::string describe(const Expectation& expectation) {
  Columns columns;
  for (const auto& table : expectation.tables) columns[table.name].assign(table.columns.begin(), table.columns.end());
  return describe(columns);
}

std::vector<std::string> missing_in(const Columns& found, const std::set<std::string>& views,
                                    const Expectation& expectation) {
  std::vector<std::string> missing;
  for (const auto& table : expectation.tables) {
    auto there = found.find(table.name);
    if (there == found.end()) {
      bool view = views.contains(table.name);
      missing.push_back(fmt::format("the table {}{}", table.name, view ? " (a view of that name is not read)" : ""));
      continue;
    }
    for (const char* column : table.columns)
      if (std::find(there->second.begin(), there->second.end(), column) == there->second.end())
        missing.push_back(std::string(table.name) + "." + column);
  }
  return missing;
}

const std::vector<Table>& tables_of(Generation generation) {
  return expectations()[generation == Generation::older ? 0 : 1].tables;
}

/// None when they can't be counted: what is not ours may be as it likes.
std::int64_t rows_in(Sqlite& file, const std::string& table) try {
  std::string quoted;
  for (char c : table) quoted += c == '"' ? "\"\"" : std::string(1, c);
  SqliteQuery query(file, fmt::format("select count(*) from \"{}\"", quoted));
  query.next();
  return query.cell(0).integer();
} catch (const Unreadable&) {
  return 0;
}

}  // namespace

const char* to_text(Generation generation) { return generation == Generation::older ? "older" : "revised"; }

Generation generation_of(Sqlite& file) {
  auto found = columns_in(file);
  auto views = views_in(file);
  std::string nearest;
  std::size_t fewest = std::string::npos;
  for (const auto& expectation : expectations()) {
    auto missing = missing_in(found, views, expectation);
    if (missing.empty()) return expectation.generation;
    if (missing.size() >= fewest) continue;
    fewest = missing.size();
    nearest = fmt::format("the {} generation lacks {}", to_text(expectation.generation), list(missing));
  }
  throw Unreadable(fmt::format("this is not a database of the old app: found {}; expected {}, or {}; {}{}",
                               describe(found), describe(expectations()[0]), describe(expectations()[1]), nearest,
                               file.without_wal() ? fmt::format(". {}", kWithoutWal) : ""));
}

std::string why_nothing(Sqlite& file, Generation generation) {
  std::vector<std::string> expected, others;
  for (const auto& table : tables_of(generation)) expected.emplace_back(table.name);
  for (const auto& [name, columns] : columns_in(file)) {
    if (std::find(expected.begin(), expected.end(), name) != expected.end()) continue;
    if (auto rows = rows_in(file, name); rows > 0)
      others.push_back(fmt::format("{} ({} row{})", name, counted(rows), rows == 1 ? "" : "s"));
  }
  auto text = fmt::format("The file has the tables {}, and not a single row in them.", list(expected));
  constexpr std::size_t kEnough = 300;
  if (!others.empty()) text += fmt::format(" Not read were {}.", printable(list(others), kEnough));
  if (file.without_wal()) text += fmt::format(" {}", kWithoutWal);
  return text;
}

}  // namespace mtm::transfer
