#include "spotify/origin.hpp"

#include <fmt/format.h>

#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <charconv>

#include "spotify/errors.hpp"

namespace mtm::spotify {

namespace {

std::uint16_t default_port(bool secure) { return secure ? 443 : 80; }

std::uint16_t port(std::string_view digits) {
  std::uint16_t number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number == 0) {
    throw Misconfigured("a base URL of Spotify has a port that does not exist");
  }
  return number;
}

}  // namespace

std::string host_field(const Origin& origin) {
  auto host = origin.host.find(':') == origin.host.npos ? origin.host : fmt::format("[{}]", origin.host);
  if (origin.port == default_port(origin.secure)) return host;
  return fmt::format("{}:{}", host, origin.port);
}

BaseUrl base_url(std::string_view text) {
  auto url = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
  bool known = url && (url->scheme() == "http" || url->scheme() == "https");
  if (!known || url->host().empty())
    throw Misconfigured("a base URL of Spotify must be http:// or https:// with a host");
  if (url->has_userinfo() || url->has_query() || url->has_fragment()) {
    throw Misconfigured("a base URL of Spotify has no user, query or fragment");
  }
  BaseUrl base;
  base.origin.secure = url->scheme() == "https";
  base.origin.host = std::string(url->host_address());
  base.origin.port = default_port(base.origin.secure);
  if (url->has_port()) base.origin.port = port(std::string_view(url->port().data(), url->port().size()));
  auto path = url->encoded_path();
  base.path.assign(path.data(), path.size());
  while (base.path.ends_with('/')) base.path.pop_back();
  return base;
}

BaseUrl api_base_url(std::string_view text) {
  auto base = base_url(text);
  if (base.path.empty()) base.path = "/v1";
  return base;
}

std::string to_text(const BaseUrl& base) {
  return fmt::format("{}://{}{}", base.origin.secure ? "https" : "http", host_field(base.origin), base.path);
}

std::string encoded(std::string_view value) {
  return boost::urls::encode(boost::urls::string_view(value.data(), value.size()), boost::urls::unreserved_chars);
}

}  // namespace mtm::spotify
