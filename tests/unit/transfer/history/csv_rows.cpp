#include "transfer/history/csv_rows.hpp"

#include <catch2/catch.hpp>

#include <random>

#include "core/utf8.hpp"
#include "unit/transfer/history/told_rows.hpp"

using namespace mtm::transfer;

namespace {

using Cells = std::vector<std::string>;

/// All rows: whole ones as their cells, others as one cell in brackets, and at the end why the file is broken.
std::vector<Cells> rows_of(std::string text, std::size_t piece = 65'536, char separator = ',',
                           Quotes quotes = Quotes::hold_cells, std::string breaks = "") {
  TextInput input(std::move(text), piece, std::move(breaks));
  CsvRows rows(input, quotes);
  rows.separate_by(separator);
  std::vector<Cells> all;
  for (;;) {
    auto found = rows.next();
    if (found == CsvRows::Found::end) break;
    if (found == CsvRows::Found::row) all.emplace_back(rows.cells().begin(), rows.cells().end());
    if (found == CsvRows::Found::cut) all.push_back({"[cut]"});
    if (found == CsvRows::Found::too_long) all.push_back({"[too long]"});
  }
  if (!rows.broken().empty()) all.push_back({rows.broken()});
  return all;
}

std::string field(std::string_view text, bool quoted) {
  if (!quoted) return std::string(text);
  std::string field = "\"";
  for (char c : text) field += c == '"' ? "\"\"" : std::string(1, c);
  return field + '"';
}

}  // namespace

