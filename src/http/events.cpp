#include "http/events.hpp"

#include <fmt/format.h>

namespace mtm::http {

Task<> Events::send(std::string_view name, std::string_view data) {
  std::string text = fmt::format("event: {}\n", name);
  do {  // a line feed inside would end the data early
    auto end = data.find('\n');
    text += fmt::format("data: {}\n", data.substr(0, end));
    data = end == data.npos ? std::string_view() : data.substr(end + 1);
  } while (!data.empty());
  text += '\n';
  return write(std::move(text));
}

Task<> Events::keep_alive() { return write(":\n\n"); }

Task<> Events::write(std::string text) { co_await body_.write(text); }

}  // namespace mtm::http
