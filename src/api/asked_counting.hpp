// How every list of plays is asked: which days (asked_range.hpp), `by` plays or minutes, from how many seconds a play
// counts, private sessions in or out, and of some whose plays they are.
#pragma once
#include "api/asked_range.hpp"
#include "questions/counting.hpp"
#include "questions/subject.hpp"

namespace mtm::api {

inline constexpr std::int64_t kCountedFromSeconds = history::kCountedFrom / 1'000;

/// As answers repeat it.
struct AskedCounting {
  AskedRange range;
  std::string by;
  std::int64_t counted_from;
  std::string private_sessions;  // "in" or "out"

  questions::Counting counting() const;
};
BOOST_DESCRIBE_STRUCT(AskedCounting, (), (range, by, counted_from, private_sessions))

/// `otherwise`: the preset when nothing is said of days. `counted_from`: from how many seconds a play counts when that
/// is not said. Throws Problem(422).
AskedCounting asked_counting(const http::Request& request, const history::History& history,
                             const char* otherwise = "12m", std::int64_t counted_from = kCountedFromSeconds);

/// `counted_from` alone, in seconds. Throws Problem(422).
/// `private`: in or out; in when nothing is said. Throws Problem(422).
bool asked_with_private(const http::Request& request);

std::int64_t asked_counted_from(const http::Request& request, std::int64_t otherwise = kCountedFromSeconds);

/// `offset` and `limit`. Throws Problem(422).
struct AskedPage {
  std::int64_t offset, limit;
};
BOOST_DESCRIBE_STRUCT(AskedPage, (), (offset, limit))
AskedPage asked_page(const http::Request& request, std::int64_t limit);

/// `of` is artist, album or track, and `id` which one; everything when neither is said. Throws Problem(422), and
/// Problem(404) when the library has no such thing.
questions::Subject asked_subject(const http::Request& request, const history::History& history);

/// What was counted, as every answer shows it.
struct ShownPlayed {
  std::int64_t plays;
  double minutes;  // to a hundredth, of the plays whose length is known
  std::int64_t plays_without_length;
};
BOOST_DESCRIBE_STRUCT(ShownPlayed, (), (plays, minutes, plays_without_length))

ShownPlayed shown(const history::Played& played);
double shown_minutes(std::int64_t ms);

}  // namespace mtm::api
