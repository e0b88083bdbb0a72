#include "sandbox/names.hpp"

#include <fmt/format.h>

namespace mtm::sandbox {
namespace {

/// One draw of every kind of word. They are drawn before they are put together, because compilers differ in the order
/// in which they evaluate arguments, and a seed must mean the same catalogue with all of them.
struct Draw {
  Draw(Random& random, const Mood& mood)
      : noun(random.pick(mood.nouns)),
        other(random.pick(mood.nouns)),
        adjective(random.pick(mood.adjectives)),
        doing(random.pick(mood.doings)),
        given(random.pick(english::given)),
        family(random.pick(english::family)),
        place(random.pick(english::places)),
        month(random.pick(english::months)),
        group(random.pick(english::groups)),
        sentence(random.pick(english::sentences)) {
    while (other == noun) other = random.pick(mood.nouns);
    while (adjective == noun) adjective = random.pick(mood.adjectives);
  }
  std::string_view noun, other, adjective, doing, given, family, place, month, group, sentence;
};

std::string plural(std::string_view noun) {
  auto ends = [&](std::string_view end) { return noun.ends_with(end); };
  if (ends("s") || ends("x") || ends("ch") || ends("sh")) return fmt::format("{}es", noun);
  if (ends("y") && !ends("ay") && !ends("ey")) return fmt::format("{}ies", noun.substr(0, noun.size() - 1));
  return fmt::format("{}s", noun);
}

std::string english_band(Random& random, const Mood& mood) {
  Draw draw(random, mood);
  switch (random.below(8)) {
    case 0:
      return fmt::format("The {} {}", draw.adjective, plural(draw.noun));
    case 1:
      return fmt::format("{} {}", draw.adjective, draw.noun);
    case 2:
      return fmt::format("{} {}", draw.noun, draw.group);
    case 3:
      return fmt::format("{} of {}", draw.noun, draw.place);
    case 4:
      return fmt::format("{} & the {}", draw.given, plural(draw.noun));
    case 5:
      return fmt::format("{} {}", draw.place, draw.noun);
    case 6:
      return fmt::format("{} {}", draw.month, draw.noun);
    default:
      return fmt::format("{} {}", draw.noun, draw.other);
  }
}

std::string english_solo(Random& random, const Mood& mood) {
  Draw draw(random, mood);
  switch (random.below(12)) {
    case 0:
      return std::string(draw.given);
    case 1:
      return fmt::format("DJ {}", draw.noun);
    case 2:
      return fmt::format("{} {}", draw.given, draw.noun);
    case 3:
      return fmt::format("{}. {}", draw.given.front(), draw.family);
    default:
      return fmt::format("{} {}", draw.given, draw.family);
  }
}

std::string english_title(Random& random, const Mood& mood) {
  Draw draw(random, mood);
  switch (random.below(20)) {
    case 0:
    case 1:
      return std::string(draw.noun);
    case 2:
    case 3:
    case 4:
    case 5:
      return fmt::format("{} {}", draw.adjective, draw.noun);
    case 6:
    case 7:
      return std::string(draw.doing);
    case 8:
      return fmt::format("{} in {}", draw.doing, draw.place);
    case 9:
      return fmt::format("{} & {}", draw.noun, draw.other);
    case 10:
      return fmt::format("{} {}", draw.month, draw.noun);
    case 11:
      return fmt::format("{} for {}", draw.noun, draw.given);
    case 12:
      return fmt::format("{}'s {}", draw.given, draw.noun);
    case 13:
      return fmt::format("The {} of {}", draw.noun, draw.place);
    case 14:
      return fmt::format("{}, {}", draw.noun, draw.other);
    case 15:
      return fmt::format("No More {}", plural(draw.noun));
    default:
      return std::string(draw.sentence);
  }
}

std::string person(Random& random, const Tongue& tongue) {
  auto first = random.pick(tongue.given);
  auto second = random.pick(tongue.family);
  return fmt::format("{}{}{}", first, tongue.between, second);
}

}  // namespace

std::string artist_name(Random& random, const Genre& genre) {
  bool band = random.chance(genre.bands);
  // English names are common in every language's charts.
  if (!genre.tongue || random.chance(0.12))
    return band ? english_band(random, *genre.mood) : english_solo(random, *genre.mood);
  if (band && random.chance(0.6)) return std::string(random.pick(genre.tongue->bands));
  return person(random, *genre.tongue);
}

std::string song_title(Random& random, const Genre& genre) {
  if (!genre.tongue || random.chance(0.1)) return english_title(random, *genre.mood);
  if (random.chance(0.25)) return std::string(random.pick(genre.tongue->titles));
  auto head = random.pick(genre.tongue->heads);
  auto tail = random.pick(genre.tongue->tails);
  return fmt::format("{}{}{}", head, genre.tongue->joint, tail);
}

std::string album_title(Random& random, const Genre& genre, const std::string& artist, const std::string& lead) {
  Draw draw(random, *genre.mood);
  switch (random.below(14)) {
    case 0:
      return artist;
    case 1:
      return fmt::format("{} Tapes", draw.place);
    case 2:
      return fmt::format("{} / {}", draw.noun, draw.other);
    case 3:
    case 4:
    case 5:
      return song_title(random, genre);
    default:
      return lead;
  }
}

}  // namespace mtm::sandbox
