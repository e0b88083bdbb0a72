#include "loadtest/summary.hpp"

#include <catch2/catch.hpp>

#include "core/json.hpp"
#include "loadtest/chart.hpp"
#include "loadtest/report.hpp"

using namespace mtm;
using namespace mtm::loadtest;

namespace {

Measurement run_of(const std::string& subject, double rate) {
  Measurement run;
  run.work = "10 writers x 50 writes";
  run.subject = subject;
  run.unit = "writes";
  run.rate = rate;
  run.succeeded = 500;
  run.command = "loadtest compare";
  return run;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a median is the middle one, or between the two in the middle") {
  REQUIRE(median({}) == 0);
  REQUIRE(median({3}) == 3);
  REQUIRE(median({9, 1, 5}) == 5);
  REQUIRE(median({9, 1, 5, 6}) == 5.5);
}

TEST_CASE("runs are gathered by work and subject, in the order in which they come") {
  auto other = run_of("SQLite", 50);
  other.work = "64 writers x 500 writes";
  auto works =
      medians_of({run_of("SQLite", 100), run_of("Server", 900), other, run_of("SQLite", 300), run_of("SQLite", 110)});
  REQUIRE(works.size() == 2);
  REQUIRE(works[0].name == "10 writers x 50 writes");
  REQUIRE(works[0].medians.size() == 2);
  REQUIRE(works[0].medians[0].rate == 110);
  REQUIRE(works[0].medians[0].repetitions == 3);
  REQUIRE(works[0].medians[1].subject == "Server");
}

TEST_CASE("a kept line of JSON is read back as what was measured") {
  auto run = run_of("SQLite", 139.5);
  run.failed = 471;
  run.failures = {{"database is locked", 471}};
  run.p99_ms = 1.25;
  run.audit = Audit{29, 29, 0, 0, 0};
  auto back = read_measurement(to_json(run).text);
  REQUIRE(to_json(back).text == to_json(run).text);
}

TEST_CASE("a line of another program may leave out what it does not know") {
  auto run = read_measurement(R"({"work":"GET /health","subject":"Server","unit":"reads","rate":77000})");
  REQUIRE(run.rate == 77000);
  REQUIRE(run.clean());
  REQUIRE_THROWS_AS(read_measurement("wrk: unable to connect"), std::runtime_error);
}

TEST_CASE("a table has a row for each subject with its command, and multiples of the first") {
  auto text = markdown(medians_of({run_of("SQLite", 800), run_of("Server", 12'000)}));
  REQUIRE(holds(text, "| SQLite | 800 | 1.0 |"));
  REQUIRE(holds(text, "| Server | 12,000 | 15.0 |"));
  REQUIRE(holds(text, "`loadtest compare`"));
}

TEST_CASE("a table does not hide rows that were lost") {
  auto run = run_of("Server", 12'000);
  run.audit = Audit{500, 499, 1, 0, 0};
  REQUIRE(holds(markdown(medians_of({run})), "1 rows lost, doubled or never acknowledged"));
}

TEST_CASE("a paragraph says failures by message and what the database holds") {
  auto run = run_of("SQLite", 139);
  run.succeeded = 29;
  run.failed = 471;
  run.failures = {{"database is locked", 471}};
  run.audit = Audit{29, 28, 1, 0, 0};
  auto text = paragraph(run);
  REQUIRE(holds(text, "Successful writes  29"));
  REQUIRE(holds(text, "471 (94 %)"));
  REQUIRE(holds(text, "471 x database is locked"));
  REQUIRE(holds(text, "1 LOST"));
}

TEST_CASE("bars are as long as their figures, and names are safe in SVG") {
  auto svg = chart(medians_of({run_of("a < b & c", 250), run_of("Server", 1000)}), "Durable writes", "All committed",
                   "Server");
  REQUIRE(holds(svg, "a &lt; b &amp; c"));
  REQUIRE(holds(svg, "width=\"90.0\" height=\"18\" rx=\"2\" class=\"bar\""));
  REQUIRE(holds(svg, "width=\"360.0\" height=\"18\" rx=\"2\" class=\"ours\""));
}

TEST_CASE("a chart leaves out what had no rival") {
  auto alone = run_of("Server", 1000);
  alone.work = "GET /health";
  auto svg = chart(medians_of({run_of("SQLite", 250), run_of("Server", 1000), alone}), "Durable writes",
                   "All committed", "Server");
  REQUIRE_FALSE(holds(svg, "GET /health"));
}

TEST_CASE("a small share is not rounded away") {
  REQUIRE(percent(0.942) == "94 %");
  REQUIRE(percent(0.001) == "0.1 %");
  REQUIRE(percent(0) == "0 %");
}

TEST_CASE("thousands are told apart") {
  REQUIRE(with_commas(0) == "0");
  REQUIRE(with_commas(999.6) == "1,000");
  REQUIRE(with_commas(1234567) == "1,234,567");
}
