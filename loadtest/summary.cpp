#include "loadtest/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "loadtest/report.hpp"

namespace mtm::loadtest {
namespace {

Median median_of(const std::vector<const Measurement*>& runs) {
  auto middle = [&](auto value) {
    std::vector<double> values;
    for (const auto* run : runs) values.push_back(value(*run));
    return median(std::move(values));
  };
  Median result;
  result.subject = runs[0]->subject;
  result.command = runs[0]->command;
  result.note = runs[0]->note;
  result.repetitions = static_cast<int>(runs.size());
  result.rate = middle([](const Measurement& run) { return run.rate; });
  result.p50_ms = middle([](const Measurement& run) { return run.p50_ms; });
  result.p99_ms = middle([](const Measurement& run) { return run.p99_ms; });
  result.max_ms = middle([](const Measurement& run) { return run.max_ms; });
  result.failed_share = middle([](const Measurement& run) { return run.failed_share(); });
  for (const auto* run : runs) {
    if (result.failure.empty() && !run->failures.empty()) result.failure = run->failures[0].message;
    if (run->audit) result.mistakes += run->audit->lost + run->audit->doubled + run->audit->unacknowledged;
  }
  return result;
}

std::string subject_cell(const Median& median) {
  return median.note.empty() ? median.subject : fmt::format("{}<br>*{}*", median.subject, median.note);
}

/// Not everything that is measured consists of attempts with a latency each.
std::string latency_cell(const Median& median, double value) {
  return median.max_ms > 0 ? fmt::format("{:.2f}", value) : "";
}

std::string failed_cell(const Median& median) {
  if (median.failed_share == 0) return "0";
  return percent(median.failed_share) + ' ' + median.failure;
}

std::string times_cell(const Work& work, const Median& median) {
  if (work.medians.size() < 2 || work.medians[0].rate <= 0) return "";
  return fmt::format("{:.1f}", median.rate / work.medians[0].rate);
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  auto half = values.size() / 2;
  return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::vector<Work> medians_of(const std::vector<Measurement>& measured) {
  std::vector<std::pair<std::string, std::vector<std::pair<std::string, std::vector<const Measurement*>>>>> groups;
  auto named = [](auto& list, const std::string& name) -> auto& {
    auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.first == name; });
    if (found == list.end()) found = list.insert(list.end(), {name, {}});
    return found->second;
  };
  for (const auto& one : measured) named(named(groups, one.work), one.subject).push_back(&one);

  std::vector<Work> works;
  for (const auto& [name, subjects] : groups) {
    Work work{name, subjects[0].second[0]->unit, {}};
    for (const auto& [subject, runs] : subjects) work.medians.push_back(median_of(runs));
    works.push_back(std::move(work));
  }
  return works;
}

std::string markdown(const std::vector<Work>& works) {
  std::string text;
  for (const auto& work : works) {
    text += fmt::format("### {}\n\n| | {}/s | times | p50 ms | p99 ms | max ms | failed | command |\n", work.name,
                        work.unit);
    text += "|---|--:|--:|--:|--:|--:|---|---|\n";
    for (const auto& median : work.medians) {
      text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | `{}` |\n", subject_cell(median),
                          with_commas(median.rate), times_cell(work, median), latency_cell(median, median.p50_ms),
                          latency_cell(median, median.p99_ms), latency_cell(median, median.max_ms), failed_cell(median),
                          median.command);
      if (median.mistakes)
        text += fmt::format("| **{} rows lost, doubled or never acknowledged** | | | | | | | |\n", median.mistakes);
    }
    text += '\n';
  }
  return text;
}

}  // namespace mtm::loadtest
