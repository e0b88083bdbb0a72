#include "transfer/history/json_items.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "transfer/history/format.hpp"
#include "unit/transfer/history/told_rows.hpp"

using namespace mtm::transfer;
using Layout = JsonItems::Layout;

namespace {

/// The items as they are written, each after its number.
std::vector<std::string> items_of(Input& input, Layout layout, std::string_view key, ToldRows& rows) {
  JsonItems items(input, layout, key);
  std::vector<std::string> found;
  while (auto item = items.next(rows)) found.push_back(std::to_string(items.row()) + item->written());
  return found;
}

std::vector<std::string> items_of(const std::string& text, ToldRows& rows, Layout layout = Layout::list,
                                  std::string_view key = {}, std::size_t piece = 65'536) {
  TextInput input(text, piece);
  return items_of(input, layout, key, rows);
}

using Texts = std::vector<std::string>;
using Reasons = std::map<std::string, std::int64_t>;

std::string value_of(const std::string& object, std::size_t most = kLongestName) {
  TextInput input("[" + object + "]");
  ToldRows rows;
  JsonItems items(input, Layout::list);
  auto item = items.next(rows);
  REQUIRE(item);
  return std::string((*item)["a"].text(most));
}

}  // namespace

TEST_CASE("items are found in every layout, whatever the size of the pieces") {
  struct Case {
    Layout layout;
    std::string key, text;
    Texts items;
  };
  const Case cases[] = {
      {Layout::list, "", R"([{"a":1},{"b":"}{"}])", {R"(1{"a":1})", R"(2{"b":"}{"})"}},
      {Layout::list,
       "",
       "\xEF\xBB\xBF \n[\r\n\t{\"a\" : 1 } ,\n  {\"a\":{\"b\":[{}]}}\n]\n",
       {R"(1{"a":1})", R"(2{"a":{"b":[{}]}})"}},
      {Layout::list,
       "",
       R"([{"a":"\\"},{"a":"\"}"},{"a":"\\\"{"}])",
       {R"(1{"a":"\\"})", R"(2{"a":"\"}"})", R"(3{"a":"\\\"{"})"}},
      {Layout::list, "", "[]", {}},
      {Layout::list_of,
       "list",
       R"({"who":"x","other":[{"c":1}],"list":[{"a":1},{"b":2}],"after":{"list":[{}]}})",
       {R"(1{"a":1})", R"(2{"b":2})"}},
      {Layout::list_of, "list", R"({"list":{}})", {}},
      {Layout::pages_of,
       "track",
       R"([{"track":[{"a":1}],"@attr":{}},{},{"track":[]},{"track":[{"b":2}]}])",
       {R"(1{"a":1})", R"(2{"b":2})"}},
      {Layout::lines, "", "{\"a\":1}\r\n\n \n{\"b\":{}}", {R"(1{"a":1})", R"(2{"b":{}})"}},
      {Layout::lines, "", "", {}},
      {Layout::lines, "", R"([{"a":1},{"b":2}])", {R"(1{"a":1})", R"(2{"b":2})"}},
  };
  for (const auto& one : cases)
    for (std::size_t piece : {1, 2, 3, 7, 65'536}) {
      CAPTURE(one.text, piece);
      ToldRows rows;
      CHECK(items_of(one.text, rows, one.layout, one.key, piece) == one.items);
      CHECK(rows.rejected.empty());
      CHECK(rows.breaks.empty());
    }
}

TEST_CASE("a bad item is rejected by itself") {
  struct Case {
    std::string item, reason;
  };
  const Case cases[] = {
      {R"("a text")", "not an object"},
      {"null", "not an object"},
      {"[{\"a\":1}]", "not an object"},
      {"42", "not an object"},
      {"NaN", "not an object"},
      {"}", "not an object"},
      {R"({"a":NaN})", "not JSON"},
      {R"({"a":Infinity})", "not JSON"},
      {R"({"a":})", "not JSON"},
      {R"({"a" 1})", "not JSON"},
      {R"({"a":1,})", "not JSON"},
      {"{\"a\":\"cut\n}", "not JSON"},
      {R"({"a":[1,2})", "not JSON"},
      {R"({"a":{"b":1},"c":nul})", "not JSON"},
      {R"({"a":"\x"})", "not JSON"},
      {R"({"a":)" + std::string(2'000, '[') + std::string(2'000, ']') + "}", "not JSON"},
      {R"({"a":)" + std::string(2'000, '{') + std::string(2'000, '}') + "}", "not JSON"},
      {R"({"a":")" + std::string(1'000'000, 'x') + "\"}", "longer than 1 MB"},
      {R"({"a":{"b":")" + std::string(3'000'000, 'x') + "\"}}", "longer than 1 MB"},
      {R"({"a":")" + std::string(100'000'000, '}') + "\"}", "longer than 1 MB"},
      {"\"" + std::string(3'000'000, 'x') + "\"", "longer than 1 MB"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.item.substr(0, 60));
    ToldRows rows;
    CHECK(items_of("[{\"k\":1},\n" + one.item + ",\n{\"k\":3}]", rows) == Texts{R"(1{"k":1})", R"(3{"k":3})"});
    CHECK(rows.reasons() == Reasons{{one.reason, 1}});
    CHECK(rows.rejected.at(0).row == 2);
    CHECK(rows.rejected.at(0).value == one.item.substr(0, 200));
    CHECK(rows.breaks.empty());
  }
}

