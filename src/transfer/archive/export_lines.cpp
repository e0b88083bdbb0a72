#include "transfer/archive/export_lines.hpp"

#include "core/json.hpp"
#include "transfer/csv.hpp"

namespace mtm::transfer {

namespace {

/// Before it stands the key that the rows were asked by.
constexpr int kFirst = 1;

// PostgreSQL's own types have fixed numbers (src/include/catalog/pg_type.dat).
enum class Kind { text, number, truth, json, time };

Kind kind_of(const db::Result& rows, int column) {
  switch (PQftype(rows.get(), column)) {
    case 16:
      return Kind::truth;
    case 20:
    case 21:
    case 23:
    case 700:
    case 701:
    case 1700:
      return Kind::number;
    case 114:
    case 3802:
      return Kind::json;
    case 1184:
      return Kind::time;
    default:
      return Kind::text;
  }
}

bool is_id(std::string_view name) { return name == "id" || name.ends_with("_id"); }

/// "2020-01-02 03:04:05.678+00" as RFC 3339; our sessions are in UTC.
std::string rfc3339(std::string_view text) {
  std::string time(text);
  if (auto space = time.find(' '); space != time.npos) time[space] = 'T';
  if (time.ends_with("+00")) time.replace(time.size() - 3, 3, "Z");
  return time;
}

std::string value_of(const db::Result& rows, int row, int column) {
  auto text = rows.text(row, column);
  switch (kind_of(rows, column)) {
    case Kind::truth:
      return text == "t" ? "true" : "false";
    case Kind::time:
      return rfc3339(text);
    default:
      return std::string(text);
  }
}

}  // namespace

void append_json_line(std::string& out, const db::Result& rows, int row) {
  out += '{';
  for (int column = kFirst; column < rows.columns(); ++column) {
    std::string_view name = PQfname(rows.get(), column);
    if (column > kFirst) out += ',';
    out += '"';
    out += name;
    out += "\":";
    auto kind = kind_of(rows, column);
    bool quoted = kind == Kind::text || kind == Kind::time || is_id(name);
    if (rows.null(row, column))
      out += "null";
    else if (quoted)
      write_json(out, value_of(rows, row, column));
    else if (kind == Kind::number && rows.text(row, column) == "NaN")
      out += "null";
    else
      out += value_of(rows, row, column);
  }
  out += "}\n";
}

void append_csv_head(std::string& out, const db::Result& rows) {
  out += kCsvBegin;
  for (int column = kFirst; column < rows.columns(); ++column) {
    if (column > kFirst) out += ',';
    out += PQfname(rows.get(), column);
  }
  out += "\r\n";
}

void append_csv_line(std::string& out, const db::Result& rows, int row) {
  for (int column = kFirst; column < rows.columns(); ++column) {
    if (column > kFirst) out += ',';
    if (rows.null(row, column)) continue;
    auto value = value_of(rows, row, column);
    bool bare = kind_of(rows, column) == Kind::number || kind_of(rows, column) == Kind::truth;
    out += bare ? value : csv_field(value);
  }
  out += "\r\n";
}

}  // namespace mtm::transfer
