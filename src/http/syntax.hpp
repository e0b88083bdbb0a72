// The small words of HTTP and of addresses (RFC 9110 section 5.6, RFC 3986 section 2) that several files read.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace mtm::http {

/// A byte of a method or of a field's name.
bool is_token_byte(char byte);
bool is_token(std::string_view text);
bool is_digit(char byte);
bool is_alphanumeric(char byte);

/// Equal but for the case of ASCII letters.
bool same_word(std::string_view left, std::string_view right);

/// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);

/// True when a media type such as "Application/JSON; charset=utf-8" is `type`, whatever its parameters say.
bool is_media_type(std::string_view text, std::string_view type);

/// Takes the first element off a comma-separated list; call it until the list is empty. Elements come trimmed.
std::string_view take_element(std::string_view& list);

/// Replaces %XX, and + by a space where `plus_is_space`. Nothing when an escape is broken, or when the result holds a
/// zero byte or is not UTF-8: no such text may reach the database.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace mtm::http
