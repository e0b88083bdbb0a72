// The International Standard Recording Code (ISO 3901), which names a recording whatever album it is on.
#pragma once
#include <cstdint>
#include <string_view>

namespace mtm::music {

/// The same number for the same code, however it is written: "USRC17607839", "us-rc1-76-07839". 0: it is none. A code
/// has two letters, three letters or digits, and seven digits.
std::uint64_t isrc_number(std::string_view text);

}  // namespace mtm::music
