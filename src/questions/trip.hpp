// Trips to a time: the tracks that stand for some days, and why.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "music/choice.hpp"
#include "questions/counting.hpp"
#include "questions/periods.hpp"

namespace mtm::questions {

struct TripQuestion {
  Days days;
  music::Choice choice = music::Choice::loved;
  music::Order order = music::Order::best;
  history::PlayFilter filter;
  std::size_t limit = 50;
};

/// What a recording was on these days. Of what came out then there is only the day.
struct TripFacts {
  std::uint32_t plays = 0;               // that count
  std::uint32_t plays_then = 0;          // in the part of the days in which it was played most; of equals the first
  history::Day part = history::kNoDay;   // the first day of that part
  history::Day saved = history::kNoDay;  // when it was liked, on these days
  std::int16_t best_rank = 0;            // in a top list of these days; 0: it was in none
};

struct TripTrack {
  history::TrackNo track;  // of its recording the one that was played most, on these days
  TripFacts facts;
  std::optional<double> score;  // of what was loved
};

struct Trip {
  std::int64_t candidates = 0;  // that there are without the limit
  Unit parts = Unit::day;       // that the days are made of
  std::vector<TripTrack> tracks;
};

/// What days are made of: up to two weeks of days, up to a quarter of weeks, up to three years of months, and more than
/// that of years.
Unit parts_of(Days days);

/// The tracks of a trip are chosen fairly (music/fair_choice.hpp) over the parts of its days, each recording once.
///
/// Loved was what was played on these days, by plays that count (history::PlayFilter) and began on them, what was liked
/// on them, and what was among the first 50 of a top list of them. The best have the highest score: the plays, 5 for
/// having been liked, and up to 5 for the best rank (5 for number 1, 0.1 for number 50); of equals those that were
/// played longer, then those that happened first, then by id. A track belongs to the part in which it was played most,
/// or else liked, or else listed; it happened when it was first played in that part, or else liked, or else listed.
///
/// Released is what came out on these days, as far as anybody knows: of a date that is only a year or a month, that
/// whole year or month must be among them; it is then a part of its own. The best are those that I played most ever; of
/// equals the most popular, then those that were met first, then by name and id. Without private sessions they are only
/// those that I have played, liked or had in a top list.
Trip trip(const history::History& history, const TripQuestion& question);

}  // namespace mtm::questions
