#include "questions/platforms.hpp"

#include <algorithm>
#include <tuple>

namespace mtm::questions {

using history::History;

namespace {

/// Of what was counted by its number, 0 for unknown: what there are plays of, in its order.
template <class Entry, class Key>
std::vector<Entry> ordered(const std::vector<Played>& counted, By by) {
  std::vector<std::size_t> numbers;
  for (std::size_t number = 0; number < counted.size(); ++number)
    if (counted[number].plays > 0) numbers.push_back(number);
  auto place = [&](std::size_t number) {
    const auto& played = counted[number];
    std::int64_t plays = played.plays, minutes = played.ms_played;
    return std::tuple(number == 0, by == By::plays ? -plays : -minutes, by == By::plays ? -minutes : -plays, number);
  };
  std::sort(numbers.begin(), numbers.end(), [&](auto a, auto b) { return place(a) < place(b); });
  std::vector<Entry> entries;
  for (auto number : numbers) entries.push_back({static_cast<Key>(number), counted[number]});
  return entries;
}

/// What was counted, by a number below `size` that each play has.
template <class NumberOf>
std::vector<Played> counted_by(const History& history, const Counting& counting, std::size_t size, NumberOf number_of) {
  std::vector<Played> counted(size);
  each_counted(history, counting,
               [&](std::size_t play, const Played& one) { counted[number_of(history.plays->details[play])].add(one); });
  return counted;
}

void count(Answers& answers, music::YesNo said, const Played& one) {
  auto& of = said == music::YesNo::yes ? answers.yes : said == music::YesNo::no ? answers.no : answers.unknown;
  of.add(one);
}

}  // namespace

std::vector<PlatformPlays> platforms(const History& history, const Counting& counting) {
  auto counted = counted_by(history, counting, music::kPlatforms.size(),
                            [](const auto& details) { return static_cast<std::size_t>(details.platform); });
  return ordered<PlatformPlays, music::Platform>(counted, counting.by);
}

std::vector<CountryPlays> countries(const History& history, const Counting& counting) {
  constexpr std::size_t kSize = music::kCountryEnd;
  auto counted = counted_by(history, counting, kSize, [](const auto& details) { return details.country; });
  return ordered<CountryPlays, std::uint16_t>(counted, counting.by);
}

ListeningModes listening_modes(const History& history, const Counting& counting) {
  ListeningModes modes;
  each_counted(history, counting, [&](std::size_t play, const Played& one) {
    auto details = history.plays->details[play];
    count(modes.shuffle, details.shuffle, one);
    count(modes.offline, details.offline, one);
    if (details.in_private) modes.in_private.add(one);
    modes.all.add(one);
  });
  return modes;
}

}  // namespace mtm::questions
