#include "api/idempotency.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/log.hpp"
#include "http/problem.hpp"
#include "store/idempotency.hpp"

namespace mtm::api {

using http::Problem;
using http::Request;
using http::Response;
using http::Status;

namespace {

// As long as a client may go on repeating: it notices a lost answer within minutes, a queue within a day.
constexpr auto kKept = std::chrono::hours(24);
// Longer than any of our changes takes; after it, whoever was answering is gone.
constexpr auto kClaim = std::chrono::seconds(30);
constexpr std::string_view kProblem = "application/problem+json";

std::string key_of(const Request& request) {
  auto key = request.field("Idempotency-Key").value_or("");
  bool fits = !key.empty() && key.size() <= 255 &&
              std::all_of(key.begin(), key.end(), [](char byte) { return byte > ' ' && byte < '\x7f'; });
  if (!fits) throw Problem(Status::bad_request, "Idempotency-Key must be 1 to 255 visible characters.");
  return std::string(key);
}

Digest digest_of(const Request& request) {
  return sha256(fmt::format("{} {}?{}\n{}", to_string(request.method), request.path, request.query, request.body));
}

/// What a sealed answer belongs to: moved to another row it does not open.
std::string owner(Id user, const std::string& key) { return fmt::format("answer {} {}", user.number, key); }

Response replayed(const Services& services, Id user, const std::string& key, const store::EarlierAnswer& earlier) {
  auto text = services.sealer.open(earlier.answer->bytes, owner(user, key));
  if (!text) throw Problem(Status::conflict, "This was done before, but its answer can't be read any more.");
  auto response = http::json_text(std::move(*text), static_cast<Status>(*earlier.status));
  if (*earlier.status >= 400) response.content_type = kProblem;
  return std::move(response).with("Idempotency-Replayed", "true");
}

}  // namespace

Task<Response> answered_once(Handler handler, const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto key = key_of(request);
  auto digest = digest_of(request);
  auto now = wall_now();
  bool ours = co_await store::claim_repeat(services.database, user, key, digest, now + kClaim, now + kKept);
  if (!ours) {
    auto earlier = co_await store::earlier_answer(services.database, user, key, digest);
    if (earlier && !earlier->same_request)
      throw Problem(Status::unprocessable, "This Idempotency-Key was used for another request.");
    if (!earlier || !earlier->status)
      throw Problem(Status::conflict, "The same request is being answered right now.", std::chrono::seconds(1));
    co_return replayed(services, user, key, *earlier);
  }

  Response response;
  std::exception_ptr failure;
  bool to_be_kept = true;
  try {
    response = co_await handler(request, services);
  } catch (const Problem& problem) {
    failure = std::current_exception();
    response = to_response(problem, request.id);
    // What the client can mend or must wait for is no answer yet.
    to_be_kept = problem.status == Status::unprocessable || problem.status == Status::not_found;
  } catch (...) {
    failure = std::current_exception();
    to_be_kept = false;
  }
  auto* text = std::get_if<std::string>(&response.body);
  // The change has been made: when noting its answer fails, the client must hear of it all the same.
  try {
    if (to_be_kept && text) {
      db::Bytes sealed{services.sealer.seal(*text, owner(user, key))};
      co_await store::keep_answer(services.database, user, key, digest, static_cast<int>(response.status),
                                  std::move(sealed));
    } else {
      co_await store::release_repeat(services.database, user, key, digest);
    }
  } catch (const std::exception& error) {
    log(Level::warning, "could not store response for its Idempotency-Key",
        {{"reason", std::string_view(error.what())}, {"id", request.id}});
  }
  if (failure) std::rethrow_exception(failure);
  co_return response;
}

}  // namespace mtm::api
