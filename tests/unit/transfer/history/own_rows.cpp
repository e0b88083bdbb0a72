#include "transfer/history/own_rows.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>

using namespace mtm::transfer;

namespace {

/// A text in pieces of a size.
class TextInput : public Input {
 public:
  TextInput(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  std::string_view next() override {
    auto some = std::string_view(text_).substr(at_, piece_);
    at_ += some.size();
    return some;
  }

 private:
  std::string text_;
  std::size_t piece_, at_ = 0;
};

/// "1: 7|text|null …" for a row that was taken, "2! reason" for one that was not.
class ToldOwnRows : public OwnRows {
 public:
  void take(std::int64_t row, std::span<const OwnValue> values) override {
    told += fmt::format("{}:", row);
    for (const auto& value : values) told += " " + std::visit([](const auto& said) { return shown(said); }, value);
    told += "\n";
  }
  void reject(std::int64_t row, std::string_view reason, std::string_view) override {
    told += fmt::format("{}! {}\n", row, reason);
  }
  void unknown(std::string_view column) override { told += fmt::format("? {}\n", column); }
  void broken(std::string_view why) override { told += fmt::format("broken: {}\n", why); }

  std::string told;

 private:
  static std::string shown(std::monostate) { return "null"; }
  static std::string shown(std::string_view text) { return std::string(text); }
  static std::string shown(RawJson json) { return std::string(json.text); }
  static std::string shown(bool truth) { return truth ? "yes" : "no"; }
  static std::string shown(ExactTime time) { return std::to_string(time.time_since_epoch().count()); }
  static std::string shown(std::chrono::sys_days day) { return std::to_string(day.time_since_epoch().count()) + "d"; }
  template <class Number>
  static std::string shown(Number number) {
    return std::to_string(number);
  }
};

std::string told_of(OwnNoun noun, const std::string& text, std::size_t piece = 65'536) {
  ToldOwnRows rows;
  TextInput input(text, piece);
  read_own_rows(input, noun, rows);
  return rows.told;
}

}  // namespace

TEST_CASE("a file of our own export is known by the keys of its first row, whatever its name") {
  CHECK(recognize_own(R"({"played_at":"x","is_start":false,"track_id":"1","source_id":"2")") == OwnNoun::plays);
  CHECK(recognize_own(R"({"track_id":"1","first_seen_at":"x","saved_at":null,"imported_at":null})") ==
        OwnNoun::library);
  CHECK(recognize_own(R"({"id":"1","spotify_id":"x","name":null,"first_seen_at":null})") == OwnNoun::artists);
  CHECK(recognize_own(R"({"source_id":"1","artist_id":"x","name":null,"first_seen_at":null})") ==
        OwnNoun::artist_claims);
  CHECK(recognize_own(R"({"id":"1","state":"done","steps":{"a":[1,"}"]},"problem_count":0})") == OwnNoun::left_out);
  CHECK(recognize_own("{\n  \"account\": 1,\n  \"library\": 2,\n  \"plays\": 3,\n  \"snapshots\": 0\n}\n") ==
        OwnNoun::counts);
  for (const char* other : {"", "{", "{}", "[", "[{\"played_at\":1}]", R"({"ts":"x","ms_played":1})", R"({"played_at)",
                            R"({"a":{"played_at":1,"is_start":1,"track_id":1,"source_id":1}})"})
    CHECK_FALSE(recognize_own(other));
  CHECK(is_own_csv("\xEF\xBB\xBFplayed_at,is_start,track_id,source_id\r\n"));
  CHECK_FALSE(is_own_csv("\xEF\xBB\xBFuts,artist,track\r\n"));
}

TEST_CASE("values of a row come as they were written, to the microsecond and to the digit") {
  CHECK(
      told_of(
          OwnNoun::gaps,
          R"({"id":"3","starts_at":"2026-03-01T10:00:00.5Z","ends_at":null,"why":"full_page","found_at":"1970-01-01T00:00:00.000001Z"})"
          "\n") == "1: 1772359200500000 null full_page 1\n");
  CHECK(
      told_of(
          OwnNoun::snapshots,
          R"({"source_id":2,"snapshot_date":"1970-01-02","rank":1,"time_range":"short_term","track_id":"9007199254740993"})"
          "\n") == "1: 1d short_term 1 9007199254740993 2\n");
  auto track = told_of(
      OwnNoun::tracks,
      R"({"id":"1","spotify_id":"_aaaaaaaaaaaaaaaaaaa-_","kind":"track","name":"A \"b\" \u00e9","artist":null,"artist_id":"4",)"
      R"("release_date":"1970-02","release_precision":"month","audio_features": {"energy": 0.50, "x":"},"} ,"raw_json":null,"features_source":"x"})"
      "\n");
  CHECK(track ==
        "1: 1 _aaaaaaaaaaaaaaaaaaa-_ track A \"b\" é null 4 null 31d month null null null null {\"energy\": 0.50, "
        "\"x\":\"},\"} null\n");
}

