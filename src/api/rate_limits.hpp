// How often one key or session, one user and one address may ask. One object for the whole process: another replica
// counts for itself, so several of them let through that many times more.
#pragma once
#include <optional>
#include <string>

#include "api/token_buckets.hpp"
#include "http/client_address.hpp"
#include "http/response.hpp"

namespace mtm::api {

/// What a route costs whoever asks for it.
enum class Cost : unsigned char {
  usual,
  free,    // health checks: whoever looks after us is never turned away
  login,   // begins or ends a login: guessing must be slow
  costly,  // makes Spotify or the database work for long
};

struct RateLimitSettings {
  bool on = false;
  int per_second = 100;  // of one key or session; a user and an address have twice as much
  http::TrustedProxies proxies;
};

class RateLimits {
 public:
  explicit RateLimits(RateLimitSettings settings);

  bool on() const { return buckets_.has_value(); }

  /// Both throw Problem(429) with Retry-After when it was one too many. The first comes before anybody is looked up, so
  /// that guessing keys is limited as well; the second when it is known who asks.
  void check_address(const http::Request& request, Cost cost);
  /// What is left is put into `allowance`, ready for say().
  struct Allowance {
    std::string_view name;                                      // of the bucket
    std::int64_t burst = 0, window = 0, left = 0, full_in = 0;  // seconds
  };
  Allowance check_caller(const http::Request& request, Cost cost);

  /// RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers), so that a program can pace itself.
  static void say(http::Response& response, const Allowance& allowance);

 private:
  enum class Kind : std::uint64_t { address = 1, login, key, user, costly };
  Taken take(Kind kind, std::uint64_t who, const Rate& rate);
  [[noreturn]] static void refuse(std::string_view name, const Rate& rate, const Taken& taken);

  RateLimitSettings settings_;
  Rate one_, twice_;
  std::optional<TokenBuckets> buckets_;
};

}  // namespace mtm::api
