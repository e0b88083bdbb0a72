// The word that joins a client's request, our answer and our log lines.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace mtm::http {

/// 8 to 64 of A-Z a-z 0-9 . _ -: a client's own id of this form is taken over.
bool is_request_id(std::string_view text);

/// Makes ids: random once, then counted, because an id must be unlike all others and not a secret.
class RequestIds {
 public:
  RequestIds();
  /// Good until the next call.
  std::string_view next();

 private:
  std::string text_;
  std::size_t prefix_;
  std::uint32_t count_ = 0;
};

}  // namespace mtm::http
