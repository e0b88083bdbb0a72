// Puts the status line and the fields of an answer into text, by hand: nothing of it is worth a general machine.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "http/response.hpp"

namespace mtm::http {

/// What goes with an answer beside the answer itself.
struct Circumstances {
  std::string_view date;
  std::string_view request_id;
  std::string_view security;  // ready lines
  bool http11 = true;
  bool keep_alive = true;
};

/// No body at all, not even an empty one: 204 and 304 (RFC 9110 section 6.4.1).
bool has_no_body(Status status);

void append_head(std::string& out, const Response& response, const Circumstances& circumstances);

}  // namespace mtm::http
