// What we answer. Handlers build it with json(), problem, redirect() or a file; http/session writes it.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/task.hpp"

namespace mtm::http {

class Body;
class Events;
class Outgoing;

enum class Status : unsigned short {
  ok = 200,
  created = 201,
  accepted = 202,
  no_content = 204,
  see_other = 303,
  not_modified = 304,
  bad_request = 400,
  unauthorized = 401,
  forbidden = 403,
  not_found = 404,
  method_not_allowed = 405,
  request_timeout = 408,
  conflict = 409,
  precondition_failed = 412,
  payload_too_large = 413,
  uri_too_long = 414,
  unsupported_media_type = 415,
  expectation_failed = 417,
  unprocessable = 422,
  too_many_requests = 429,
  header_fields_too_large = 431,
  internal_error = 500,
  not_implemented = 501,
  bad_gateway = 502,
  service_unavailable = 503,
  gateway_timeout = 504,
  version_not_supported = 505,
};

/// "Not Found" (RFC 9110 section 15).
std::string_view reason(Status status);

/// Which set of security fields goes with an answer.
enum class Audience : unsigned char {
  page,     // HTML: content security policy and friends
  program,  // JSON: no-store, nosniff
  asset,    // script, style, picture of ours: cacheable
};

/// Writes server-sent events for as long as it runs.
using Streaming = std::function<Task<>(Events&)>;

/// Writes a body piece by piece for as long as it runs.
using Download = std::function<Task<>(Body&)>;

/// Writes the whole answer; the connection ends with it.
using Writing = std::function<Task<>(Outgoing&)>;

struct Response {
  Status status = Status::ok;
  Audience audience = Audience::program;
  std::string_view content_type = "application/json";  // must outlive the answer: a literal
  std::vector<std::pair<std::string_view, std::string>> fields;
  /// Bytes of our own, bytes that outlive every request (embedded files), or what is made while it is written.
  std::variant<std::string, std::string_view, Writing> body;

  Response& with(std::string_view name, std::string value) &;
  Response&& with(std::string_view name, std::string value) &&;
};

/// A JSON text that is ready.
Response json_text(std::string text, Status status = Status::ok);
/// Leads one person on at this moment; nobody may keep it for another.
Response redirect(std::string location);
Response no_content();
/// text/event-stream: `streaming` runs after the head was written; the connection ends with it.
Response event_stream(Streaming streaming);
/// A file for the reader's disk, named so, with which the connection ends; `content_type` must be a literal, and the
/// name plain ASCII.
Response download(std::string_view content_type, std::string_view file_name, Download writing);

}  // namespace mtm::http
