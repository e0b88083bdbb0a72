#include "transfer/features/feature_table.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "transfer/history/format.hpp"

using namespace mtm::transfer;
using Catch::Contains;

namespace {

const std::string kId = "4uLU6hMCjMI75M1A2tKUQC", kOther = "0000000000000000000001";
const std::string kNames =
    "track_id,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,"
    "time_signature\n";

/// A file that arrives a few bytes at a time.
class Pieces : public Input {
 public:
  explicit Pieces(std::string text, std::size_t size = 7) : text_(std::move(text)), size_(size) {}
  std::string_view next() override {
    auto piece = std::string_view(text_).substr(place_, size_);
    place_ += piece.size();
    return piece;
  }

 private:
  std::string text_;
  std::size_t size_, place_ = 0;
};

std::vector<FeatureTable::Row> rows_of(const std::string& text) {
  Pieces input(text);
  FeatureTable table(input);
  std::vector<FeatureTable::Row> rows;
  while (table.next()) rows.push_back(table.row());
  return rows;
}

std::string refusal_of(const std::string& text) {
  Pieces input(text);
  try {
    FeatureTable table(input);
  } catch (const Refused& refused) {
    return refused.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a row of a table becomes JSON under Spotify's names") {
  auto rows = rows_of(kNames + kId + ",0.5,0.25,3,-7.5,1,0.04,0.125,0,0.1,0.75,120.02,4\n");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].rejected.empty());
  CHECK(rows[0].number == 2);
  CHECK(rows[0].spotify_id == kId);
  CHECK(rows[0].features ==
        R"({"danceability":0.5,"energy":0.25,"valence":0.75,"acousticness":0.125,"instrumentalness":0,"liveness":0.1,)"
        R"("speechiness":0.04,"tempo":120.02,"loudness":-7.5,"key":3,"mode":1,"time_signature":4})");
}

TEST_CASE("columns are found by their names, in any order and case, among others, and between any signs") {
  const std::string values = "0.5;0.1;0.2;0.3;0.4;0.6;0.7;100;-5;" + kId + ";\"Rain and more\"";
  const std::string semicolons =
      "Energy;VALENCE;danceability;acousticness;instrumentalness;liveness;speechiness;tempo;loudness; Id ;name\r\n" +
      values + "\r\n";
  auto tabs = semicolons;
  std::replace(tabs.begin(), tabs.end(), ';', '\t');
  for (const auto& text : {semicolons, "\xEF\xBB\xBF" + semicolons, tabs}) {
    CAPTURE(text);
    auto rows = rows_of(text);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].rejected.empty());
    CHECK(rows[0].spotify_id == kId);
    CHECK_THAT(rows[0].features, Contains(R"("energy":0.5)") && Contains(R"("valence":0.1)") &&
                                     Contains(R"("loudness":-5)") && !Contains("key"));
  }
}

TEST_CASE("where a table has both id and track_id, the latter is the track's") {
  auto rows = rows_of("id," + kNames + kOther + "," + kId + ",0.5,0.25,3,-7.5,1,0.04,0.125,0,0.1,0.75,120,4\n");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].spotify_id == kId);
}

TEST_CASE("a row that can't be taken says why, and the next one is read") {
  struct Case {
    std::string row, reason;
  };
  const Case cases[] = {
      {"4uLU6hMCjMI75M1A2tKUQ,0.5,0.5,3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "its id is not one of Spotify's"},
      {"4uLU6hMCjMI75M1A2tKU_C,0.5,0.5,3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "its id is not one of Spotify's"},
      {",0.5,0.5,3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "its id is not one of Spotify's"},
      {kId + ",1.01,0.5,3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "danceability is not between 0 and 1"},
      {kId + ",0.5,-0.1,3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "energy is not between 0 and 1"},
      {kId + ",0.5,nan,3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "energy is not between 0 and 1"},
      {kId + ",0.5,,3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "energy is not a number"},
      {kId + ",0.5,\"0,5\",3,-7,1,0.1,0.1,0,0.1,0.5,120,4", "energy is not a number"},
      {kId + ",0.5,0.5,3,-101,1,0.1,0.1,0,0.1,0.5,120,4", "loudness is not between -100 and 20"},
      {kId + ",0.5,0.5,3,-7,1,0.1,0.1,0,0.1,0.5,501,4", "tempo is not between 0 and 500"},
      {kId + ",0.5,0.5,12,-7,1,0.1,0.1,0,0.1,0.5,120,4", "key is not a whole number between -1 and 11"},
      {kId + ",0.5,0.5,C#,-7,1,0.1,0.1,0,0.1,0.5,120,4", "key is not a whole number between -1 and 11"},
      {kId + ",0.5,0.5,3,-7,0.5,0.1,0.1,0,0.1,0.5,120,4", "mode is not a whole number between 0 and 1"},
      {kId + ",0.5,0.5,3,-7,1,0.1,0.1,0,0.1,0.5,120,9", "time_signature is not a whole number between 0 and 7"},
      {kId + ",0.5,0.5", "it has more or fewer cells than there are columns"},
      {std::string(2 * CsvRows::kLongestRow, 'x'), "it is longer than a megabyte"},
  };
  for (const auto& [row, reason] : cases) {
    CAPTURE(reason);
    auto rows = rows_of(kNames + row + "\n" + kOther + ",0.5,0.5,,-7,,0.1,0.1,0,0.1,0.5,120,\n");
    REQUIRE(rows.size() == 2);
    CHECK_THAT(rows[0].rejected, Contains(reason));
    CHECK(rows[1].rejected.empty());
    CHECK(rows[1].number == 3);
    CHECK(rows[1].spotify_id == kOther);
  }
}

TEST_CASE("a table that breaks off in the middle says so, and what stands before is read") {
  Pieces input(kNames + kId + ",0.5,0.5,3,-7,1,0.1,0.1,0,0.1,0.5,120,4\n\"" + kOther + ",0.5");
  FeatureTable table(input);
  REQUIRE(table.next());
  CHECK(table.row().rejected.empty());
  REQUIRE(table.next());
  CHECK(table.row().rejected == "the file ends in the middle of it");
  CHECK_FALSE(table.next());
  CHECK_FALSE(table.broken().empty());
}

TEST_CASE("what is no table of audio features is refused with a sentence") {
  CHECK_THAT(refusal_of(""), Contains("must name the columns"));
  CHECK_THAT(refusal_of("PK\x03\x04 and so on"), Contains("must name the columns"));
  CHECK_THAT(refusal_of("artist,track,time\na,b,1\n"), Contains("track_id or id"));
  CHECK_THAT(refusal_of("id,danceability,energy\n" + kId + ",1,1\n"), Contains("no column named valence"));
}
