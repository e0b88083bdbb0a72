// Why a PostgreSQL connection failed, in words of our own.
#pragma once
#include <string_view>

namespace mtm {

/// The sentence for what libpq or a pooler said of a connection. Their own words are never shown: they quote the host,
/// the port, the user and the database, and in a URL that was mistyped these are parts of the password.
std::string_view connection_failure(std::string_view message);

}  // namespace mtm
