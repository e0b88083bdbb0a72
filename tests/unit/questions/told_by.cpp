#include "questions/told_by.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

void tell(Rows& rows, std::int64_t source, std::int64_t track, std::string_view ended) {
  rows.play(track, ended);
  rows.plays.back().source_id = source;
  if (source != 3) rows.plays.back().teller = history::Teller::extended_history;
}

std::vector<ToldBy> told(const history::History& history, std::int64_t track) {
  return told_by(history, subject_of(history, ChartOf::tracks, Id{track}).value());
}

}  // namespace

TEST_CASE("each source that told of a track has its first and last play of it") {
  Rows rows;
  rows.track(1), rows.track(2);
  tell(rows, 7, 1, "2026-01-02T10:00:00Z");
  tell(rows, 7, 1, "2026-01-05T10:00:00Z");
  tell(rows, 7, 2, "2026-01-09T10:00:00Z");
  tell(rows, 3, 1, "2026-01-05T10:00:20Z");  // the same play, told again
  auto history = rows.history();
  REQUIRE(history->counts->plays[0] == 2);
  auto found = told(*history, 1);
  REQUIRE(found.size() == 2);
  CHECK(found[0].source == 3);
  CHECK(found[0].rows == 1);
  CHECK(found[0].first == moment("2026-01-05T10:00:20Z"));
  CHECK(found[0].last == found[0].first);
  CHECK(found[1].source == 7);
  CHECK(found[1].rows == 2);
  CHECK(found[1].first == moment("2026-01-02T10:00:00Z"));
  CHECK(found[1].last == moment("2026-01-05T10:00:00Z"));
  CHECK(told(*history, 2).size() == 1);
}

TEST_CASE("where there is one source it told of all plays") {
  Rows rows;
  rows.track(1), rows.track(2);
  tell(rows, 3, 1, "2026-01-02T10:00:00Z");
  tell(rows, 3, 1, "2026-01-03T10:00:00Z");
  auto history = rows.history();
  auto found = told(*history, 1);
  REQUIRE(found.size() == 1);
  CHECK(found[0].source == 3);
  CHECK(found[0].rows == 2);
  CHECK(found[0].last == moment("2026-01-03T10:00:00Z"));
  CHECK(told(*history, 2).empty());
}

TEST_CASE("a library without plays was told of by nobody") {
  Rows rows;
  rows.track(1);
  CHECK(told(*rows.history(), 1).empty());
}
