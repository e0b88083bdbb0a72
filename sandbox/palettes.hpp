// The colours of covers, by decade.
#pragma once
#include <array>

#include "sandbox/drawing.hpp"
#include "sandbox/random.hpp"

namespace mtm::sandbox {

struct Palette {
  Colour paper;  // the ground
  std::array<Colour, 4> inks;

  /// The one of all five that is the darkest, or the lightest.
  Colour dark() const;
  Colour light() const;
  /// The ink that stands out most from the paper.
  Colour contrast() const;
  /// Cycles through the inks.
  Colour ink(std::size_t number) const { return inks[number % inks.size()]; }
};

Palette palette_of(Random& random, int year);

}  // namespace mtm::sandbox
