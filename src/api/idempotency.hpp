// A change that carries an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) is made once: whoever repeats
// it, because the answer was lost on the way, gets the first answer again.
#pragma once
#include "api/routes.hpp"

namespace mtm::api {

/// Runs the handler, or gives back its earlier answer, with `Idempotency-Replayed: true`. Throws Problem: 400 for a key
/// that is none, 409 while the first request is being answered, 422 when the key was used for another request. What the
/// server could not do (5xx) is not kept: the same key tries again.
Task<http::Response> answered_once(Handler handler, const http::Request& request, Services& services);

}  // namespace mtm::api
