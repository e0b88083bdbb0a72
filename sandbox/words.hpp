// The words that artists and songs are named with. Everything here is made up; any resemblance is the fault of small
// words.
#pragma once
#include <span>
#include <string_view>

namespace mtm::sandbox {

using Words = std::span<const std::string_view>;

/// What a language other than English offers. Any head reads well with any tail: "La luna" + " " + "sin ti".
struct Tongue {
  std::string_view name;
  std::string_view country;  // where its songs are registered (ISRC)
  Words given, family;       // people; some cultures write the family name first: then `given` holds it
  std::string_view between;  // what stands between the two
  Words bands;               // whole names
  Words titles;              // whole titles
  Words heads, tails;
  std::string_view joint;
};

/// English words of one mood.
struct Mood {
  Words nouns, adjectives, doings;  // "Driving", "Waiting for You"
};

namespace tongues {
extern const Tongue spanish, portuguese, french, german, nordic, russian, japanese, korean, arabic, turkish, yoruba;
}

namespace moods {
extern const Mood night, field, heart, noise, space;
}

namespace english {
extern const Words given, family, places, months, sentences, groups, oddities;
}

}  // namespace mtm::sandbox