TEST_CASE("a bad line is rejected by itself") {
  for (std::string line : {"{\"broken\": ", "nonsense", "{\"a\":1}}", "{\"a\":1} {\"a\":1}"}) {
    CAPTURE(line);
    ToldRows rows;
    CHECK(items_of("{\"k\":1}\n" + line + "\n{\"k\":3}\n", rows, Layout::lines) == Texts{R"(1{"k":1})", R"(3{"k":3})"});
    CHECK(rows.reasons() == Reasons{{"not JSON", 1}});
  }
  ToldRows rows;
  auto long_line = "{\"a\":\"" + std::string(2'500'000, 'x') + "\"}";
  CHECK(items_of(long_line + "\n" + long_line + "\n[]\n{\"k\":4}\n", rows, Layout::lines) == Texts{R"(4{"k":4})"});
  CHECK(rows.reasons() == Reasons{{"longer than 1 MB", 2}, {"not an object", 1}});
}

TEST_CASE("a file that is cut gives its whole rows and says where it ends") {
  const std::string whole = R"([{"a":1},{"b":{"c":"d"}},{"e":2}])";
  const std::size_t ends[] = {whole.find('}') + 1, whole.find("}}") + 2, whole.size() - 1};  // of the items
  for (std::size_t length = 1; length < whole.size(); ++length) {
    CAPTURE(whole.substr(0, length));
    ToldRows rows;
    auto items = items_of(whole.substr(0, length), rows);
    auto complete = std::count_if(std::begin(ends), std::end(ends), [&](auto end) { return end <= length; });
    bool between = whole[length - 1] == '[' || whole[length - 1] == ',' || std::count(ends, ends + 3, length);
    CHECK(static_cast<std::ptrdiff_t>(items.size()) == complete);
    CHECK(rows.reasons() == (between ? Reasons{} : Reasons{{"file ends in the middle of a row", 1}}));
    REQUIRE(rows.breaks.size() == 1);
    CHECK(rows.breaks[0] ==
          (between ? "The file ends before its list does." : "The file ends in the middle of a row."));
  }
}

TEST_CASE("what breaks in the input is told after the rows that could be read") {
  struct Case {
    Layout layout;
    std::string text;
    std::size_t items, rejected;
  };
  const Case cases[] = {
      {Layout::list, R"([{"a":1},{"b":2}])", 2, 0},      {Layout::list, R"([{"a":1},{"b":)", 1, 1},
      {Layout::list_of, R"({"k":[{"a":1},{"b":)", 1, 1}, {Layout::pages_of, R"([{"k":[{"a":1}]}])", 1, 0},
      {Layout::lines, "{\"a\":1}\n{\"b\":", 1, 1},       {Layout::lines, "{\"a\":1}\n", 1, 0},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    ToldRows rows;
    TextInput input(one.text, 5, "Its checksum is wrong.");
    CHECK(items_of(input, one.layout, "k", rows).size() == one.items);
    CHECK(rows.rejected.size() == one.rejected);
    CHECK(rows.breaks == Texts{"Its checksum is wrong."});
  }
}

TEST_CASE("what follows a list is told of and not read") {
  ToldRows rows;
  CHECK(items_of(R"([{"a":1}] [{"a":2}])", rows).size() == 1);
  CHECK(rows.breaks == Texts{"More follows after the end of the list; it was not read."});
}

TEST_CASE("a file that is laid out in another way is refused") {
  ToldRows rows;
  for (std::string text : {"", " \n", "{\"a\":1}", "nonsense", "\"[]\""}) {
    CAPTURE(text);
    CHECK_THROWS_AS(items_of(text, rows, Layout::list), Refused);
    CHECK_THROWS_AS(items_of(text, rows, Layout::pages_of, "a"), Refused);
  }
  for (std::string text : {"", "[]", "nonsense"}) CHECK_THROWS_AS(items_of(text, rows, Layout::list_of, "a"), Refused);
}

