#include "http/client_address.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstring>

#include "http/syntax.hpp"

namespace mtm::http {
namespace {

namespace ip = boost::asio::ip;
using Bytes = std::array<unsigned char, 16>;

/// Both families in one form, so that IPv4 that came over an IPv6 socket is the same address.
std::optional<Bytes> bytes_of(std::string_view text) {
  constexpr std::size_t kLongest = 45;
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  boost::system::error_code error;
  auto address = ip::make_address(text, error);
  if (error) return std::nullopt;
  if (address.is_v6()) return address.to_v6().to_bytes();
  return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
}

/// The address within what programs write: alone, with a port ("192.0.2.1:443"), or in brackets ("[2001:db8::1]:443").
/// Empty when there is none.
std::string_view address_in(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  auto address = text, port = std::string_view();
  if (text.starts_with('[')) {
    auto end = text.find(']');
    if (end == text.npos) return {};
    address = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else if (!bytes_of(text)) {
    auto colon = std::min(text.rfind(':'), text.size());
    address = text.substr(0, colon);
    port = text.substr(colon);
  }
  bool is_port = port.empty() || (port[0] == ':' && std::all_of(port.begin() + 1, port.end(), is_digit));
  return is_port && bytes_of(address) ? address : std::string_view();
}

bool same_prefix(const Bytes& left, const Bytes& right, unsigned bits) {
  auto whole = bits / 8;
  if (std::memcmp(left.data(), right.data(), whole) != 0) return false;
  if (bits % 8 == 0) return true;
  auto mask = static_cast<unsigned char>(0xff << (8 - bits % 8));
  return (left[whole] & mask) == (right[whole] & mask);
}

/// The last of a list, which is cut off it.
std::string_view take_last(std::string_view& list) {
  auto comma = list.rfind(',');
  auto last = comma == list.npos ? list : list.substr(comma + 1);
  list = comma == list.npos ? std::string_view() : list.substr(0, comma);
  return trim(last);
}

}  // namespace

std::optional<TrustedProxies> TrustedProxies::parse(std::string_view list) {
  TrustedProxies proxies;
  while (!list.empty()) {
    auto part = take_last(list);
    if (part.empty()) continue;
    auto slash = part.find('/');
    auto prefix = bytes_of(part.substr(0, slash));
    if (!prefix) return std::nullopt;
    bool v4 = part.substr(0, slash).find(':') == part.npos;
    unsigned most = v4 ? 32 : 128, bits = most;
    if (slash != part.npos) {
      auto digits = part.substr(slash + 1);
      auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
      if (error != std::errc() || end != digits.data() + digits.size() || bits > most) return std::nullopt;
    }
    proxies.networks_.push_back({*prefix, v4 ? bits + 96 : bits});
  }
  return proxies;
}

bool TrustedProxies::contains(std::string_view address) const {
  if (networks_.empty()) return false;
  auto bytes = bytes_of(address);
  return bytes && std::any_of(networks_.begin(), networks_.end(),
                              [&](const auto& network) { return same_prefix(*bytes, network.prefix, network.bits); });
}

std::string_view client_address(const Request& request, const TrustedProxies& proxies) {
  if (!proxies.contains(request.client)) return request.client;
  if (auto real = request.field("X-Real-IP")) {
    auto address = address_in(*real);
    return address.empty() ? request.client : address;
  }
  // Several fields of that name are one list, in their order (RFC 9110 section 5.3): read from the end.
  for (auto field = request.fields.rbegin(); field != request.fields.rend(); ++field) {
    if (!same_word(field->first, "X-Forwarded-For")) continue;
    for (auto list = field->second; !list.empty();) {
      auto element = take_last(list);
      if (element.empty()) continue;
      auto address = address_in(element);
      if (address.empty()) return request.client;  // what stands before was said by nobody we know
      if (!proxies.contains(address)) return address;
    }
  }
  return request.client;
}

std::uint64_t customer_of(std::string_view address) {
  if (address.find(':') == address.npos) return std::hash<std::string_view>()(address);
  auto bytes = bytes_of(address);
  if (!bytes) return std::hash<std::string_view>()(address);
  if (auto v6 = ip::make_address_v6(*bytes); v6.is_v4_mapped())
    return customer_of(ip::make_address_v4(ip::v4_mapped, v6).to_string());
  std::uint64_t network;
  std::memcpy(&network, bytes->data(), sizeof network);
  return network;
}

}  // namespace mtm::http