TEST_CASE("each row that can't be is rejected with its reason, and the next one is read") {
  auto play = [](const std::string& column, const std::string& value) {
    const std::pair<const char*, const char*> columns[] = {{"played_at", "\"2026-01-01T00:00:00Z\""},
                                                           {"is_start", "false"},
                                                           {"track_id", "\"1\""},
                                                           {"kind", "\"track\""},
                                                           {"source_id", "\"1\""}};
    std::string line = "{";
    for (const auto& [name, usual] : columns) line += fmt::format("\"{}\":{},", name, name == column ? value : usual);
    return line + (column == "more" ? value : "\"ms_played\":" + (column == "ms_played" ? value : "1")) + "}\n";
  };
  CHECK(told_of(OwnNoun::plays, play("", "")).starts_with("1: 1767225600000000 no 1 1 track null"));
  const std::tuple<const char*, std::string, const char*> cases[] = {
      {"played_at", "null", "played_at is missing"},
      {"played_at", "\"2026-02-30T00:00:00Z\"", "played_at is not a time"},
      {"played_at", "\"2026-01-01T24:00:00Z\"", "played_at is not a time"},
      {"played_at", "\"2026-01-01T00:00:00\"", "played_at is not a time"},
      {"played_at", "\"2026-01-01T00:00:00.1234567Z\"", "played_at is not a time"},
      {"played_at", "5", "played_at is not a time"},
      {"is_start", "\"yes\"", "is_start is neither true nor false"},
      {"track_id", "\"1e3\"", "track_id is not an id"},
      {"track_id", "18446744073709551615", "track_id is not an id"},
      {"kind", "\"song\"", "kind is not a known value"},
      {"kind", "\"a|b\"", "kind is not a known value"},
      {"ms_played", "-1", "ms_played is out of its range"},
      {"ms_played", "2147483648", "ms_played is out of its range"},
      {"ms_played", "1.5", "ms_played is not a whole number"},
      {"more", "\"country\":\"GBR\"", "country is too long"},
      {"more", "\"platform\":\"a\\u0000b\"", "platform has a NUL in it"},
  };
  for (const auto& [column, value, reason] : cases) {
    CAPTURE(column, value);
    auto told = told_of(OwnNoun::plays, play(column, value) + play("", ""));
    CHECK(told.starts_with(fmt::format("1! {}\n2: ", reason)));
  }
  CHECK(told_of(OwnNoun::plays, "nothing\n\n[]\n" + play("more", "\"mood\":{}"))
            .starts_with("1! not JSON\n3! not an object\n? mood\n4: "));
  CHECK(told_of(OwnNoun::plays, play("", "") + "{\"played_at\":")
            .ends_with("2! file ends in the middle of a row\nbroken: The file ends in the middle of a row.\n"));
}

TEST_CASE("JSON that no column holds costs its row alone") {
  auto with = [](const std::string& features) {
    return told_of(
        OwnNoun::tracks,
        R"({"id":"1","spotify_id":"aaaaaaaaaaaaaaaaaaaaaa","kind":"track","audio_features":)" + features + "}\n");
  };
  CHECK(with(R"({"a":"\\u0000","b":1e-9,"c":1E5})").starts_with("1: "));
  CHECK(with(R"({"a":"\u0000"})").starts_with("1! audio_features has a NUL"));
  CHECK(with(R"({"a":1e-99999})").starts_with("1! audio_features has a NUL or a number"));
  CHECK(with("0." + std::string(500, '1')).starts_with("1! audio_features has a NUL or a number"));
}

TEST_CASE("a file of our own export in pieces is the file") {
  std::string text;
  for (int i = 0; i < 50; ++i)
    text += fmt::format(
        "{{\"source_id\":\"{}\",\"covered_from\":\"2026-01-01T00:00:00Z\",\"covered_until\":\"20{:02}-01-01T00:00:"
        "00Z\",\"created_at\":\"2026-01-01T00:00:00Z\"}}{}",
        i, i, i % 7 == 0 ? "\r\n\n" : "\n");
  auto whole = told_of(OwnNoun::covered_spans, text);
  CHECK(std::count(whole.begin(), whole.end(), '\n') == 50);
  for (std::size_t piece : {1, 2, 7, 100, 1000}) CHECK(told_of(OwnNoun::covered_spans, text, piece) == whole);
}
