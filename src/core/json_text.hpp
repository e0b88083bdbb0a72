#pragma once
#include <string>

namespace mtm {

/// Text that is JSON already, such as a jsonb column on its way to an answer.
struct Json {
  std::string text;
};

}  // namespace mtm
