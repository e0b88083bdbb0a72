// Where a person's history has something to travel to.
#pragma once
#include <optional>
#include <vector>

#include "questions/counting.hpp"
#include "questions/periods.hpp"

namespace mtm::questions {

struct BusyPeriod {
  history::Day first;                  // of its days
  Played played;                       // that counts and began in it
  std::int64_t likes = 0, listed = 0;  // tracks that were liked in it, and places in its top lists

  std::int64_t events() const { return std::int64_t{played.plays} + likes + listed; }
};

/// Years, months or weeks in which anything happened, oldest first: those that have any of these days.
std::vector<BusyPeriod> busy_periods(const history::History& history, Unit unit, Days days,
                                     const history::PlayFilter& filter = {});

/// The first day of the week to open a time machine on: the one ten years before `today`'s, if anything happened in it;
/// or the nearest to it, from 2002 until today, in which five things happened, or else anything; of two that are as
/// near the earlier one. Nothing when nothing ever happened.
std::optional<history::Day> week_to_open_on(const history::History& history, history::Day today);

/// The first day of the week ten years before that of a day. On 29 February it is that of the 28th.
history::Day week_ten_years_before(history::Day day);

}  // namespace mtm::questions
