#include "music/gems.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "music/months.hpp"
#include "music/ranges.hpp"

namespace mtm::music {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

constexpr std::array<std::string_view, 13> kNumbers{"no",    "one",   "two",  "three", "four",   "five",  "six",
                                                    "seven", "eight", "nine", "ten",   "eleven", "twelve"};

std::string times(std::int64_t count) {
  if (count == 1) return "once";
  if (count == 2) return "twice";
  if (count >= 0 && count < static_cast<std::int64_t>(kNumbers.size()))
    return std::string(kNumbers[static_cast<std::size_t>(count)]) + " times";
  return std::to_string(count) + " times";
}

/// "March", and with its year when it is not of this one.
std::string month_as_said(sys_days day, sys_days today) {
  auto month = month_of(day);
  return month.year() == month_of(today).year() ? std::string(name_of(month.month())) : name_of(month);
}

bool between(int value, int least, int most) { return value >= least && value <= most; }

}  // namespace

std::optional<std::string> mistake_in(const GemWindows& windows) {
  if (!between(windows.oldest, 1, kLongestAgo) || !between(windows.newest, 1, kLongestAgo) ||
      !between(windows.quiet, 1, kLongestAgo))
    return "'oldest', 'newest' and 'quiet' are days ago, from 1 to " + std::to_string(kLongestAgo) + ".";
  if (!between(windows.plays, 1, kMostPlays))
    return "'plays' must be a whole number from 1 to " + std::to_string(kMostPlays) + ".";
  if (windows.oldest < windows.newest) return "'oldest' must be as many days ago as 'newest', or more.";
  if (windows.newest <= windows.quiet)
    return "'newest' must be more days ago than 'quiet': nothing is loved and forgotten at once.";
  return std::nullopt;
}

GemDays gem_days(const GemWindows& windows, sys_days today) {
  return {today - days(windows.oldest), today - days(windows.newest), today - days(windows.quiet)};
}

std::string gem_reason(const GemFacts& facts, sys_days today) {
  std::string sentence;
  sys_days last = sys_days::min();
  if (facts.listed > 0 && facts.last_listed) {
    sentence = "in your top 50 " + times(facts.listed);
    last = *facts.last_listed;
  }
  if (facts.played > 0 && facts.last_played) {
    sentence += (sentence.empty() ? "played " : " and played ") + times(facts.played);
    last = std::max(last, *facts.last_played);
  }
  if (sentence.empty()) return sentence;
  return sentence + " until " + month_as_said(last, today) + ", not since";
}

std::string why_no_gems(const GemWindows& windows, std::optional<sys_days> first, sys_days today) {
  auto window = "from " + std::to_string(windows.newest) + " to " + std::to_string(windows.oldest) + " days ago";
  if (!first)
    return "Take a snapshot first. A forgotten gem was in a snapshot " + window +
           "; if you used the old app, import its database and they are there at once.";
  if (*first > gem_days(windows, today).loved_until)
    return "Your first snapshot is of " + to_text(*first) + ". Come back on " + to_text(*first + days(windows.newest)) +
           ", when it is " + std::to_string(windows.newest) + " days old, or import the old app's database.";
  return "Nothing is forgotten: what you loved " + window +
         " you still hear, or there was no snapshot then. Try other windows.";
}

}  // namespace mtm::music
