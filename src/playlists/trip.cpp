#include "playlists/trip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "music/fair_choice.hpp"
#include "music/months.hpp"
#include "questions/release_date.hpp"

namespace mtm::playlists {

using history::Day;
using music::Choice;
using questions::Days;
using questions::Unit;

namespace {

std::chrono::year_month_day date_of(Day day) { return std::chrono::sys_days(std::chrono::days(day)); }

/// "3 May 2016"
std::string date_in_words(Day day) {
  auto date = date_of(day);
  return fmt::format("{} {}", static_cast<unsigned>(date.day()), music::name_of(date.year() / date.month()));
}

/// "16 – 22 May 2016", "3 May – 9 June 2016"
std::string stretch_in_words(Days days) {
  auto first = date_of(days.first), last = date_of(days.last);
  auto day = static_cast<unsigned>(first.day());
  if (first.year() != last.year()) return date_in_words(days.first) + " – " + date_in_words(days.last);
  if (first.month() == last.month()) return fmt::format("{} – {}", day, date_in_words(days.last));
  return fmt::format("{} {} – {}", day, music::name_of(first.month()), date_in_words(days.last));
}

bool are_all(Days days) { return days.first == Days().first && days.last == Days().last; }

/// Whether the days are all of a period of that kind.
bool are_one(Days days, Unit unit) {
  return days.first != Days().first && questions::period_begin(days.first, unit) == days.first &&
         questions::period_end(days.first, unit) - 1 == days.last;
}

std::string part_in_words(Day day, Unit unit) {
  switch (unit) {
    case Unit::day:
      return "on " + date_in_words(day);
    case Unit::week:
      return "in the week of " + date_in_words(questions::period_begin(day, unit));
    case Unit::month:
      return "in " + music::name_of(music::month_of(std::chrono::sys_days(std::chrono::days(day))));
    case Unit::year:
      return fmt::format("in {}", year_of(day));
  }
  return {};
}

std::string plays_in_words(std::uint32_t plays) { return fmt::format("{} play{}", plays, plays == 1 ? "" : "s"); }

std::string unit_word(Unit unit) {
  switch (unit) {
    case Unit::day:
      return "day";
    case Unit::week:
      return "week";
    case Unit::month:
      return "month";
    case Unit::year:
      return "year";
  }
  return {};
}

/// As an id may have it: "2016-W20" as "2016_w20".
std::string for_id(std::string text) {
  std::replace(text.begin(), text.end(), '-', '_');
  std::replace(text.begin(), text.end(), 'W', 'w');
  return text;
}

}  // namespace

TripPlaylist of_trip(const history::History& history, const questions::TripQuestion& question) {
  auto trip = questions::trip(history, question);
  TripPlaylist playlist{trip.candidates, {}, {}};
  for (const auto& track : trip.tracks) {
    auto reason = question.choice == Choice::loved
                      ? trip_reason(track.facts, trip.parts)
                      : "released " + questions::release_date(*history.tracks, track.track).value_or("");
    playlist.tracks.push_back({track.track, std::move(reason)});
    playlist.scores.push_back(track.score);
  }
  return playlist;
}

std::string playlist_id(Days days, Choice choice) {
  std::string id = "playlist_";
  if (are_all(days)) return id + "all_" + std::string(music::to_text(choice));
  for (auto unit : {Unit::year, Unit::month, Unit::week, Unit::day}) {
    if (!are_one(days, unit)) continue;
    id += questions::period_text(days.first, unit);
    return for_id(id + "_" + std::string(music::to_text(choice)));
  }
  id += days.first == Days().first ? "until_" : date_text(days.first) + "_to_";
  return for_id(id + date_text(days.last) + "_" + std::string(music::to_text(choice)));
}

std::string default_name(Days days, Choice choice) {
  return in_words(days) + (choice == Choice::loved ? ", what I loved then" : ", what came out then");
}

std::string in_words(Days days) {
  if (are_all(days)) return "All time";
  if (days.first == Days().first) return "Until " + date_in_words(days.last);
  if (auto year = whole_year(days)) return std::to_string(*year);
  if (are_one(days, Unit::month))
    return music::name_of(music::month_of(std::chrono::sys_days(std::chrono::days(days.first))));
  return days.first == days.last ? date_in_words(days.first) : stretch_in_words(days);
}

std::optional<int> whole_year(Days days) {
  if (!are_one(days, Unit::year)) return std::nullopt;
  return year_of(days.first);
}

std::string rule_of(Days days, Choice choice) {
  auto unit = unit_word(questions::parts_of(days));
  bool one = days.first == days.last, loved = choice == Choice::loved;
  auto best = loved ? fmt::format("The best of {}", one ? "the day" : fmt::format("each {} in turn", unit))
                    : fmt::format("What you play most of {}",
                                  one ? "the day's releases" : fmt::format("each {}'s releases in turn", unit));
  return fmt::format("{}{}; at most {} tracks of an album and {} of an artist while there are others.", best,
                     loved ? ", by plays, likes and top lists" : "", music::kMostOfAlbum, music::kMostOfArtist);
}

std::string trip_reason(const questions::TripFacts& facts, Unit parts) {
  std::string sentence;
  auto add = [&sentence](const std::string& part) {
    if (!sentence.empty()) sentence += ", ";
    sentence += part;
  };
  if (facts.plays > 0 && facts.plays_then == facts.plays)
    add(plays_in_words(facts.plays) + " " + part_in_words(facts.part, parts));
  else if (facts.plays > 0)
    add(fmt::format("{}, {} of them {}", plays_in_words(facts.plays), facts.plays_then,
                    part_in_words(facts.part, parts)));
  if (facts.saved != history::kNoDay) add("liked on " + date_in_words(facts.saved));
  if (facts.best_rank > 0) add(fmt::format("number {} of your top tracks", facts.best_rank));
  return sentence;
}

}  // namespace mtm::playlists
