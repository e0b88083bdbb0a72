// Listening histories as files: each row accounted for, told as its source tells it, and taken back without a trace.
#include <fmt/format.h>
#include <simdjson.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

std::string sample(const std::string& name) { return source("tests/data/history/" + name); }

/// `import` of these files for a user of an empty database.
struct Place {
  Outcome import(std::vector<std::string> files, std::vector<std::string> options = {},
                 const std::string& user = "listener") {
    std::vector<std::string> command{program("music-time-machine"), "import"};
    command.insert(command.end(), files.begin(), files.end());
    command.insert(command.end(), {"--user", user, "--new-user"});
    command.insert(command.end(), options.begin(), options.end());
    return run(command, {{"DATABASE_URL", database.url()}, {"MIGRATE_AT_START", "true"}});
  }

  ScratchDatabase database;
  TemporaryFolder folder;
};

/// What the report of the only import says of all its files.
struct Sums {
  std::int64_t rows, added, already_there, episodes, audiobooks, rejected;
  friend bool operator==(const Sums&, const Sums&) = default;
};

std::ostream& operator<<(std::ostream& out, const Sums& sums) {
  return out << fmt::format("{} rows = {} + {} + {} + {} + {}", sums.rows, sums.added, sums.already_there,
                            sums.episodes, sums.audiobooks, sums.rejected);
}

Sums sums_of(const Outcome& outcome) {
  auto end = outcome.out.find("   in all\n");
  if (end == std::string::npos) throw std::runtime_error("no sums in: " + outcome.out + outcome.err);
  auto begin = outcome.out.rfind('\n', end) + 1;
  Sums sums{};
  std::string line;
  for (char c : outcome.out.substr(begin, end - begin))
    if (c != ',') line += c;
  REQUIRE(std::sscanf(line.c_str(), "%ld rows = %ld added + %ld already there + %ld episodes + %ld audiobooks + %ld",
                      &sums.rows, &sums.added, &sums.already_there, &sums.episodes, &sums.audiobooks,
                      &sums.rejected) == 6);
  return sums;
}

}  // namespace

TEST_CASE("every file of every format gives exactly the rows that are expected of it") {
  simdjson::dom::parser parser;
  auto expected = parser.load(source("tests/data/history/EXPECTED.json"));
  int taken = 0;
  for (auto [file, says] : expected.get_object()) {
    std::string name(file);
    std::int64_t rows = 0;
    if (name.starts_with("statsfm/")) continue;  // nobody has such a file (docs/imports.md)
    CAPTURE(name);
    Place place;
    bool refused = says["rows"].get(rows) != simdjson::SUCCESS || rows == 0;
    if (refused && !name.starts_with("your_spotify/")) {
      auto outcome = place.import({sample(name)});
      CHECK(outcome.exit_code == 1);
      CHECK_THAT(outcome.err, Contains("."));
      CHECK(place.database.sql().number("select count(*) from users") == 0);
      continue;
    }
    std::vector<std::string> options;
    if (name.starts_with("rockbox/")) options = {"--zone", "Europe/Berlin"};
    if (name.starts_with("your_spotify/")) options = {"--whose", "000000000000000000000063"};
    auto outcome = place.import({sample(name)}, options);
    CAPTURE(outcome.out, outcome.err);
    REQUIRE(outcome.exit_code == 0);
    auto number = [&](const char* key) {
      std::int64_t value = 0;
      return says[key].get(value) == simdjson::SUCCESS ? value : 0;
    };
    Sums wanted{rows, number("plays"), number("duplicates"), number("episodes"), number("audiobooks"), 0};
    simdjson::dom::object rejected;
    if (says["rejected"].get(rejected) == simdjson::SUCCESS)
      for (auto [reason, count] : rejected) wanted.rejected += std::int64_t(count);
    if (name.starts_with("your_spotify/")) wanted.rows = wanted.added = number("plays_of_owner_99");
    if (name.find("truncated") != std::string::npos) wanted.rows += wanted.rejected;  // the cut row is one, too
    CHECK(sums_of(outcome) == wanted);
    // The same again adds nothing, and loses no row either.
    auto again = sums_of(place.import({sample(name)}, options));
    CHECK(again == Sums{wanted.rows, 0, wanted.rows - wanted.rejected, 0, 0, wanted.rejected});
    ++taken;
  }
  CHECK(taken >= 20);
}
