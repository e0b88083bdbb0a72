#include "transfer/old_app/json_digest.hpp"

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <random>

using namespace mtm::transfer;

namespace {
std::uint64_t digest(const std::string& json) { return JsonReader().digest(json).number; }

std::string fault(const std::string& json) try {
  JsonReader().digest(json);
  return "";
} catch (const BadJson& bad) {
  return bad.what();
}
}  // namespace

TEST_CASE("spellings of the same JSON have one digest") {
  CHECK(digest(R"({"a": 1, "b": [true, null, "é"]})") == digest(" {\"b\":[true,null,\"\\u00e9\"],\n\"a\":1.0} "));
  for (std::string number : {"100", "1e2", "1E+2", "100.0", "0.1e3", "1000e-1"}) {
    CAPTURE(number);
    CHECK(digest("[" + number + "]") == digest("[100]"));
  }
  CHECK(digest("[0]") == digest("[-0.0]"));
}

TEST_CASE("different JSON has different digests") {
  const std::string texts[] = {"{}",
                               "[]",
                               "[[]]",
                               "[null]",
                               "[false]",
                               "[0]",
                               "[\"0\"]",
                               "[\"\"]",
                               "[1]",
                               "[-1]",
                               "[10]",
                               "[0.1]",
                               "[1,2]",
                               "[2,1]",
                               R"({"a":1})",
                               R"({"a":2})",
                               R"({"b":1})",
                               R"({"a":1,"b":2})",
                               R"({"a":2,"b":1})",
                               R"({"a":{"b":1}})",
                               R"({"a":null})",
                               R"([{"a":1},{"b":2}])",
                               R"([{"a":1,"b":2}])",
                               "[12345678901234567890123]",
                               "[12345678901234567890124]"};
  for (const auto& one : texts)
    for (const auto& other : texts) {
      CAPTURE(one, other);
      if (&one != &other) CHECK(digest(one) != digest(other));
    }
}

TEST_CASE("what PostgreSQL has no place for is not taken") {
  CHECK(fault("") == "is not JSON");
  CHECK(fault("{") == "is not JSON");
  CHECK(fault("{} {}") == "is not JSON");
  CHECK(fault("[01]") == "is not JSON");
  CHECK(fault("[1.]") == "is not JSON");
  CHECK(fault("[1e]") == "is not JSON");
  CHECK(fault("[NaN]") == "is not JSON");
  CHECK(fault("[nul]") == "is not JSON");
  for (auto clinging : {"[null\"x\"]", "[true\"x\"]", "[1\"x\"]", "{\"a\":null\"x\"}"})
    CHECK(fault(clinging) == "is not JSON");
  CHECK(fault("[\"\xff\"]") == "is not JSON");
  CHECK(fault("\"text\"") == "is neither an object nor a list");
  CHECK(fault(R"({"a":"\u0000"})") == "holds a NUL");
  CHECK(fault(R"({"a":1,"\u0061":2})") == "says the same thing twice");
  for (auto number : {"[1e999]", "[1e99999999999999999999]", "[1e38]", "[-0.1e39]", "[1e-60]",
                      "[100000000000000000000000000000000000000]"})
    CHECK(fault(number) == "holds a number that is too large or too small");
  for (auto number : {"[1e36]", "[-3.4e-37]", "[0e900]"}) CHECK(fault(number) == "");
  CHECK(fault(std::string(2000, '[') + std::string(2000, ']')) == "is nested too deeply");
  CHECK(fault("[\"" + std::string(1100000, 'x') + "\"]") == "is longer than 1 MB");
  CHECK(fault(R"({"a":"\ud800"})") == "is not JSON");
  CHECK(fault(R"({"ener\u0067y":0.9})") == "escapes letters of a name that need no escape");
  for (auto name : {R"({"\u00e9":1})", R"({"a\"b":1})", R"({"a\/b":1})", R"({"a\tb":1})"}) CHECK(fault(name) == "");
}

TEST_CASE("what is taken is not too long as PostgreSQL writes it either") {
  auto digits = [](std::size_t count) { return "[0." + std::string(count, '7') + "]"; };
  CHECK(fault(digits(99)) == "");
  CHECK(fault(digits(100)) == "holds a number that is too long");
  CHECK(fault("[1.2345678901234567890123456789012345678901234e-36]") == "");
  CHECK(fault("[1." + std::string(80, '2') + "e-36]") == "holds a number that is too long");
  CHECK(fault("[0e-900]") == "holds a number that is too long");
  auto list = [](std::size_t count) {
    std::string text = "[1";
    while (--count > 0) text += ",1";
    return text + "]";
  };
  CHECK(fault(list(200'000)) == "");
  CHECK(fault(list(500'000)) == "is longer than 1 MB");
}

TEST_CASE("whatever is taken is JSON by a stricter reader's judgement too") {
  std::mt19937 random(7);
  const std::string good = R"({"a": [1, -2.5e3, true, null, "x\n\u00e9"], "b": {"c": {}, "d": []}, "e": false})";
  const std::string letters = "{}[]:,\"\\0123456789.eE+-truefalsn \n\x01\xc3u";
  simdjson::dom::parser strict;
  JsonReader reader;
  int taken = 0;
  for (int i = 0; i < 20000; ++i) {
    auto text = good;
    for (int changes = 1 + static_cast<int>(random() % 3); changes > 0; --changes) {
      auto at = random() % text.size();
      if (random() % 2)
        text[at] = letters[random() % letters.size()];
      else
        text.erase(at, 1);
    }
    try {
      reader.digest(text);
    } catch (const BadJson&) {
      continue;
    }
    ++taken;
    CAPTURE(text);
    REQUIRE(strict.parse(text).error() == simdjson::SUCCESS);
  }
  CHECK(taken > 100);
}
