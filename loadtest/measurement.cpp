#include "loadtest/measurement.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace mtm::loadtest {
namespace {

double milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

Measurement measurement_of(const Tally& tally, Clock::duration elapsed) {
  Measurement measured;
  measured.succeeded = tally.succeeded;
  measured.failed = tally.failed();
  for (const auto& [message, count] : tally.failures) measured.failures.push_back({message, count});
  std::sort(measured.failures.begin(), measured.failures.end(),
            [](const auto& a, const auto& b) { return std::tie(b.count, a.message) < std::tie(a.count, b.message); });
  measured.seconds = std::chrono::duration<double>(elapsed).count();
  measured.p50_ms = milliseconds(tally.latency.percentile(0.50));
  measured.p95_ms = milliseconds(tally.latency.percentile(0.95));
  measured.p99_ms = milliseconds(tally.latency.percentile(0.99));
  measured.max_ms = milliseconds(tally.latency.longest());
  return measured;
}

std::string with_rate(std::string work, double rate) {
  if (rate > 0) work += fmt::format(", {:g} a second", rate);
  return work;
}

void read(simdjson::dom::element from, const char* name, std::string& into) {
  std::string_view text;
  if (from[name].get(text) == simdjson::SUCCESS) into = text;
}

void read(simdjson::dom::element from, const char* name, double& into) {
  double number = 0;
  if (from[name].get(number) == simdjson::SUCCESS) into = number;
}

void read(simdjson::dom::element from, const char* name, std::int64_t& into) {
  std::int64_t number = 0;
  if (from[name].get(number) == simdjson::SUCCESS) into = number;
}

/// Every member that JSON knows too; the members of a described struct are named once.
template <class T>
void read_members(simdjson::dom::element from, T& into) {
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
    auto& value = into.*member.pointer;
    if constexpr (requires { read(from, member.name, value); }) read(from, member.name, value);
  });
}

}  // namespace

Measurement measurement_of(const Plan& plan, const Outcome& outcome) {
  auto measured = measurement_of(outcome.tally, outcome.elapsed);
  measured.work = with_rate(fmt::format("{} writers x {} writes", plan.writers, plan.writes), plan.rate);
  measured.subject = outcome.subject;
  measured.unit = "writes";
  measured.rate = outcome.rate();
  measured.audit = outcome.audit;
  measured.note = outcome.note;
  if (outcome.tally.attempts() < plan.all()) {
    if (!measured.note.empty()) measured.note += ' ';
    measured.note += fmt::format("Stopped after {:g} s: {} writes were not tried.", plan.at_most,
                                 plan.all() - outcome.tally.attempts());
  }
  return measured;
}

Measurement measurement_of(const ReadPlan& plan, const Reading& reading) {
  auto measured = measurement_of(reading.tally, reading.elapsed);
  measured.work = with_rate(fmt::format("GET {}, {} connections", plan.path, plan.connections), plan.rate);
  measured.subject = "Music Time Machine";
  measured.unit = "reads";
  measured.rate = reading.rate();
  return measured;
}

Measurement read_measurement(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  auto error = parser.parse(simdjson::padded_string(line)).get(element);
  if (error || !element.is_object()) throw std::runtime_error("not a line of JSON that says what was measured");
  Measurement measured;
  read_members(element, measured);
  simdjson::dom::array failures;
  if (element["failures"].get(failures) == simdjson::SUCCESS) {
    for (auto failure : failures) read_members(failure, measured.failures.emplace_back());
  }
  simdjson::dom::element audit;
  if (element["audit"].get(audit) == simdjson::SUCCESS && audit.is_object())
    read_members(audit, measured.audit.emplace());
  return measured;
}

}  // namespace mtm::loadtest
