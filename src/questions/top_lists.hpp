// What a person's top lists say over time. Each question is about the lists of one range of Spotify's, of some days.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "history/history.hpp"
#include "questions/days.hpp"

namespace mtm::questions {

/// The lists themselves, oldest first.
std::span<const history::TopList> top_lists(const history::Snapshots& snapshots, history::TimeRange range,
                                            Days days = {});

/// The tracks of a list, best first.
std::span<const history::TrackNo> tracks_of(const history::Snapshots& snapshots, const history::TopList& list);

/// How much of a top list is new: the share of its tracks that were not in the one before.
struct Turnover {
  history::Day day;
  std::optional<history::Day> before;  // of the list that it is compared with; nothing for the first of all
  std::int64_t tracks;
  std::int64_t fresh;           // of which were not in the one before
  std::optional<double> share;  // undefined without one before
};

/// One for each list, oldest first; the first one is compared with the last before these days.
std::vector<Turnover> turnover(const history::Snapshots& snapshots, history::TimeRange range, Days days);

struct MonthDiversity {
  int month;                 // since 1970-01
  std::int64_t artists;      // who have places in the month's lists
  double effective_artists;  // music/diversity.hpp, of their places in all lists of the month together
};

/// By month, oldest first; months without lists are left out.
std::vector<MonthDiversity> diversity(const history::History& history, history::TimeRange range, Days days);

struct FaithfulArtist {
  std::uint32_t artist;  // the number in the columns
  std::int64_t days;     // of lists that have a track of theirs
  std::int64_t tracks;   // how many different ones
  history::Day first_day, last_day;
};

/// Those of the most days first; of equals those of the most tracks, then by name and id.
std::vector<FaithfulArtist> faithful_artists(const history::History& history, history::TimeRange range, Days days,
                                             std::size_t most);

struct Discoveries {
  history::Day day;
  std::int64_t tracks;  // in this list
  std::int64_t fresh;   // of which no earlier one had
};

/// What each list brought for the first time, of all history; oldest first.
std::vector<Discoveries> discoveries(const history::History& history, history::TimeRange range, Days days);

}  // namespace mtm::questions
