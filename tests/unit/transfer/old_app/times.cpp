#include "transfer/old_app/times.hpp"

#include <catch2/catch.hpp>

using namespace mtm::transfer;

namespace {
std::string read(const std::string& text) {
  auto time = time_from(text);
  return time ? iso_text(*time) : "nothing";
}
}  // namespace

TEST_CASE("times are read with or without T, Z, offset and fraction, without a zone they are UTC") {
  struct Row {
    const char* text;
    const char* expected;
  };
  const Row rows[] = {{"2024-11-05", "2024-11-05T00:00:00"},
                      {"2024-11-05 10:11", "2024-11-05T10:11:00"},
                      {"2024-11-05T10:11:12", "2024-11-05T10:11:12"},
                      {"2024-11-05 10:11:12Z", "2024-11-05T10:11:12"},
                      {"2024-11-05T10:11:12.5", "2024-11-05T10:11:12.500000"},
                      {"2024-11-05T10:11:12.123456789", "2024-11-05T10:11:12.123456"},
                      {"2024-11-05T10:11:12+01:00", "2024-11-05T09:11:12"},
                      {"2024-11-05 10:11:12 -0230", "2024-11-05T12:41:12"},
                      {"2024-11-05T23:59:59.000001-12", "2024-11-06T11:59:59.000001"},
                      {"0001-01-01", "0001-01-01T00:00:00"},
                      {"1969-12-31T23:59:59.999999", "1969-12-31T23:59:59.999999"},
                      {"9999-12-31T23:59:59-01:00", "nothing"},
                      {"0001-01-01T00:00:00+01:00", "nothing"},
                      {"", "nothing"},
                      {"0000-01-01", "nothing"},
                      {"2023-02-29", "nothing"},
                      {"2024-11-05T", "nothing"},
                      {"2024-11-05T24:00:00", "nothing"},
                      {"2024-11-05T10:60:00", "nothing"},
                      {"2024-11-05T10:11:12.", "nothing"},
                      {"2024-11-05T10:11:12x", "nothing"},
                      {"2024-11-05T10:11:12+25:00", "nothing"},
                      {"12/03/2020", "nothing"},
                      {"1730800000", "nothing"}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(read(row.text) == row.expected);
  }
}

TEST_CASE("what iso_text writes is read back as it was") {
  for (std::int64_t microseconds : {0LL, 1LL, 1730801472123456LL, -1LL, 253402300799999999LL}) {
    Time time{std::chrono::microseconds(microseconds)};
    CHECK(time_from(iso_text(time)) == time);
  }
}
