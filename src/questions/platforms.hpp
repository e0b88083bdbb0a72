// On what, where and in which manner a person listened, of the plays whose sources say so.
#pragma once
#include <array>
#include <vector>

#include "questions/counting.hpp"

namespace mtm::questions {

struct PlatformPlays {
  music::Platform platform;
  Played played;
};

/// Those of which there are plays, most plays or minutes first; unknown last.
std::vector<PlatformPlays> platforms(const history::History& history, const Counting& counting);

struct CountryPlays {
  std::uint16_t country;  // 0: unknown (music/play_details.hpp)
  Played played;
};

/// The same of countries.
std::vector<CountryPlays> countries(const history::History& history, const Counting& counting);

/// Plays by what was said to a question that is answered by yes or no.
struct Answers {
  Played yes, no, unknown;
};

struct ListeningModes {
  Answers shuffle, offline;
  Played in_private, all;
};

ListeningModes listening_modes(const history::History& history, const Counting& counting);

}  // namespace mtm::questions
