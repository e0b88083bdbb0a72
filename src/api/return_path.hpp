// Where a login leads when it is over: to the page that somebody was about to see.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace mtm::api {

/// A path of this site with query and fragment, ready for a cookie and for Location. Nothing for everything else: what
/// a browser would take for an address elsewhere ("//host", "/\host"), what is too long, and what only begins a login
/// again. Anybody can write such a path into a link.
std::optional<std::string> return_path(std::string_view wanted);

}  // namespace mtm::api
