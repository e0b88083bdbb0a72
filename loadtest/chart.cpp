#include "loadtest/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "loadtest/report.hpp"

namespace mtm::loadtest {
namespace {

// In pixels of a page 880 wide.
constexpr int kWidth = 880, kMargin = 28, kTitle = 88, kHeading = 40, kRow = 30, kBar = 18, kBetweenGroups = 14;
constexpr int kBarsBegin = 330;
constexpr int kLongestBar = 360;  // and room for the figure behind it
constexpr double kShortestBar = 2;

/// The colours of the product's pages (web/styles/tokens.css).
constexpr auto kStyle = R"css(
    svg { --surface: #ffffff; --edge: #cbd0d3; --ink: #14181d; --soft: #4b545e; --bar: #aab3bc; --ours: #ffcf00; --ours-edge: #14181d; --danger: #a8101c }
    @media (prefers-color-scheme: dark) {
      svg { --surface: #12171d; --edge: #2d353e; --ink: #f3efe3; --soft: #aab3bc; --bar: #56616c; --ours-edge: #ffcf00; --danger: #ff8a82 }
    }
    text { font-family: "DIN Alternate", Bahnschrift, "Roboto Condensed", "DejaVu Sans Condensed", "Arial Narrow", system-ui, sans-serif; font-size: 15px; fill: var(--ink) }
    .board { fill: var(--surface); stroke: var(--edge) }
    .title { font-size: 22px; font-weight: 700 }
    .heading { font-weight: 700 }
    .soft { fill: var(--soft) }
    .unit { text-anchor: end }
    .figure { font-weight: 700; font-variant-numeric: tabular-nums }
    .danger { fill: var(--danger); font-weight: 700 }
    .rule { stroke: var(--edge) }
    .bar { fill: var(--bar) }
    .ours { fill: var(--ours); stroke: var(--ours-edge) }
)css";

std::string escaped(const std::string& text) {
  std::string safe;
  for (char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

std::string label(double x, double y, const char* look, const std::string& text) {
  return fmt::format("  <text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>\n", x, y, look, escaped(text));
}

std::map<std::string, double> fastest_by_unit(const std::vector<Work>& works) {
  std::map<std::string, double> fastest;
  for (const auto& work : works) {
    for (const auto& median : work.medians) fastest[work.unit] = std::max(fastest[work.unit], median.rate);
  }
  return fastest;
}

std::string bar(const Median& median, double y, double fastest, bool ours) {
  auto length = fastest > 0 ? std::max(kShortestBar, median.rate / fastest * kLongestBar) : kShortestBar;
  auto middle = y + kRow / 2.0 + 5;
  auto svg = label(kMargin, middle, ours ? "heading" : "soft", median.subject);
  svg += fmt::format("  <rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" rx=\"2\" class=\"{}\"/>\n", kBarsBegin,
                     y + (kRow - kBar) / 2, length, kBar, ours ? "ours" : "bar");
  svg += fmt::format("  <text x=\"{:.1f}\" y=\"{}\" class=\"figure\">{}", kBarsBegin + length + 8, middle,
                     with_commas(median.rate));
  if (median.failed_share > 0)
    svg += fmt::format(" <tspan class=\"danger\" dx=\"6\">{} failed</tspan>", percent(median.failed_share));
  return svg + "</text>\n";
}

}  // namespace

std::string chart(const std::vector<Work>& works, const std::string& title, const std::string& caption,
                  const std::string& favourite) {
  std::vector<Work> contests;
  std::copy_if(works.begin(), works.end(), std::back_inserter(contests),
               [](const Work& work) { return work.medians.size() > 1; });
  auto fastest = fastest_by_unit(contests);
  std::string groups;
  int y = kTitle;
  for (const auto& work : contests) {
    groups += fmt::format("  <line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\" class=\"rule\"/>\n", kMargin,
                          kWidth - kMargin, y + 4, y + 4);
    groups += label(kMargin, y + 28, "heading", work.name);
    groups += label(kWidth - kMargin, y + 28, "soft unit", work.unit + " a second");
    y += kHeading;
    for (const auto& median : work.medians) {
      groups += bar(median, y, fastest[work.unit], median.subject == favourite);
      y += kRow;
    }
    y += kBetweenGroups;
  }
  auto svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\">\n",
      kWidth, y);
  svg += fmt::format("  <title>{}</title>\n  <style>{}  </style>\n", escaped(title), kStyle);
  svg += fmt::format("  <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"10\" class=\"board\"/>\n", kWidth - 1,
                     y - 1);
  svg += label(kMargin, 42, "title", title);
  svg += label(kMargin, 68, "soft", caption);
  return svg + groups + "</svg>\n";
}

}  // namespace mtm::loadtest
