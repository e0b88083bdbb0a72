// HTTP/1.1 answers as a client meets them (RFC 9112), read with nothing of the server's own code.
#pragma once
#include <optional>
#include <stdexcept>
#include <string>

namespace mtm::loadtest {

struct HttpError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Answer {
  int status = 0;
  bool last = false;  // the server ends the connection after it
  std::string body;
};

/// Takes a whole answer off the front of what has arrived; nothing while a part is missing. Interim answers (1xx) are
/// passed over. Throws HttpError when this is no HTTP, or a body has no length.
std::optional<Answer> take_answer(std::string& arrived);

}  // namespace mtm::loadtest
