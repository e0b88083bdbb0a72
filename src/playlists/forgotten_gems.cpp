#include "playlists/forgotten_gems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "music/months.hpp"
#include "music/ranges.hpp"
#include "playlists/sources.hpp"
#include "questions/gems.hpp"

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

/// The last play says something only where it came after the like.
std::string liked_reason(sys_days liked, std::optional<sys_days> last_played) {
  std::chrono::year_month_day date(liked);
  auto sentence =
      fmt::format("liked on {} {}", static_cast<unsigned>(date.day()), music::name_of(music::month_of(liked)));
  if (last_played && *last_played >= liked)
    return sentence + ", last played in " + music::name_of(music::month_of(*last_played));
  return sentence + ", no play known since";
}

}  // namespace

Playlist forgotten_gems(const history::History& history, const music::GemWindows& windows, sys_days today,
                        std::size_t most) {
  Playlist playlist;
  playlist.title = title_of(Source::forgotten_gems);
  playlist.definition = fmt::format(
      "In your top 50 from {} to {} days ago, played {} times or more then, or liked {} days ago or earlier; neither "
      "played nor in your top 50 in the last {} days.",
      windows.newest, windows.oldest, windows.plays, windows.newest, windows.quiet);
  auto found = questions::forgotten_gems(history, music::gem_days(windows, today),
                                         static_cast<std::uint32_t>(windows.plays), most);
  playlist.candidates = found.candidates;
  for (const auto& gem : found.gems) playlist.tracks.push_back({gem.track, gem_reason(gem.facts, today)});
  if (!playlist.tracks.empty()) return playlist;
  playlist.explanation = why_no_gems(windows, history.tracks->size() > 0);
  return playlist;
}

std::string gem_reason(const music::GemFacts& facts, sys_days today) {
  if (facts.liked) return liked_reason(*facts.liked, facts.last_played);
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

std::string why_no_gems(const music::GemWindows& windows, bool anything) {
  if (!anything)
    return "Take a snapshot first, or import your listening history: gems are found among what you liked and played.";
  return fmt::format(
      "Nothing is forgotten: you still hear what you loved from {} to {} days ago and what you liked before. Try other "
      "days.",
      windows.newest, windows.oldest);
}

}  // namespace mtm::playlists
