#include "questions/listening_sessions.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

constexpr history::Moment kMinute = 60'000'000;

ListeningSessions all_sessions(const history::History& history) { return listening_sessions(history, {{}, 0, 1'000}); }

/// Worked out in the order of beginnings: a session lasts while the next play begins in time, and time in which several
/// play counts once.
std::vector<ListeningSession> by_beginnings(std::vector<CountedRow> plays) {
  std::sort(plays.begin(), plays.end(), [](const auto& a, const auto& b) { return a.began < b.began; });
  std::vector<ListeningSession> sessions;
  for (const auto& play : plays) {
    if (sessions.empty() || play.began - sessions.back().ended > kSessionEnds)
      sessions.push_back({play.began, play.began});
    auto& session = sessions.back();
    ++session.plays;
    session.listened += std::max(history::Moment(0), play.row->at - std::max(session.ended, play.began));
    session.ended = std::max(session.ended, play.row->at);
  }
  std::erase_if(sessions, [](const auto& session) { return session.plays < 2; });
  std::reverse(sessions.begin(), sessions.end());
  return sessions;
}

}  // namespace

TEST_CASE("a silence of more than half an hour ends a session, and one play alone is none") {
  Rows rows;
  rows.track(1);
  play(rows, 1, "2026-11-01T10:05:00Z", 300'000);
  play(rows, 1, "2026-11-01T10:39:00Z", 240'000);  // begins exactly half an hour later
  play(rows, 1, "2026-11-01T11:12:01Z", 180'000);  // begins a second too late
  play(rows, 1, "2026-11-02T10:00:00Z", 60'000);
  play(rows, 1, "2026-11-02T10:10:00Z", -1);
  play(rows, 1, "2026-11-02T10:20:00Z", 20'000);  // does not count
  auto found = all_sessions(*rows.history());
  REQUIRE(found.count == 2);
  CHECK(found.plays == 4);
  CHECK(found.listened == 10 * kMinute);
  CHECK(found.sessions[0].began == moment("2026-11-02T09:59:00Z"));
  CHECK(found.sessions[0].ended == moment("2026-11-02T10:10:00Z"));
  CHECK(found.sessions[0].listened == kMinute);
  CHECK(found.sessions[1].began == moment("2026-11-01T10:00:00Z"));
  CHECK(found.sessions[1].ended == moment("2026-11-01T10:39:00Z"));
  REQUIRE(found.longest);
  CHECK(found.longest->began == found.sessions[1].began);
}

TEST_CASE("time in which two plays overlap counts once") {
  Rows rows;
  rows.track(1);
  play(rows, 1, "2026-11-01T10:10:00Z", 600'000);
  play(rows, 1, "2026-11-01T10:12:00Z", 300'000);
  play(rows, 1, "2026-11-01T10:13:00Z", 780'000);
  play(rows, 1, "2026-11-01T10:14:00Z", 60'000);
  auto found = all_sessions(*rows.history());
  REQUIRE(found.count == 1);
  CHECK(found.sessions[0].plays == 4);
  CHECK(found.sessions[0].listened == 14 * kMinute);
}

TEST_CASE("a session belongs to the day on which it began, with all of its plays") {
  Rows rows;
  rows.track(1);
  play(rows, 1, "2026-11-01T23:59:00Z", 60'000);
  play(rows, 1, "2026-11-02T00:05:00Z", 60'000);
  auto history = rows.history();
  auto on = [&](std::string_view date) { return listening_sessions(*history, {{{day(date), day(date)}}}); };
  CHECK(on("2026-11-01").plays == 2);
  CHECK(on("2026-11-02").count == 0);
}

TEST_CASE("sessions found from the last play backwards are those found from the first one on") {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    Rows rows;
    rows.track(1);
    auto at = moment("2026-01-01T00:00:00Z");
    for (int i = 0; i < 300; ++i) {
      at += static_cast<history::Moment>(1 + random() % (random() % 8 == 0 ? 3'600 : 240)) * 1'000'000;
      auto length =
          random() % 10 == 0 ? -1 : static_cast<std::int32_t>(random() % (random() % 20 == 0 ? 9'000'000 : 400'000));
      rows.plays.push_back({1, at, length});
    }
    auto history = rows.history("Europe/Berlin");
    Counting counting;
    counting.filter.counted_from = random() % 2 ? 0 : 30'000;
    auto expected = by_beginnings(counted_rows(rows, *history, counting));
    if (random() % 2) {
      counting.days = {day("2026-01-01") + static_cast<history::Day>(random() % 2), day("2026-01-02")};
      auto stretch = stretch_of(*history, counting.days);
      std::erase_if(expected, [&](const auto& session) { return !stretch.has(session.began); });
    }
    auto offset = random() % 4, limit = 1 + random() % 5;
    auto found = listening_sessions(*history, {counting, offset, limit});
    REQUIRE(found.count == expected.size());
    std::int64_t plays = 0;
    history::Moment listened = 0, longest = 0;
    for (const auto& session : expected) {
      plays += session.plays;
      listened += session.listened;
      longest = std::max(longest, session.listened);
    }
    REQUIRE(found.plays == plays);
    REQUIRE(found.listened == listened);
    REQUIRE((found.longest ? found.longest->listened : 0) == longest);
    REQUIRE(found.sessions.size() == std::min(limit, expected.size() - std::min(offset, expected.size())));
    for (std::size_t i = 0; i < found.sessions.size(); ++i) {
      const auto& session = found.sessions[i];
      const auto& other = expected[offset + i];
      REQUIRE(session.began == other.began);
      REQUIRE(session.ended == other.ended);
      REQUIRE(session.plays == other.plays);
      REQUIRE(session.listened == other.listened);
    }
  }
}
