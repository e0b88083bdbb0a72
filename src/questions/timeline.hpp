// How much was played in each day, week, month or year.
#pragma once
#include <optional>
#include <vector>

#include "questions/counting.hpp"
#include "questions/periods.hpp"
#include "questions/subject.hpp"

namespace mtm::questions {

/// Days of eleven years, or months of three hundred.
inline constexpr std::size_t kMostBuckets = 4'000;

struct TimelineQuestion {
  Unit unit = Unit::month;
  Counting counting;
  Subject subject;
};

struct Bucket {
  Days days;  // of the period, those that were asked about
  Played played;
  bool gap = false;  // plays may be missing: it touches a gap
};

struct Timeline {
  std::vector<Bucket> buckets;  // oldest first, also those without a play
  Played played;                // in all of them
  bool at_least = false;        // one of them touches a gap
};

/// Since ever begins with the first play that counts; where there is none there are no buckets. Nothing when there
/// would be more than kMostBuckets.
std::optional<Timeline> timeline(const history::History& history, const TimelineQuestion& question);

/// The one with most plays, or most minutes; of equals the first. Null when nothing was played.
const Bucket* biggest(const Timeline& timeline, By by);

}  // namespace mtm::questions
