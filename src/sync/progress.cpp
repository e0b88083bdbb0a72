#include "sync/progress.hpp"

#include <simdjson.h>

#include <stdexcept>

namespace mtm::sync {

namespace {

constexpr std::size_t kNamedProblems = 50;

/// Calls `read` with each object of a list.
template <class Read>
void each_object(const Json& json, Read read) {
  simdjson::dom::parser parser;
  simdjson::dom::array list;
  if (parser.parse(json.text).get(list)) throw std::runtime_error("a capture's progress is not a JSON list");
  for (simdjson::dom::element element : list) {
    simdjson::dom::object object;
    if (element.get(object)) throw std::runtime_error("a capture's progress holds something else than objects");
    read(object);
  }
}

std::string text(const simdjson::dom::object& object, std::string_view key) {
  std::string_view value;
  if (object.at_key(key).get(value)) throw std::runtime_error("a capture's progress lacks a text");
  return std::string(value);
}

std::int64_t number(const simdjson::dom::object& object, std::string_view key) {
  std::int64_t value = 0;
  if (object.at_key(key).get(value)) throw std::runtime_error("a capture's progress lacks a number");
  return value;
}

}  // namespace

void Progress::note(const Step& step, std::string what, std::string reason) {
  ++problem_count;
  if (problems.size() < kNamedProblems) problems.push_back({step.name, std::move(what), std::move(reason)});
}

std::vector<Step> all_steps(bool with_features) {
  auto steps = daily_steps(with_features);
  steps.insert(steps.begin(), {"liked_songs", "waiting"});
  return steps;
}

std::vector<Step> daily_steps(bool with_features) {
  std::vector<Step> steps;
  for (const char* name : {"top_short_term", "top_medium_term", "top_long_term", "recently_played"})
    steps.push_back({name, "waiting"});
  if (with_features) steps.push_back({"audio_features", "waiting"});
  return steps;
}

std::vector<Step> steps_from(const Json& json) {
  std::vector<Step> steps;
  each_object(json, [&](const simdjson::dom::object& object) {
    Step step{text(object, "name"), text(object, "state")};
    step.done = number(object, "done");
    step.total = number(object, "total");
    step.added = number(object, "added");
    step.skipped = number(object, "skipped");
    steps.push_back(std::move(step));
  });
  return steps;
}

std::vector<Problem> problems_from(const Json& json) {
  std::vector<Problem> problems;
  each_object(json, [&](const simdjson::dom::object& object) {
    problems.push_back({text(object, "step"), text(object, "what"), text(object, "reason")});
  });
  return problems;
}

std::string_view scope_of(std::string_view step) {
  if (step == "liked_songs") return "user-library-read";
  if (step.starts_with("top_")) return "user-top-read";
  if (step == "recently_played") return "user-read-recently-played";
  return {};
}

std::string_view sentence(std::string_view step) {
  if (step == "liked_songs") return "Reading your Liked Songs";
  if (step == "top_short_term") return "Reading your top tracks of the last weeks";
  if (step == "top_medium_term") return "Reading your top tracks of the last months";
  if (step == "top_long_term") return "Reading your top tracks of the last year";
  if (step == "recently_played") return "Reading what you played last";
  return "Asking for audio features";
}

}  // namespace mtm::sync
