#pragma once
#include <span>
#include <string_view>

#include "api/rate_limits.hpp"
#include "api/services.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/upload.hpp"

namespace mtm::api {

/// Reads the request, asks one question, answers.
using Handler = Task<http::Response> (*)(const http::Request& request, Services& services);

/// Who may come in. Checked before the handler runs, so that no handler can forget it.
enum class Access : unsigned char {
  anyone,
  reader,  // signed in, or any key
  writer,  // signed in, or a key that may write
  person,  // signed in with a browser: what a key must not touch
};

/// Whether an Idempotency-Key is minded: for changes that make something and whose repetition would not be known as
/// one.
constexpr bool once = true;

/// Says where a body goes that is too large for memory, before it is read and after it is known who sends it.
using Receiver = Task<std::shared_ptr<http::Upload>> (*)(const http::Request& request, Services& services);

struct Route {
  http::Method method;
  std::string_view pattern;
  Handler handler;
  Access access;
  Cost cost = Cost::usual;
  bool minds_repeats = false;
  Receiver receive = nullptr;  // such a body is no JSON: it comes as a file's bytes
};

/// All that is answered.
std::span<const Route> routes();

}  // namespace mtm::api
