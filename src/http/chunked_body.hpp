// A body whose length nobody knows before its end: each piece is a chunk and leaves at once.
#pragma once
#include <cstddef>
#include <string_view>

#include "http/body.hpp"
#include "http/wire.hpp"

namespace mtm::http {

class ChunkedBody final : public Body {
 public:
  /// HTTP/1.0 knows no chunks: there the end of the connection ends the body.
  ChunkedBody(Wire& wire, bool chunked) : wire_(wire), chunked_(chunked) {}

  Task<> write(std::string_view piece) override;
  /// Says that the body is complete. Without it the client knows that it is not.
  Task<> end();

  std::size_t bytes() const { return bytes_; }

 private:
  Wire& wire_;
  bool chunked_;
  std::size_t bytes_ = 0;
};

}  // namespace mtm::http
