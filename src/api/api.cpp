#include "api/api.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/idempotency.hpp"
#include "core/log.hpp"
#include "db/errors.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "http/syntax.hpp"

namespace mtm::api {

using http::Method;
using http::Problem;
using http::Status;

namespace {

bool reads(Method method) { return method == Method::get || method == Method::head; }
bool changes_state(Method method) { return !reads(method) && method != Method::options; }

constexpr std::string_view kJson = "application/json";
/// Of a file's bytes. None of the types here is one that a foreign page may send without asking us first.
constexpr std::string_view kFile[] = {"application/octet-stream",     "application/zip",
                                      "application/x-zip-compressed", "application/vnd.sqlite3",
                                      "application/x-sqlite3",        "text/csv"};

/// With the field that says what would be understood (RFC 9110 section 15.5.16).
Problem unsupported(const char* sentence, std::string_view field, std::string understood) {
  Problem problem(Status::unsupported_media_type, sentence);
  problem.fields.emplace_back(field, std::move(understood));
  return problem;
}

void check_json_type(const http::Request& request) {
  auto type = request.field("Content-Type");
  if (type && http::is_media_type(*type, kJson)) return;
  auto problem = unsupported("Send the body as application/json.", "Accept", std::string(kJson));
  if (request.method == Method::patch) problem.fields.emplace_back("Accept-Patch", kJson);  // RFC 5789 section 2.2
  throw problem;
}

void check_file_type(const http::Request& request) {
  auto type = request.field("Content-Type");
  auto is_sent = [&](std::string_view known) { return type && http::is_media_type(*type, known); };
  if (std::any_of(std::begin(kFile), std::end(kFile), is_sent)) return;
  throw unsupported("Send the file as application/octet-stream.", "Accept", fmt::format("{}", fmt::join(kFile, ", ")));
}

/// Bytes that are not meant as they stand must not be read as they stand: no coding is decoded here.
void check_content_encoding(const http::Request& request) {
  for (auto coding : request.list("Content-Encoding")) {
    if (!http::same_word(coding, "identity"))
      throw unsupported("Send the body without a Content-Encoding.", "Accept-Encoding", "identity");
  }
}

/// Browsers name HTML when a person follows a link; programs and scripts don't.
bool is_for_a_person(const http::Request& request) {
  auto types = reads(request.method) ? request.list("Accept") : std::vector<std::string_view>();
  return std::any_of(types.begin(), types.end(), [](auto type) { return http::is_media_type(type, "text/html"); });
}

http::Response not_found_page(const http::Files& files) {
  auto page = files.page(http::Request{}, "/pages/not-found.html");  // plain, never "304 Not Modified"
  page.status = Status::not_found;
  page.fields.clear();
  return std::move(page).with("Cache-Control", "no-store");
}

}  // namespace

Api::Api(Services& services) : services_(services), traffic_(routes().size()) {
  int number = 0;
  for (const auto& route : routes()) router_.add(route.method, route.pattern, number++);
}

Task<http::Response> Api::answer(http::Request& request) {
  auto match = router_.match(request);
  request.route = match.route;
  if (match.route < 0) {
    services_.rate_limits.check_address(request, Cost::usual);
    if (!match.path_known && services_.files.has(request.path)) {
      if (auto file = services_.files.answer(request)) co_return std::move(*file);
      match.path_known = true;
      match.allow = "GET, HEAD";
    }
    if (!match.path_known) {
      if (is_for_a_person(request)) co_return not_found_page(services_.files);
      throw Problem(Status::not_found, "There is nothing at this address.");
    }
    Problem problem(Status::method_not_allowed, fmt::format("This address answers {}.", match.allow));
    problem.fields.emplace_back("Allow", match.allow);
    throw problem;
  }
  const auto& route = routes()[static_cast<std::size_t>(match.route)];
  co_await admit(route, request);
  auto allowance = services_.rate_limits.check_caller(request, route.cost);
  if (changes_state(request.method) && !route.receive) http::JsonBody::check(request);
  http::Response response;
  if (route.minds_repeats && request.field("Idempotency-Key"))
    response = co_await answered_once(route.handler, request, services_);
  else
    response = co_await route.handler(request, services_);
  RateLimits::say(response, allowance);
  co_return response;
}

Task<std::shared_ptr<http::Upload>> Api::upload_for(http::Request& request) {
  auto match = router_.match(request);
  request.route = match.route;
  if (match.route < 0) co_return nullptr;
  const auto& route = routes()[static_cast<std::size_t>(match.route)];
  if (!route.receive) co_return nullptr;
  co_await admit(route, request);
  auto upload = co_await route.receive(request, services_);
  co_return upload;
}

Task<> Api::admit(const Route& route, http::Request& request) {
  services_.rate_limits.check_address(request, route.cost);
  if (changes_state(request.method)) {
    check_body(route, request);
    check_origin(request);
  }
  if (route.access == Access::anyone) co_return;
  request.caller = co_await services_.credentials.caller(request);
  check_access(route.access, request.caller);
}

/// What can be said of a body before it is read.
void Api::check_body(const Route& route, const http::Request& request) {
  if (!route.receive && request.body.empty()) return;
  check_content_encoding(request);
  if (route.receive)
    check_file_type(request);
  else
    check_json_type(request);
}

/// A change comes from our own pages or from a program that proves itself by a key; a foreign page can do neither: it
/// can't send JSON without asking us first (we never say yes), and browsers tell where a request comes from.
void Api::check_origin(const http::Request& request) const {
  auto site = request.field("Sec-Fetch-Site");
  if (site && *site != "same-origin" && *site != "none")
    throw Problem(Status::forbidden, "Changes are accepted from this site's own pages only.");
  auto origin = request.field("Origin");
  if (!origin) {
    // Every browser sends one of the two with a change; a request that carries a cookie and neither is no browser of
    // ours.
    if (!site && !request.field("Authorization") && request.field("Cookie") && !request.field("Content-Type"))
      throw Problem(Status::forbidden, "Changes are accepted from this site's own pages only.");
    return;
  }
  auto host = request.field("Host").value_or("");
  bool ours = http::same_word(*origin, services_.site.origin) ||
              (!services_.site.production && http::same_word(*origin, fmt::format("http://{}", host)));
  if (!ours) throw Problem(Status::forbidden, "Changes are accepted from this site's own pages only.");
}

void Api::check_access(Access access, const http::Caller& caller) {
  if (caller.user_id == 0) {
    Problem problem(Status::unauthorized, "Log in first, or send an API key.");
    problem.fields.emplace_back("WWW-Authenticate", "Bearer");
    throw problem;
  }
  if (access == Access::writer && !caller.may_write) throw Problem(Status::forbidden, "This key may only read.");
  if (access == Access::person && caller.session.empty())
    throw Problem(Status::forbidden, "Only a signed-in browser may do this, not a key.");
}

http::Response Api::refuse(std::exception_ptr failure, const http::Request& request) noexcept {
  auto said = [&](Level level, std::string_view sentence, std::string_view reason) {
    log(level, sentence, {{"path", http::loggable_path(request.path)}, {"reason", reason}, {"id", request.id}});
  };
  try {
    std::rethrow_exception(failure);
  } catch (const Problem& problem) {
    return to_response(problem, request.id);
  } catch (const db::HeldUp&) {
    return to_response(Problem(Status::service_unavailable, "Somebody else is changing this at the moment. Try again.",
                               std::chrono::seconds(1)),
                       request.id);
  } catch (const db::ReadOnly&) {
    // The pool has said it once.
    return to_response(Problem(Status::service_unavailable,
                               "The database takes no changes for the moment; what is there can be read. Try again.",
                               std::chrono::seconds(1)),
                       request.id);
  } catch (const db::Unavailable& unavailable) {
    said(Level::warning, "the database could not answer", unavailable.what());
    return to_response(Problem(Status::service_unavailable, "The database is unavailable at the moment. Try again.",
                               unavailable.retry_after),
                       request.id);
  } catch (const db::Error& error) {
    if (error.transient())
      return to_response(
          Problem(Status::service_unavailable, "Too many changes at once. Try again.", std::chrono::seconds(1)),
          request.id);
    said(Level::error, "the database refused a statement",
         fmt::format("{} {} {}", error.sqlstate, error.constraint, error.what()));
  } catch (const std::exception& error) {
    said(Level::error, "a request failed", error.what());
  } catch (...) {
    said(Level::error, "a request failed", "unknown");
  }
  return to_response(Problem(Status::internal_error, "Something went wrong on our side. It was logged."), request.id);
}

}  // namespace mtm::api
