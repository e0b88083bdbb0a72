#pragma once
#include <cstddef>
#include <string_view>

namespace mtm {

/// The length of the UTF-8 sequence at the front (RFC 3629: no overlong forms, no surrogates); 0 when there is none.
std::size_t utf8_length(std::string_view text);

/// At most so many characters from the front, as PostgreSQL's left() counts them. What is no UTF-8 counts by bytes.
std::string_view first_characters(std::string_view text, std::size_t most);

}  // namespace mtm
