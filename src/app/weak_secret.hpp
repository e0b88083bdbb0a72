#pragma once
#include <string>

namespace mtm::app {

/// Whether a secret is a placeholder, a repetition or a row of neighbours (0123…, abcd…) instead of something random.
/// It is about who copied an example: length is another check.
bool weak_secret(std::string secret);

}  // namespace mtm::app
