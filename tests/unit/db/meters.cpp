#include "db/meters.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace mtm::db;

namespace {

std::map<std::string, std::int64_t> counted(const SqlStates& states) {
  std::map<std::string, std::int64_t> counts;
  states.visit([&](std::string_view state, std::int64_t count) { counts[std::string(state)] = count; });
  return counts;
}

}  // namespace

TEST_CASE("refusals are counted by their SQLSTATE") {
  SqlStates states;
  for (auto state : {"23505", "57014", "23505", "40P01", ""}) states.count(state);
  CHECK(counted(states) == std::map<std::string, std::int64_t>{{"23505", 2}, {"57014", 1}, {"40P01", 1}, {"none", 1}});
}

TEST_CASE("more kinds of refusals than there is room for are counted together") {
  SqlStates states;
  for (int i = 0; i < 40; ++i) states.count("X" + std::to_string(1000 + i));
  auto counts = counted(states);
  CHECK(counts.size() == SqlStates::kMost + 1);
  CHECK(counts["other"] == 40 - std::int64_t(SqlStates::kMost));
}

TEST_CASE("a group is counted with those of its size") {
  GroupMeters meters;
  for (std::size_t members : {1, 2, 3, 4, 5, 256, 257}) meters.count(members);
  CHECK(meters.sizes[0].value() == 1);
  CHECK(meters.sizes[1].value() == 1);
  CHECK(meters.sizes[2].value() == 2);
  CHECK(meters.sizes[3].value() == 1);
  CHECK(meters.sizes[8].value() == 1);
  CHECK(meters.sizes[9].value() == 1);
  CHECK(meters.members.value() == 528);
}
