// Where Spotify is: the scheme, host and port of a base URL, and the path below which it answers.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace mtm::spotify {

struct Origin {
  bool secure = true;
  std::string host;  // without the brackets of an IPv6 address
  std::uint16_t port = 443;

  friend auto operator<=>(const Origin&, const Origin&) = default;
};

/// As it stands in a Host field: the port only when it is not the scheme's own.
std::string host_field(const Origin& origin);

struct BaseUrl {
  Origin origin;
  std::string path;  // "" or "/v1": never ends in a slash
};

/// Reads "https://api.spotify.com/v1"; throws Misconfigured when it is no such URL.
BaseUrl base_url(std::string_view text);

/// The Web API's base: "/v1" is added when the URL names no path.
BaseUrl api_base_url(std::string_view text);

/// The whole URL of a base, without a slash at its end.
std::string to_text(const BaseUrl& base);

/// A value in a query or a form: all but letters, digits and -._~ is percent-encoded.
std::string encoded(std::string_view value);

}  // namespace mtm::spotify
