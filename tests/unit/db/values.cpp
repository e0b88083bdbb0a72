#include "db/values.hpp"

#include <catch2/catch.hpp>

using namespace mtm;
using namespace mtm::db;
using namespace std::chrono;

namespace {

template <class Value>
Value value_of(std::string_view text) {
  Value value{};
  read(text, value);
  return value;
}

}  // namespace

TEST_CASE("PostgreSQL's texts are read as what they are") {
  CHECK(value_of<std::int64_t>("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK(value_of<int>("2016") == 2016);
  CHECK(value_of<double>("0.8") == 0.8);
  CHECK(value_of<double>("-7.25e-05") == -7.25e-05);
  CHECK(value_of<bool>("t"));
  CHECK_FALSE(value_of<bool>("f"));
  CHECK(value_of<std::string>("").empty());
  CHECK(value_of<Id>("7") == Id{7});
  CHECK(value_of<Json>("[1, 2]").text == "[1, 2]");
  CHECK(value_of<Bytes>("\\x00ff6a").bytes == std::string("\0\xffj", 3));
  CHECK(value_of<Bytes>("\\x").bytes.empty());
}

TEST_CASE("a timestamp is read with and without a fraction, in PostgreSQL's spelling of UTC") {
  auto noon = sys_days(2016y / 5 / 4) + 12h + 30min;
  CHECK(value_of<WallTime>("2016-05-04 12:30:00+00") == noon);
  CHECK(value_of<WallTime>("2016-05-04 12:30:00.25+00") == noon + 250ms);
  CHECK(value_of<WallTime>("2016-05-04 12:30:00.123456+00") == noon + 123ms);
  CHECK(value_of<WallTime>("1969-12-31 23:59:59+00") == sys_days(1970y / 1 / 1) - 1s);
}

TEST_CASE("a text that is no such value is refused: the statement and the struct disagree") {
  CHECK_THROWS_WITH(value_of<int>(""), Catch::Contains("a whole number"));
  CHECK_THROWS(value_of<int>("1.5"));
  CHECK_THROWS(value_of<int>("99999999999"));
  CHECK_THROWS(value_of<int>("7 "));
  CHECK_THROWS(value_of<double>("0.8x"));
  CHECK_THROWS(value_of<bool>("true"));
  CHECK_THROWS(value_of<WallTime>("2016-05-04"));
  CHECK_THROWS(value_of<WallTime>("infinity"));
  CHECK_THROWS(value_of<Bytes>("00ff"));
  CHECK_THROWS(value_of<Bytes>("\\x0"));
  CHECK_THROWS(value_of<Bytes>("\\xzz"));
}

TEST_CASE("a refusal quotes only the beginning of what was sent") {
  CHECK_THROWS_WITH(value_of<int>(std::string(1000, 'x')), !Catch::Contains(std::string(100, 'x')));
}
