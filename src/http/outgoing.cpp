#include "http/outgoing.hpp"

#include <fmt/format.h>

namespace mtm::http {

Task<> Outgoing::write(std::string_view piece) {
  if (piece.empty()) co_return;  // an empty chunk would be the end
  bytes_ += piece.size();
  std::string chunk;
  if (chunked_) {
    chunk = fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
    piece = chunk;
  }
  co_await send(piece);
}

Task<> Outgoing::end() {
  if (chunked_) co_await send("0\r\n\r\n");
}

Task<> Outgoing::send(std::string_view bytes) {
  bool written = wire_.write_now(bytes, {});
  if (!written) co_await wire_.write_rest();
}

}  // namespace mtm::http
