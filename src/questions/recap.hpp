// What stands out of the listening of some days, for their recap, and which years and months there are recaps of.
//
// Nothing is counted here: every part is the answer of another question to the same words, so that a recap says what
// the pages of charts, habits and discoveries say.
#pragma once
#include <optional>
#include <vector>

#include "questions/charts.hpp"
#include "questions/clock.hpp"
#include "questions/decades.hpp"
#include "questions/listening_sessions.hpp"
#include "questions/on_repeat.hpp"
#include "questions/skips.hpp"
#include "questions/streaks.hpp"
#include "questions/timeline.hpp"

namespace mtm::questions {

struct RecapQuestion {
  Counting counting;
  std::optional<Days> before;  // with which they are compared
  history::Day today;
};

/// What was played before: on as many days, while not all of the days that were asked about have come.
struct PlayedBefore {
  Days days;
  Played played;
};

struct BiggestDay {
  history::Day day;
  Played played;
  std::optional<ChartEntry> track;  // that comes first on it
};

struct RecapPart {
  Bucket bucket;
  std::optional<ChartEntry> track;  // that comes first in it
};

/// How many artists, albums and recordings were played for the first time ever.
struct Newcomers {
  std::size_t artists = 0, albums = 0, tracks = 0;
  std::optional<ChartEntry> artist;  // the one of them that comes first in the chart; nothing of all time
  std::int64_t artist_rank = 0;      // there, from 1
};

struct Recap {
  Played played;
  bool at_least = false;               // plays may be missing
  std::optional<PlayedBefore> before;  // nothing of all time
  Chart artists, albums, tracks;       // the first five, compared with all days before
  Streaks streaks;
  std::optional<BiggestDay> biggest;  // most plays, or most minutes; of equals the first
  WeekClock clock{};
  Played night;  // between midnight and five
  std::size_t sessions = 0;
  std::optional<ListeningSession> longest;
  Newcomers newcomers;
  std::optional<OnRepeat> on_repeat;
  Unit unit = Unit::day;  // of the parts: the days of up to two weeks, the weeks of up to two months, the months of up
                          // to two years, and the years of more
  std::vector<RecapPart> parts;  // none of a single day
  std::vector<DecadePlays> decades;
  Endings endings;                        // counted from the first second: a skip is short
  std::optional<EndingsOf> most_skipped;  // by its rate, of those with five plays that say how they ended
};

/// Nothing when there are more than kMostBuckets days.
std::optional<Recap> recap(const history::History& history, const RecapQuestion& question);

/// A year or a month that has a recap.
struct RecapCover {
  Bucket bucket;
  std::vector<ChartEntry> albums;  // that come first in it
};

struct RecapYear {
  RecapCover year;
  std::vector<RecapCover> months;  // latest first, those with a play
};

/// Of the days of `counting`: latest first, years with a play, four albums of each and one of each month.
std::vector<RecapYear> recaps(const history::History& history, const Counting& counting);

}  // namespace mtm::questions
