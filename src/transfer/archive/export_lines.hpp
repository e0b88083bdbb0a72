// Rows of any query as lines of a file, by the types that PostgreSQL names: JSON for programs, CSV for spreadsheets.
#pragma once
#include <string>

#include "db/result.hpp"

namespace mtm::transfer {

/// {"track_id":"7","rank":1,…}: numbers stay numbers except ids, which may pass 2^53; times are RFC 3339 in UTC.
void append_json_line(std::string& out, const db::Result& rows, int row);

/// How a file begins, and the names of the columns.
void append_csv_head(std::string& out, const db::Result& rows);
/// RFC 4180; a text that a spreadsheet would take for a formula has an apostrophe before it. Null is an empty field
/// without quotes, an empty text one with.
void append_csv_line(std::string& out, const db::Result& rows, int row);

}  // namespace mtm::transfer
