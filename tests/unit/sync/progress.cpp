#include "sync/progress.hpp"

#include <catch2/catch.hpp>

#include <tuple>

using namespace mtm;
using namespace mtm::sync;

namespace {

auto fields(const Step& step) {
  return std::tie(step.name, step.state, step.done, step.total, step.added, step.skipped);
}
auto fields(const Problem& problem) { return std::tie(problem.step, problem.what, problem.reason); }

}  // namespace

TEST_CASE("progress that was written is read back as it was") {
  std::vector<Step> steps{{"liked_songs", "running", 1250, 2400, 1249, 1}, {"recently_played", "waiting"}};
  auto again = steps_from(to_json(steps));
  REQUIRE(again.size() == 2);
  CHECK(fields(again[0]) == fields(steps[0]));
  CHECK(fields(again[1]) == fields(steps[1]));

  std::vector<Problem> problems{{"liked_songs", "song 17", "it has no id: \"a local\\file\" ♫\n"}};
  auto named = problems_from(to_json(problems));
  REQUIRE(named.size() == 1);
  CHECK(fields(named[0]) == fields(problems[0]));

  CHECK(steps_from(Json{"[]"}).empty());
  CHECK(problems_from(Json{"[]"}).empty());
}

TEST_CASE("progress is read from PostgreSQL's own spelling of it, with members that a newer version may add") {
  auto steps = steps_from(Json{
      R"([{"done": 1, "name": "liked_songs", "added": 2, "extra": {"a": [1]}, "state": "done", "total": 3, "skipped": 4}])"});
  REQUIRE(steps.size() == 1);
  CHECK(fields(steps[0]) == fields(Step{"liked_songs", "done", 1, 3, 2, 4}));
}

TEST_CASE("what is no progress is not taken for one") {
  for (const char* text : {"", "null", "{}", "[1]", "[[]]", R"([{"name":"liked_songs"}])",
                           R"([{"name":1,"state":"done","done":0,"total":0,"added":0,"skipped":0}])",
                           R"([{"name":"a","state":"done","done":"0","total":0,"added":0,"skipped":0}])", "[{]"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(steps_from(Json{text}), std::runtime_error);
  }
  CHECK_THROWS_AS(problems_from(Json{R"([{"step":"liked_songs","what":"song 1"}])"}), std::runtime_error);
}

TEST_CASE("every problem is counted, the first fifty are named") {
  Progress progress;
  Step step{"liked_songs", "running"};
  for (int i = 1; i <= 60; ++i) progress.note(step, "song " + std::to_string(i), "it is a local file");
  CHECK(progress.problem_count == 60);
  REQUIRE(progress.problems.size() == 50);
  CHECK(progress.problems.front().what == "song 1");
  CHECK(progress.problems.back().what == "song 50");
  CHECK(progress.problems.back().step == "liked_songs");
}

TEST_CASE("a new capture begins with nothing done, and asks for features only where somebody has them") {
  auto with = all_steps(true);
  auto without = all_steps(false);
  REQUIRE(with.size() == without.size() + 1);
  CHECK(with.back().name == "audio_features");
  for (const auto& step : with) {
    CHECK(step.state == "waiting");
    CHECK(step.done + step.total + step.added + step.skipped == 0);
    CHECK_FALSE(sentence(step.name).empty());
  }
}
