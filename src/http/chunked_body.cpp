#include "http/chunked_body.hpp"

#include <fmt/format.h>

namespace mtm::http {

Task<> ChunkedBody::write(std::string_view piece) {
  if (piece.empty()) co_return;  // an empty chunk would be the end
  bytes_ += piece.size();
  std::string framed;
  if (chunked_) framed = fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
  bool written = wire_.write_now(chunked_ ? std::string_view(framed) : piece, {});
  if (!written) co_await wire_.write_rest();
}

Task<> ChunkedBody::end() {
  if (!chunked_) co_return;
  bool written = wire_.write_now("0\r\n\r\n", {});
  if (!written) co_await wire_.write_rest();
}

}  // namespace mtm::http
