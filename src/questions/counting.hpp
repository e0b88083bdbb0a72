// Which plays a question counts and by what it orders: every list is asked in the same way.
#pragma once
#include "history/played.hpp"
#include "questions/days.hpp"

namespace mtm::questions {

using history::Played;

enum class By { plays, minutes };

struct Counting {
  Days days;  // on which a play began, where the person lives
  history::PlayFilter filter;
  By by = By::plays;
};

/// Each play that counts on these days, as history::each_counted().
template <class Take>
void each_counted(const history::History& history, const Counting& counting, Take take) {
  auto stretch = stretch_of(history, counting.days);
  history::each_counted(*history.plays, counting.filter, stretch.begin, stretch.end, take);
}

/// What was counted of each track, by its number; of each recording, by the number of the track that stands for it.
/// Where it is usual to ask for it, it is kept by the history, otherwise here.
class CountedTracks {
 public:
  CountedTracks(const history::History& history, const Counting& counting);

  const std::vector<Played>& tracks() const { return usual_ ? kept() : counted_; }
  const std::vector<Played>& recordings();

 private:
  const std::vector<Played>& kept() const;

  const history::History& history_;
  bool usual_;  // all plays, by the usual filter
  std::vector<Played> counted_, recordings_;
};

}  // namespace mtm::questions
