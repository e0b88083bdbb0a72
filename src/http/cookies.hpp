// Cookies (RFC 6265bis): reading the Cookie field, and building Set-Cookie values that no script can read.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm::http {

/// The value of the first cookie of that name in a Cookie field, without the quotes it may stand in.
std::optional<std::string_view> find_cookie(std::string_view field, std::string_view name);

/// Adds the names of a Cookie field's cookies that begin with `prefix` and could be ours, in their order.
void add_cookie_names(std::vector<std::string_view>& names, std::string_view field, std::string_view prefix);

/// How all our cookies look. In production their names carry the `__Host-` prefix, with which a browser refuses one
/// that is not Secure, not for the whole host, or set by a neighbour's subdomain.
class Cookies {
 public:
  explicit Cookies(bool production) : production_(production) {}

  /// "__Host-session" in production, else "session": what to ask Request::cookie() for.
  std::string name(std::string_view name) const;

  /// A Set-Cookie value with HttpOnly, SameSite=Lax and Path=/. Without `max_age` it ends with the browser.
  /// Throws std::invalid_argument for bytes that a cookie can't hold: values are tokens of our own.
  std::string set(std::string_view name, std::string_view value,
                  std::optional<std::chrono::seconds> max_age = {}) const;

  /// A Set-Cookie value that makes the browser forget it.
  std::string forget(std::string_view name) const;

 private:
  bool production_;
};

}  // namespace mtm::http