TEST_CASE("CSV is read as RFC 4180 writes it, and as others do") {
  struct Case {
    const char* text;
    std::vector<Cells> rows;
  };
  const Case cases[] = {
      {"", {}},
      {"a,b", {{"a", "b"}}},
      {"a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
      {"a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"a,b\rc,d\r", {{"a", "b"}, {"c", "d"}}},
      {"\xEF\xBB\xBF"
       "a,b\n",
       {{"a", "b"}}},
      {"\xEF\xBB\xBF"
       "\"a\",b\n",
       {{"a", "b"}}},
      {"\n\r\n  \na\n\n\n", {{"a"}}},  // blank lines are no rows
      {"\"\"\n", {{""}}},
      {"a,,\n,,", {{"a", "", ""}, {"", "", ""}}},
      {"\"a,b\",\"c\"\"d\",\"e\nf\"\n", {{"a,b", "c\"d", "e\nf"}}},
      {"\"e\r\nf\",g\r\n", {{"e\r\nf", "g"}}},
      {"\"\"\"Heroes\"\"\",x\n", {{"\"Heroes\"", "x"}}},
      {"a \"quoted\" word,b\n", {{"a \"quoted\" word", "b"}}},
      {"\"The \"Best\" Of\",b\n", {{"The \"Best\" Of", "b"}}},  // quotes that should have been doubled
      {"\"12\"\" Mix\"\n", {{"12\" Mix"}}},
      {"a;b,c\n", {{"a;b", "c"}}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    for (std::size_t piece : {1, 2, 3, 65'536}) CHECK(rows_of(one.text, piece) == one.rows);
  }
}

TEST_CASE("NUL is left out of a cell, and what is no UTF-8 becomes U+FFFD") {
  std::string text("a\0b,\xff\xc3,\xc3\xa9\nd\0,\xed\xa0\x80\n", 18);
  std::vector<Cells> expected = {{"ab", "\uFFFD\uFFFD", "é"}, {"d", "\uFFFD\uFFFD\uFFFD"}};
  for (std::size_t piece : {1, 2, 5, 65'536}) CHECK(rows_of(text, piece) == expected);
  CHECK(rows_of("\xff,\xff,\n\xff") == std::vector<Cells>{{"\uFFFD", "\uFFFD", ""}, {"\uFFFD"}});
}

TEST_CASE("a quote that is never closed ends the file, and it is said") {
  auto rows = rows_of("a,b\nc,\"d\ne,f\ng,h\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == Cells{"a", "b"});
  CHECK(rows[1] == Cells{"[cut]"});
  CHECK(rows[2][0].find("quote that is never closed") != std::string::npos);
  CHECK(rows_of("a,b\nc,d\"\n\"").size() == 4);
}

TEST_CASE("quotes are text where a format has none") {
  CHECK(rows_of("\"Heroes\"\t\"x\ny\tz\n", 1, '\t', Quotes::are_text) ==
        std::vector<Cells>{{"\"Heroes\"", "\"x"}, {"y", "z"}});
}

TEST_CASE("a row that is too long costs no more than itself") {
  std::string longest(CsvRows::kLongestRow - 2, 'x');
  CHECK(rows_of("a,b\n" + longest + ",1\nc,d\n")[1] == Cells{longest, "1"});
  std::vector<Cells> expected = {{"a", "b"}, {"[too long]"}, {"c", "d"}};
  CHECK(rows_of("a,b\n" + longest + ",12\nc,d\n") == expected);
  CHECK(rows_of("a,b\n\"" + longest + "\n,\"\"\"\nc,d\n") == expected);
  CHECK(rows_of("a,b\n" + std::string(3 * CsvRows::kLongestRow, ',') + "\nc,d\n") == expected);
  CHECK(rows_of("a,b\n" + longest + ",\xC3\xA9\xC3\xA9\nc,d\n") == expected);
}

TEST_CASE("an input that breaks leaves the rows before it, and says why") {
  const std::string why = "The file is shorter than it says.";
  CHECK(rows_of("a,b\nc,d", 65'536, ',', Quotes::hold_cells, why) == std::vector<Cells>{{"a", "b"}, {"[cut]"}, {why}});
  CHECK(rows_of("a,b\nc,d\n", 1, ',', Quotes::hold_cells, why) == std::vector<Cells>{{"a", "b"}, {"c", "d"}, {why}});
  CHECK(rows_of("a,b\n\"c", 1, ',', Quotes::hold_cells, why) == std::vector<Cells>{{"a", "b"}, {"[cut]"}, {why}});
  CHECK(rows_of("", 1, ',', Quotes::hold_cells, why) == std::vector<Cells>{{why}});
}

TEST_CASE("what is looked at before the first row is not lost") {
  TextInput input("\xEF\xBB\xBF# comment\na;b\n", 4);
  CsvRows rows(input);
  CHECK(rows.beginning() == "# comment\na;b\n");
  rows.skip(9);
  rows.separate_by(';');
  REQUIRE(rows.next() == CsvRows::Found::row);
  CHECK(Cells(rows.cells().begin(), rows.cells().end()) == Cells{"a", "b"});
  CHECK(rows.next() == CsvRows::Found::end);
}

TEST_CASE("what is written as CSV is read back, however it is quoted and cut into pieces") {
  auto seed = GENERATE(range(0, 500));
  CAPTURE(seed);
  std::mt19937 random(static_cast<unsigned>(seed));
  auto one_of = [&](std::size_t count) { return random() % count; };
  const char separator = ",;\t"[one_of(3)];
  const std::string end = Cells{"\n", "\r\n", "\r"}[one_of(3)];
  const Cells words = {"a", "é", "\"", "\n", "\r\n", ",", ";", "\t", " ", "夜汽車", "\"\"", "'", "\\", "0"};
  std::vector<Cells> rows(1 + one_of(8));
  auto columns = 2 + one_of(4);
  std::string text = one_of(2) ? "\xEF\xBB\xBF" : "";
  for (auto& row : rows) {
    row.resize(columns);
    for (auto& cell : row) {
      for (auto count = one_of(5); count > 0; --count) cell += words[one_of(words.size())];
      bool must = cell.find_first_of("\r\n\"" + std::string(1, separator)) != std::string::npos;
      if (&cell != &row.front()) text += separator;
      text += field(cell, must || one_of(2));
    }
    if (&row != &rows.back() || one_of(2)) text += end;
  }
  CAPTURE(text);
  for (std::size_t piece : {std::size_t{1}, 1 + one_of(9), std::size_t{65'536}})
    CHECK(rows_of(text, piece, separator) == rows);
}
