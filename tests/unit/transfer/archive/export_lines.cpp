#include "transfer/archive/export_lines.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

using namespace mtm;

namespace {

struct Column {
  const char* name;
  Oid type;
  std::optional<std::string> value;
};

/// One row as PostgreSQL would answer it, after the key that it was asked by.
db::Result row_of(std::vector<Column> columns) {
  columns.insert(columns.begin(), {"asked_by", 20, "1"});
  db::Result rows(PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK));
  std::vector<PGresAttDesc> descriptions;
  for (const auto& column : columns)
    descriptions.push_back({const_cast<char*>(column.name), 0, 0, 0, column.type, -1, -1});
  PQsetResultAttrs(rows.get(), static_cast<int>(descriptions.size()), descriptions.data());
  for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
    auto value = columns[static_cast<std::size_t>(i)].value;
    PQsetvalue(rows.get(), 0, i, value ? value->data() : nullptr, value ? static_cast<int>(value->size()) : -1);
  }
  return rows;
}

constexpr Oid kBool = 16, kBigint = 20, kInteger = 23, kText = 25, kReal = 700, kTime = 1184, kJsonb = 3802,
              kDate = 1082;

std::string json(const std::vector<Column>& columns) {
  std::string line;
  transfer::append_json_line(line, row_of(columns), 0);
  return line;
}

std::string csv(const std::vector<Column>& columns) {
  std::string line;
  transfer::append_csv_line(line, row_of(columns), 0);
  return line;
}

}  // namespace

TEST_CASE("a row becomes one JSON object by the types of its columns") {
  CHECK(json({{"id", kBigint, "9007199254740993"},
              {"rank", kInteger, "-1"},
              {"energy", kReal, "0.5"},
              {"live", kBool, "t"}}) == "{\"id\":\"9007199254740993\",\"rank\":-1,\"energy\":0.5,\"live\":true}\n");
  CHECK(json({{"name", kText, "a \"b\"\n"}, {"features", kJsonb, "{\"a\": 1}"}, {"nothing", kText, std::nullopt}}) ==
        "{\"name\":\"a \\\"b\\\"\\n\",\"features\":{\"a\": 1},\"nothing\":null}\n");
  CHECK(json({{"energy", kReal, "NaN"}}) == "{\"energy\":null}\n");
}

TEST_CASE("times are RFC 3339 in UTC and dates are dates") {
  CHECK(json({{"at", kTime, "2020-01-02 03:04:05.678+00"}, {"on", kDate, "2020-01-02"}}) ==
        "{\"at\":\"2020-01-02T03:04:05.678Z\",\"on\":\"2020-01-02\"}\n");
  CHECK(csv({{"at", kTime, "2020-01-02 03:04:05+00"}}) == "\"2020-01-02T03:04:05Z\"\r\n");
}

TEST_CASE("no text of a CSV line is a formula, and numbers stay numbers") {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1", "＠SUM(A1)"}) {
    CAPTURE(text);
    CHECK(csv({{"name", kText, text}}) == "\"'" + std::string(text) + "\"\r\n");
  }
  CHECK(csv({{"loudness", kReal, "-7.25"}, {"name", kText, "a, \"b\""}}) == "-7.25,\"a, \"\"b\"\"\"\r\n");
}

TEST_CASE("in CSV nothing and an empty text are two things") {
  CHECK(csv({{"a", kText, std::nullopt}, {"b", kText, ""}, {"c", kInteger, std::nullopt}}) == ",\"\",\r\n");
}
