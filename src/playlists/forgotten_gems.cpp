#include "playlists/forgotten_gems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "music/months.hpp"
#include "music/ranges.hpp"
#include "playlists/sources.hpp"
#include "questions/gems.hpp"
#include "questions/top_lists.hpp"

namespace mtm::playlists {

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
  auto month = music::month_of(day);
  return month.year() == music::month_of(today).year() ? std::string(music::name_of(month.month()))
                                                       : music::name_of(month);
}

}  // namespace

Playlist forgotten_gems(const history::History& history, const music::GemWindows& windows, sys_days today,
                        std::size_t most) {
  Playlist playlist;
  playlist.title = title_of(Source::forgotten_gems);
  playlist.definition = fmt::format(
      "In your top 50 from {} to {} days ago, or played {} times or more then, and neither in the last {} days.",
      windows.newest, windows.oldest, windows.plays, windows.quiet);
  auto found = questions::forgotten_gems(history, music::gem_days(windows, today),
                                         static_cast<std::uint32_t>(windows.plays), most);
  playlist.candidates = found.candidates;
  for (const auto& gem : found.gems) playlist.tracks.push_back({gem.track, gem_reason(gem.facts, today)});
  if (!playlist.tracks.empty()) return playlist;
  std::optional<sys_days> first;
  auto lists = questions::top_lists(*history.snapshots, history::TimeRange::short_term);
  if (!lists.empty()) first = sys_days(days(lists.front().day));
  playlist.explanation = why_no_gems(windows, first, today);
  return playlist;
}

std::string gem_reason(const music::GemFacts& facts, sys_days today) {
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

std::string why_no_gems(const music::GemWindows& windows, std::optional<sys_days> first, sys_days today) {
  auto window = "from " + std::to_string(windows.newest) + " to " + std::to_string(windows.oldest) + " days ago";
  if (!first)
    return "Take a snapshot first. A forgotten gem was in a snapshot " + window +
           "; if you used the old app, import its database and they are there at once.";
  if (*first > music::gem_days(windows, today).loved_until)
    return "Your first snapshot is of " + music::to_text(*first) + ". Come back on " +
           music::to_text(*first + days(windows.newest)) + ", when it is " + std::to_string(windows.newest) +
           " days old, or import the old app's database.";
  return "Nothing is forgotten: what you loved " + window +
         " you still hear, or there was no snapshot then. Try other windows.";
}

}  // namespace mtm::playlists
