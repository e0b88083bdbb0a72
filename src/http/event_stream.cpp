#include "http/event_stream.hpp"

#include <fmt/format.h>

namespace mtm::http {

Task<> EventStream::run(const Streaming& streaming) {
  auto task = streaming(*this);
  co_await std::move(task);
  if (!chunked_) co_return;
  bool written = wire_.write_now("0\r\n\r\n", {});
  if (!written) co_await wire_.write_rest();
}

Task<> EventStream::send(std::string_view name, std::string_view data) {
  std::string text = fmt::format("event: {}\n", name);
  do {  // a line feed inside would end the data early
    auto end = data.find('\n');
    text += fmt::format("data: {}\n", data.substr(0, end));
    data = end == data.npos ? std::string_view() : data.substr(end + 1);
  } while (!data.empty());
  text += '\n';
  return write(std::move(text));
}

Task<> EventStream::keep_alive() { return write(":\n\n"); }

Task<> EventStream::write(std::string text) {
  bytes_ += text.size();
  if (chunked_) text = fmt::format("{:x}\r\n{}\r\n", text.size(), text);
  bool written = wire_.write_now(text, {});
  if (!written) co_await wire_.write_rest();
}

}  // namespace mtm::http
