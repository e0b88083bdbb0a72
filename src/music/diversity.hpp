// How many artists a month really had. Ten artists of whom one has nearly every place are, to the ear, little more than
// one: the effective number is exp of Shannon's entropy, the number of artists with equal shares that would be as
// surprising.
#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

namespace mtm::music {

/// Of the places that each artist has; what is not positive is nobody. 0 for nobody at all.
inline double effective_number(const std::vector<std::int64_t>& places) {
  double all = 0;
  for (auto count : places)
    if (count > 0) all += static_cast<double>(count);
  if (all == 0) return 0;
  double entropy = 0;
  for (auto count : places) {
    if (count <= 0) continue;
    double share = static_cast<double>(count) / all;
    entropy -= share * std::log(share);
  }
  return std::exp(entropy);
}

}  // namespace mtm::music
