// Bars that show at a glance what the tables say: an SVG that follows the reader's light or dark theme.
#pragma once
#include <string>
#include <vector>

#include "loadtest/summary.hpp"

namespace mtm::loadtest {

/// A group of bars for each work that more than one took part in; works that count the same thing share a scale. Bars
/// of `favourite` stand out.
std::string chart(const std::vector<Work>& works, const std::string& title, const std::string& caption,
                  const std::string& favourite);

}  // namespace mtm::loadtest
