#include "api/rate_limits.hpp"

#include <fmt/format.h>

#include "core/clock.hpp"
#include "http/problem.hpp"

namespace mtm::api {
namespace {

using namespace std::chrono_literals;

// A page asks for some twenty files at once, and a program may come with what it has gathered: five seconds' worth.
constexpr std::int64_t kBurstSeconds = 5;
// A person logs in now and then; thirty people behind one address may do so at once.
constexpr Rate kLogin{2s, 30};
constexpr Rate kCostly{2s, 30};

Rate rate(std::int64_t per_second) {
  return {std::chrono::nanoseconds(1'000'000'000 / per_second), per_second * kBurstSeconds};
}

std::int64_t seconds_up(std::chrono::nanoseconds time) { return std::chrono::ceil<std::chrono::seconds>(time).count(); }

std::string policy(std::string_view name, std::int64_t burst, std::int64_t window) {
  return fmt::format("\"{}\";q={};w={}", name, burst, window);
}

std::string left_over(std::string_view name, std::int64_t left, std::int64_t full_in) {
  return fmt::format("\"{}\";r={};t={}", name, left, full_in);
}

}  // namespace

RateLimits::RateLimits(RateLimitSettings settings)
    : settings_(std::move(settings)),
      one_(rate(settings_.per_second)),
      twice_(rate(2 * std::int64_t(settings_.per_second))) {
  if (settings_.on) buckets_.emplace();
}

Taken RateLimits::take(Kind kind, std::uint64_t who, const Rate& rate) {
  auto key = who ^ (static_cast<std::uint64_t>(kind) << 59 | static_cast<std::uint64_t>(kind));
  return buckets_->take(key, rate, Clock::now().time_since_epoch());
}

void RateLimits::refuse(std::string_view name, const Rate& rate, const Taken& taken) {
  auto wait = std::max<std::int64_t>(1, seconds_up(taken.next_token_in));
  http::Problem problem(http::Status::too_many_requests, "That was too often. Wait a little.",
                        std::chrono::seconds(wait));
  problem.fields.emplace_back("RateLimit-Policy", policy(name, rate.burst, seconds_up(rate.price * rate.burst)));
  problem.fields.emplace_back("RateLimit", left_over(name, 0, wait));
  throw problem;
}

void RateLimits::check_address(const http::Request& request, Cost cost) {
  if (!on() || cost == Cost::free) return;
  auto customer = http::customer_of(http::client_address(request, settings_.proxies));
  auto taken = take(Kind::address, customer, twice_);
  if (!taken.granted) refuse("address", twice_, taken);
  if (cost != Cost::login) return;
  taken = take(Kind::login, customer, kLogin);
  if (!taken.granted) refuse("login", kLogin, taken);
}

RateLimits::Allowance RateLimits::check_caller(const http::Request& request, Cost cost) {
  const auto& caller = request.caller;
  if (!on() || caller.user_id == 0) return {};
  auto user = static_cast<std::uint64_t>(caller.user_id);
  auto of_user = take(Kind::user, user, twice_);
  if (!of_user.granted) refuse("user", twice_, of_user);
  auto of_key = take(Kind::key, caller.credential, one_);
  if (!of_key.granted) refuse("key", one_, of_key);
  if (cost != Cost::costly) return {"key", one_.burst, kBurstSeconds, of_key.left, seconds_up(of_key.full_in)};
  auto of_costly = take(Kind::costly, user, kCostly);
  if (!of_costly.granted) refuse("costly", kCostly, of_costly);
  return {"costly", kCostly.burst, seconds_up(kCostly.price * kCostly.burst), of_costly.left,
          seconds_up(of_costly.full_in)};
}

void RateLimits::say(http::Response& response, const Allowance& allowance) {
  if (allowance.name.empty()) return;
  response.with("RateLimit-Policy", policy(allowance.name, allowance.burst, allowance.window));
  response.with("RateLimit", left_over(allowance.name, allowance.left, allowance.full_in));
}

}  // namespace mtm::api
