#include "app/security.hpp"

#include <fmt/format.h>

namespace mtm::app {

std::string origin_of(const Config& config) {
  const auto& uri = config.spotify_redirect_uri;
  return uri.substr(0, uri.find('/', uri.find("://") + 3));
}

http::SecurityFields security_fields(const Config& config) {
  // Album covers come from Spotify's image hosts, those of an imported database also where the sandbox stands in for
  // Spotify.
  std::string pictures = "https://*.scdn.co https://*.spotifycdn.com";
  if (config.sandbox()) pictures += " " + config.spotify_api_url;
  std::string common =
      "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nReferrer-Policy: "
      "no-referrer\r\n";
  if (config.production) common += "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";
  std::string sealed = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
  http::SecurityFields fields;
  fields.page =
      common +
      fmt::format(
          "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' {}; "
          "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
          "frame-ancestors 'none'\r\n",
          pictures) +
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n"
      "X-Frame-Options: DENY\r\n";
  fields.program = common + sealed + "Cache-Control: no-store\r\n";
  fields.asset = common;
  return fields;
}

}  // namespace mtm::app
