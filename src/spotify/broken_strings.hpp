// JSON in which a string holds what no string may hold: bytes that are not UTF-8, control characters, escapes that JSON
// does not know, half a surrogate pair. One such title must not cost the page that it stands on.
#pragma once
#include <string>
#include <string_view>

namespace mtm::spotify {

/// The same text with `false` in place of every string that is broken (and "?" in place of such a name of a member), so
/// that whoever needs that string misses it, and nobody else. Other mistakes stay.
std::string without_broken_strings(std::string_view json);

}  // namespace mtm::spotify
