#include "transfer/words.hpp"

#include <catch2/catch.hpp>

#include "transfer/csv.hpp"

using namespace mtm::transfer;

TEST_CASE("numbers are written with commas") {
  CHECK(counted(0) == "0");
  CHECK(counted(999) == "999");
  CHECK(counted(1872) == "1,872");
  CHECK(counted(-1234567) == "-1,234,567");
}

TEST_CASE("what a terminal would obey is shown instead") {
  CHECK(printable("Beyoncé") == "Beyoncé");
  CHECK(printable("a\x1b[2Jb\n") == "a\\x1b[2Jb\\x0a");
  CHECK(printable("\xc2\x9b"
                  "31m\xff") == "\\xc2\\x9b31m\\xff");
  CHECK(printable("ééé", 2) == "éé…");
}

TEST_CASE("no field of the CSV is a formula, and quotes stay inside") {
  CHECK(csv_field("plain, with \"quotes\"") == "\"plain, with \"\"quotes\"\"\"");
  for (std::string start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝"})
    CHECK(csv_field(start + "1") == "\"'" + start + "1\"");
}
