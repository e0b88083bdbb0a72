// How a report writes what came from a file that anybody may have made.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace mtm::transfer {

/// The text for a terminal or a log: what is no printable UTF-8 becomes "\x1b", and a long one is cut after `most`
/// characters with "…".
std::string printable(std::string_view text, std::size_t most = 80);

/// "1,872".
std::string counted(std::int64_t number);

}  // namespace mtm::transfer
