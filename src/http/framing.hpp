// Pages of the web as they are served: a page's file holds what is its own, and a frame the rest.
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace mtm::http {

/// What a name in double braces stands for; throws std::logic_error for one that stands for nothing.
using Meaning = std::function<std::string_view(std::string_view name)>;

/// The text with each "{{name}}" in it replaced once.
std::string filled(std::string_view text, const Meaning& meaning);

/// The frame around a page: {{name}} is the page's name, {{head}} what its file has before <main>, {{main}} the rest.
/// In the file itself "{{tabs}}" is the text of the frame's part of that name.
std::string framed(std::string_view frame, std::string_view page, std::string_view name, const Meaning& part);

/// The text with other addresses in it: each one that stands behind a quotation mark or a parenthesis, as HTML, CSS and
/// JSON write them, is what `address` makes of it, or as it was when that is empty.
std::string readdressed(std::string_view text, const Meaning& address);

}  // namespace mtm::http
