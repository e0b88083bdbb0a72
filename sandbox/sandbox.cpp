#include "sandbox/sandbox.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/log.hpp"
#include "core/races.hpp"
#include "http/problem.hpp"
#include "http/syntax.hpp"
#include "sandbox/misbehaviour.hpp"

namespace mtm::sandbox {
namespace {

std::string_view bearer_of(const http::Request& request) {
  auto field = request.field("Authorization").value_or("");
  constexpr std::string_view kScheme = "Bearer ";
  if (field.size() <= kScheme.size() || !http::same_word(field.substr(0, kScheme.size()), kScheme)) return {};
  return field.substr(kScheme.size());
}

bool is_for_tests(const Route& route) { return route.pattern.starts_with("/sandbox"); }

http::Response no_route(const http::Router::Match& match, const http::Request& request) {
  if (request.path.starts_with("/v1")) return to_response(Refusal(404, "Service not found"));
  http::Problem problem(match.path_known ? http::Status::method_not_allowed : http::Status::not_found,
                        "There is nothing at this address.");
  if (match.path_known) problem.fields.emplace_back("Allow", match.allow);
  return http::to_response(problem, request.id);
}

}  // namespace

Sandbox::Sandbox(Options options) : world_(std::move(options)) {
  for (std::size_t number = 0; number < routes.size(); ++number) {
    router_.add(routes[number].method, routes[number].pattern, static_cast<int>(number));
  }
}

void Sandbox::let_in(const Route& route, Call& call) {
  if (route.need == Need::nothing) return;
  if (!call.grant) throw Refusal::token(bearer_of(call.request).empty());
  bool old = route.need == Need::old_token || route.need == Need::old_person;
  if (old && world_.faults.app_class == AppClass::dev2026) throw Refusal(403, "Forbidden");
  bool needs_person = route.need == Need::person || route.need == Need::old_person;
  if (needs_person && !call.person) throw Refusal(403, "Valid user authentication required");
  if (!route.scope.empty() && !call.grant->has(route.scope)) throw Refusal(403, "Insufficient client scope");
}

http::Response Sandbox::perform(const Route& route, Call& call) try {
  let_in(route, call);
  if (route.need != Need::nothing) {
    if (world_.faults.quota) {
      if (auto wait = world_.quota.refuse(*world_.faults.quota, world_.now()))
        return too_many_calls(*world_.faults.quota, *wait, true);
    }
    if (world_.faults.rate) {
      if (auto wait = world_.rate.refuse(*world_.faults.rate, world_.now()))
        return too_many_calls(*world_.faults.rate, *wait, false);
    }
  }
  return route.answer(call);
} catch (const Refusal& refusal) {
  return to_response(refusal);
} catch (const TokenRefusal& refusal) {
  return to_response(refusal);
}

Task<http::Response> Sandbox::answer(http::Request& request) {
  auto match = router_.match(request);
  if (match.route < 0) co_return no_route(match, request);
  const Route& route = routes[static_cast<std::size_t>(match.route)];
  ++world_.tally.calls[fmt::format("{} {}", http::to_string(request.method), route.pattern)];

  Call call{request, world_};
  if (route.need != Need::nothing) call.grant = world_.tokens.read_access(bearer_of(request), world_.now());
  if (call.grant) call.person = world_.person(call.grant->person);
  if (is_for_tests(route)) co_return perform(route, call);

  auto person = call.person ? std::string_view(call.person->id) : std::string_view();
  Rule* found = next_fault(world_.faults, http::to_string(request.method), request.path, person, request.body);
  if (!found) co_return perform(route, call);

  Rule rule = *found;  // a copy: the rules may change while we wait
  if (rule.delay.count() > 0) co_await wait_for(rule.delay);
  http::Response response;
  if (rule.cut == Cut::before) {
    response.body = RawAnswer{};
    co_return response;
  }
  if (rule.status == 0 || rule.effect) response = perform(route, call);
  if (rule.status != 0) response = faulty_answer(rule, route.pattern == "/api/token");
  if (rule.unlikes > 0 && call.person) {
    auto& likes = call.person->likes;
    likes.erase(likes.begin(), likes.begin() + static_cast<std::ptrdiff_t>(std::min(rule.unlikes, likes.size())));
  }
  co_return mistreated(rule, std::move(response));
}

http::Response Sandbox::refuse(std::exception_ptr failure, const http::Request& request) noexcept try {
  std::rethrow_exception(failure);
} catch (const http::Problem& problem) {
  return http::to_response(problem, request.id);
} catch (const std::exception& error) {
  log(Level::error, "a request failed", {{"path", request.path}, {"reason", error.what()}});
  return to_response(Refusal(500, "Server error"));
}

http::SecurityFields security_fields() {
  http::SecurityFields fields;
  // No form-action: the consent form leads to the app, wherever that is.
  fields.page =
      "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors "
      "'none'\r\n"
      "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n";
  fields.program = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nAccess-Control-Allow-Origin: *\r\n";
  fields.asset =
      "Cache-Control: public, max-age=86400\r\nX-Content-Type-Options: nosniff\r\nAccess-Control-Allow-Origin: *\r\n"
      "Cross-Origin-Resource-Policy: cross-origin\r\n";
  return fields;
}

}  // namespace mtm::sandbox
