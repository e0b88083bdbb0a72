// How plays ended, as every answer shows it.
#pragma once
#include <boost/describe.hpp>
#include <optional>

#include "questions/skips.hpp"

namespace mtm::api {

struct ShownEndings {
  std::int64_t finished, skipped, interrupted, unknown;
  std::optional<double> finish_rate, skip_rate;  // of the plays that say how they ended
};
BOOST_DESCRIBE_STRUCT(ShownEndings, (), (finished, skipped, interrupted, unknown, finish_rate, skip_rate))

inline ShownEndings shown(const questions::Endings& endings) {
  ShownEndings shown{endings.finished, endings.skipped, endings.interrupted, endings.unknown, {}, {}};
  auto known = static_cast<double>(endings.known());
  if (known == 0) return shown;
  shown.finish_rate = static_cast<double>(endings.finished) / known;
  shown.skip_rate = static_cast<double>(endings.skipped) / known;
  return shown;
}

}  // namespace mtm::api
