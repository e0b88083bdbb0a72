// What a client asked, after http/session has refused everything that is not a well-formed request.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/crypto.hpp"

namespace mtm::http {

enum class Method : unsigned char { get, head, post, put, patch, del, options };

std::string_view to_string(Method method);

/// Who asks. http only carries it; api finds out from a cookie or a key before the handler runs.
struct Caller {
  std::int64_t user_id = 0;      // 0: nobody is signed in
  bool may_write = false;        // a read-only key may not
  std::uint64_t credential = 0;  // tells one key or session from another, and nothing else
  std::string session;           // the session's digest in hex, empty for a key
  Digest digest{};               // of the key or session
};

/// A path as logs may have it: the slug of a share opens it, so only its first characters are kept.
std::string_view loggable_path(std::string_view path);

class Upload;

/// One request. Views point into the connection's buffer and live until the answer is written.
class Request {
 public:
  Method method = Method::get;
  std::string_view path;   // percent-encoded as sent, without the query
  std::string_view query;  // as sent, without the question mark
  std::string_view body;
  std::string_view id;      // the client's X-Request-Id when it is well formed, else ours
  std::string_view client;  // numeric address of the peer
  Caller caller;
  std::shared_ptr<Upload> upload;  // where the body went, if it was too large to stand in `body`
  int route = -1;                  // the number of what answers it, as the router gave it; -1: nothing does

  /// The first field of that name (case is ignored), or nothing. Fields that may stand only once were checked before.
  std::optional<std::string_view> field(std::string_view name) const;

  /// The elements of a comma-separated list, which may be spread over several fields of that name (RFC 9110 section
  /// 5.3); empty elements are left out.
  std::vector<std::string_view> list(std::string_view name) const;

  /// `{id}` of the route's pattern, percent-decoded.
  std::string path_text(std::string_view name) const;
  /// A positive whole number in the path; throws Problem(404), because an address that names nothing is not found.
  std::int64_t path_number(std::string_view name) const;

  /// A query parameter, percent-decoded with + as space; nothing when absent. One given twice throws Problem(400).
  std::optional<std::string> text(std::string_view name) const;
  /// A whole number between `least` and `most`; `otherwise` when absent; throws Problem(422) that names the parameter.
  std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
  /// The same, and throws Problem(422) when absent.
  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most) const;

  /// The token of "Authorization: Bearer TOKEN", or nothing. The scheme may be written in any case, with any number of
  /// spaces behind it (RFC 9110 section 11.4).
  std::optional<std::string_view> bearer_token() const;

  /// The value of a cookie, or nothing.
  std::optional<std::string_view> cookie(std::string_view name) const;
  /// The names of the cookies that begin so, in the order in which the browser sends them: the oldest first.
  std::vector<std::string_view> cookie_names(std::string_view prefix) const;

  // Filled by http/session and http/router.
  std::vector<std::pair<std::string_view, std::string_view>> fields;
  std::vector<std::pair<std::string_view, std::string_view>> path_parts;
};

}  // namespace mtm::http
