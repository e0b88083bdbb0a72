#include <algorithm>

#include "sandbox/accounts.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kLoopbacks[] = {"http://127.0.0.1", "http://[::1]"};

// Takes ":5000" off the front; false when something else than a port follows the host.
bool take_port(std::string_view& rest) {
  if (!rest.starts_with(':')) return true;
  auto end = rest.find_first_not_of("0123456789", 1);
  if (end == 1) return false;
  rest.remove_prefix(std::min(end, rest.size()));
  return true;
}

bool same_but_for_port(std::string_view uri, std::string_view registered) {
  for (auto host : kLoopbacks) {
    if (!registered.starts_with(host) || !uri.starts_with(host)) continue;
    registered.remove_prefix(host.size());
    uri.remove_prefix(host.size());
    return !registered.starts_with(':') && take_port(uri) && uri == registered;
  }
  return false;
}

}  // namespace

RedirectCheck check_redirect(std::string_view uri, const std::vector<std::string>& registered) {
  bool known = std::any_of(registered.begin(), registered.end(),
                           [&](const std::string& one) { return uri == one || same_but_for_port(uri, one); });
  bool loopback = std::any_of(std::begin(kLoopbacks), std::end(kLoopbacks), [&](std::string_view host) {
    auto next = uri.substr(std::min(host.size(), uri.size()));
    return uri.starts_with(host) && (next.empty() || next.front() == ':' || next.front() == '/');
  });
  bool localhost = uri.starts_with("http://localhost") || uri.starts_with("https://localhost");
  if (localhost) return RedirectCheck::invalid;
  if (uri.starts_with("http://") && !loopback) return RedirectCheck::insecure;
  return known ? RedirectCheck::good : RedirectCheck::invalid;
}

}  // namespace mtm::sandbox
