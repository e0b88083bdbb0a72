// The way out for an answer that writes itself: its head, then a body whose length nobody knows before its end. Each
// piece leaves at once.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "http/body.hpp"
#include "http/wire.hpp"

namespace mtm::http {

class Outgoing final : public Body {
 public:
  /// HTTP/1.0 knows no chunks: there the end of the connection ends the body.
  Outgoing(Wire& wire, std::string head, bool chunked) : wire_(wire), head_(std::move(head)), chunked_(chunked) {}

  Task<> begin() { return send(head_); }
  Task<> write(std::string_view piece) override;
  /// Says that the body is complete. Without it the client knows that it is not.
  Task<> end();

  /// Bytes as they are, which must live until they are sent. Throws system_error when the client is gone.
  Task<> send(std::string_view bytes);

  /// Of the body.
  std::size_t bytes() const { return bytes_; }

 private:
  Wire& wire_;
  std::string head_;
  bool chunked_;
  std::size_t bytes_ = 0;
};

}  // namespace mtm::http
