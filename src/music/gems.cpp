#include "music/gems.hpp"

namespace mtm::music {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

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

}  // namespace mtm::music
