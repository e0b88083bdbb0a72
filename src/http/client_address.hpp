// Who asks, when others pass requests on: what a proxy says about its client is believed only of proxies we know.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"

namespace mtm::http {

/// Addresses and networks, such as "10.0.0.0/8, ::1".
class TrustedProxies {
 public:
  /// Nothing when a part is neither an address nor a network.
  static std::optional<TrustedProxies> parse(std::string_view list);

  bool empty() const { return networks_.empty(); }
  bool contains(std::string_view address) const;

 private:
  struct Network {
    std::array<unsigned char, 16> prefix;  // IPv4 as ::ffff:a.b.c.d
    unsigned bits;
  };
  std::vector<Network> networks_;
};

/// The address of whoever asks: the peer's, or what a trusted peer says in X-Real-IP, or in X-Forwarded-For (the last
/// address there that is no proxy of ours; everything before it anybody could have written). Without a port that may
/// stand with it, which is another with each connection. A view into the request.
std::string_view client_address(const Request& request, const TrustedProxies& proxies);

/// A number for an address, the same for all of an IPv6 customer's /64: whoever has one of its addresses has all.
std::uint64_t customer_of(std::string_view address);

}  // namespace mtm::http
