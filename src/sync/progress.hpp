// How far a capture has come: what the page shows, and where it goes on after an interruption.
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"

namespace mtm::sync {

struct Step {
  std::string name;   // liked_songs, top_short_term, top_medium_term, top_long_term, recently_played, audio_features
  std::string state;  // waiting, running, done, partial, failed
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::int64_t added = 0;    // of those: new to the library
  std::int64_t skipped = 0;  // left out, named among the problems
};
BOOST_DESCRIBE_STRUCT(Step, (), (name, state, done, total, added, skipped))

struct Problem {
  std::string step;
  std::string what;    // "item 17 of the page at 850"
  std::string reason;  // "it has no id: a local file"
};
BOOST_DESCRIBE_STRUCT(Problem, (), (step, what, reason))

struct Progress {
  std::vector<Step> steps;
  std::vector<Problem> problems;  // the first 50
  int problem_count = 0;

  void note(const Step& step, std::string what, std::string reason);
};

/// The steps of a whole capture, none begun.
std::vector<Step> all_steps(bool with_features);
/// Those of every day: what Spotify forgets. The Liked Songs carry their dates for ever and are read when somebody
/// asks, or when their last reading was not whole.
std::vector<Step> daily_steps(bool with_features);

/// Reads back what to_json() wrote. Throws std::runtime_error for anything else.
std::vector<Step> steps_from(const Json& json);
std::vector<Problem> problems_from(const Json& json);

/// What Spotify wants the person to have allowed before it answers; nothing for a step that does not ask Spotify.
std::string_view scope_of(std::string_view step);

/// What a step does, for people: "Reading your Liked Songs".
std::string_view sentence(std::string_view step);

}  // namespace mtm::sync
