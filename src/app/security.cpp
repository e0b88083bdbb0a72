#include "app/security.hpp"

#include <fmt/format.h>

#include <boost/url/url.hpp>

namespace mtm::app {

std::string origin_of(const Config& config) {
  boost::urls::url url(config.spotify_redirect_uri);
  url.normalize_scheme().normalize_authority();
  bool https = url.scheme_id() == boost::urls::scheme::https;
  if (url.port() == (https ? "443" : "80")) url.remove_port();
  auto origin = url.encoded_origin();
  return {origin.data(), origin.size()};
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
          "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src "
          "'none'; "
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
