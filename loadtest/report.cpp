#include "loadtest/report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace mtm::loadtest {
namespace {

std::string audit_line(const Audit& audit) {
  auto line = fmt::format("{} rows for {} acknowledged writes", audit.found, audit.acknowledged);
  line += audit.lost ? fmt::format(": {} LOST", audit.lost) : ": none lost";
  line += audit.doubled ? fmt::format(", {} DOUBLED", audit.doubled) : ", none doubled";
  if (audit.unacknowledged) line += fmt::format(", {} there that nobody acknowledged", audit.unacknowledged);
  return line;
}

}  // namespace

std::string with_commas(double number) {
  auto digits = std::to_string(std::llround(number));
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3)
    digits.insert(static_cast<std::size_t>(place), ",");
  return digits;
}

std::string percent(double share) {
  return share > 0 && share < 0.01 ? fmt::format("{:.1g} %", 100 * share) : fmt::format("{:.0f} %", 100 * share);
}

std::string paragraph(const Measurement& measured) {
  auto text = fmt::format("{}\n  {:<18} {}\n", measured.subject, "Successful " + measured.unit, measured.succeeded);
  text += fmt::format("  {:<18} {}", "Failed " + measured.unit, measured.failed);
  if (measured.failed) text += fmt::format(" ({})", percent(measured.failed_share()));
  text += '\n';
  for (const auto& failure : measured.failures)
    text += fmt::format("  {:<18} {} x {}\n", "", failure.count, failure.message);
  text +=
      fmt::format("  {:<18} {:.2f} s, {} {}/s\n", "Time", measured.seconds, with_commas(measured.rate), measured.unit);
  text += fmt::format("  {:<18} p50 {:.2f} ms, p95 {:.2f} ms, p99 {:.2f} ms, max {:.2f} ms\n", "Latency",
                      measured.p50_ms, measured.p95_ms, measured.p99_ms, measured.max_ms);
  if (measured.audit) text += fmt::format("  {:<18} {}\n", "In the database", audit_line(*measured.audit));
  if (!measured.note.empty()) text += fmt::format("  {}\n", measured.note);
  return text;
}

std::string comparison(const std::vector<Measurement>& measured) {
  if (measured.empty()) return "";
  auto text = fmt::format("{:<58} {:>9} {:>8} {:>9} {:>9} {:>9} {:>7}\n", measured[0].work, measured[0].unit + "/s",
                          "failed", "p50 ms", "p99 ms", "max ms", "times");
  for (const auto& one : measured) {
    auto times = measured[0].rate > 0 ? fmt::format("{:.1f}", one.rate / measured[0].rate) : "";
    text += fmt::format("{:<58} {:>9} {:>8} {:>9.2f} {:>9.2f} {:>9.2f} {:>7}\n", one.subject, with_commas(one.rate),
                        percent(one.failed_share()), one.p50_ms, one.p99_ms, one.max_ms, times);
  }
  return text;
}

}  // namespace mtm::loadtest
