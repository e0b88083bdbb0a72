// A client's fault, or ours, as a sentence: application/problem+json (RFC 9457).
#pragma once
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>

#include "http/request.hpp"
#include "http/response.hpp"

namespace mtm::http {

/// Thrown by handlers. `sentence` is shown to the client as `detail`, so it never holds internals.
struct Problem : std::runtime_error {
  Problem(Status status, const std::string& sentence) : std::runtime_error(sentence), status(status) {}
  Problem(Status status, const std::string& sentence, std::chrono::seconds retry_after)
      : std::runtime_error(sentence), status(status), retry_after(retry_after) {}
  Status status;
  std::optional<std::chrono::seconds> retry_after;
  std::vector<std::pair<std::string_view, std::string>> fields;  // such as Allow
};

/// {"type":"about:blank","title":"Not Found","status":404,"detail":"…","request_id":"…"} with Retry-After when given.
Response to_response(const Problem& problem, std::string_view request_id);

}  // namespace mtm::http