TEST_CASE("members before the list can be asked for") {
  TextInput input(R"({"version":"1","user":"Ren\u00e9","n":7,"o":{},"listens":[{}],"late":"x"})", 3);
  ToldRows rows;
  JsonItems items(input, Layout::list_of, "listens");
  CHECK(items.next(rows));
  CHECK(items.member("version") == "1");
  CHECK(items.member("user") == "René");
  CHECK(items.member("n") == "7");
  CHECK(items.member("o").empty());
  CHECK(items.member("late").empty());
}

TEST_CASE("texts are mended rather than lost") {
  CHECK(value_of(R"({"a":"x\u0000y"})") == "xy");
  CHECK(value_of(R"({"a":"\ud800x"})") == "\uFFFDx");
  CHECK(value_of(R"({"a":"x\udc00\ud83d\ude00"})") == "x\uFFFD😀");
  CHECK(value_of("{\"a\":\"x\xff\xc3y\"}") == "x\uFFFD\uFFFDy");
  CHECK(value_of("{\"a\":\"x\ty\"}") == "x y");
  CHECK(value_of("{\"a\":\"x\\\\\\u00e9\xff\"}") == "x\\é\uFFFD");
  CHECK(value_of(R"({"a":"äöü"})", 2) == "äö");
  CHECK(value_of(R"({"a":1})").empty());
  CHECK(value_of(R"({"a":null})").empty());
  CHECK(value_of(R"({})").empty());
  CHECK(value_of(R"({"a":"first","b":0,"a":"last"})") == "last");
}

TEST_CASE("values answer what they are asked for, or nothing") {
  TextInput input(R"([{"n":7,"f":7.0,"h":7.5,"t":"7","big":18446744073709551615,"far":1e300,"yes":true,"one":1,
      "no":"false","deep":{"er":[{"x":"y"}]}}])");
  ToldRows rows;
  JsonItems items(input, Layout::list);
  auto item = items.next(rows);
  REQUIRE(item);
  auto& row = *item;
  CHECK(row["n"].whole() == 7);
  CHECK(row["f"].whole() == 7);
  for (auto key : {"h", "t", "big", "far", "yes", "deep", "missing"}) CHECK(row[key].whole() == std::nullopt);
  CHECK(row["t"].number() == 7.0);
  CHECK(row["h"].number() == 7.5);
  CHECK(row["no"].number() == std::nullopt);
  CHECK(row["yes"].said() == Said::yes);
  CHECK(row["one"].said() == Said::yes);
  CHECK(row["no"].said() == Said::no);
  CHECK(row["t"].said() == Said::nothing);
  CHECK(row["missing"].said() == Said::nothing);
  CHECK(row["deep"]["er"].items().at(0)["x"].text() == "y");
  CHECK(row["n"]["er"]["x"].missing());
  CHECK(row["n"].items().empty());
}

TEST_CASE("any nesting and any pieces give the items that were written") {
  auto seed = std::random_device()();
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto upto = [&](unsigned most) { return random() % (most + 1); };
  std::function<std::string(int)> value = [&](int depth) -> std::string {
    static const std::string kTexts[] = {R"("")",         R"("{")", R"("}\"]")", R"("\\")",
                                         R"("[a,b]: é")", "1",      "true",      "null"};
    auto kind = upto(depth > 3 ? 7 : 11);
    if (kind <= 7) return kTexts[kind];
    bool object = kind < 10;
    std::string text = object ? "{" : "[";
    for (auto n = upto(3); n > 0; --n) {
      if (object) text += "\"k}\":";
      text += value(depth + 1);
      if (n > 1) text += ",";
    }
    return text + (object ? "}" : "]");
  };
  for (int round = 0; round < 300; ++round) {
    Texts written;
    std::string file = "[";
    for (auto n = upto(6); n > 0; --n) {
      auto item = "{\"v\":" + value(0) + ",\"w\":" + value(0) + "}";
      written.push_back(std::to_string(written.size() + 1) + item);
      file += (written.size() > 1 ? ", " : " ") + item;
    }
    ToldRows rows;
    TextInput input(file + "]", 1 + upto(20));
    JsonItems items(input, Layout::list);
    Texts found;
    while (auto item = items.next(rows)) found.push_back(std::to_string(items.row()) + item->written(100'000));
    CAPTURE(file);
    CHECK(found == written);
    CHECK(rows.rejected.empty());
    CHECK(rows.breaks.empty());
  }
}
