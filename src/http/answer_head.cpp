#include "http/answer_head.hpp"

#include <fmt/format.h>

namespace mtm::http {
namespace {

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

/// A handler's value may hold what a client sent: no byte of it may end the line.
void append_safe_line(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (char byte : value) out += static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f ? ' ' : byte;
  out += "\r\n";
}

void append_length(std::string& out, std::size_t length) {
  fmt::format_int digits(length);
  append_line(out, "Content-Length", {digits.data(), digits.size()});
}

}  // namespace

bool has_no_body(Status status) { return status == Status::no_content || status == Status::not_modified; }

void append_head(std::string& out, const Response& response, const Circumstances& circumstances) {
  auto status = static_cast<unsigned>(response.status);
  out += "HTTP/1.1 ";
  out += static_cast<char>('0' + status / 100);
  out += static_cast<char>('0' + status / 10 % 10);
  out += static_cast<char>('0' + status % 10);
  out += ' ';
  out += reason(response.status);
  out += "\r\n";
  append_line(out, "Date", circumstances.date);
  if (!has_no_body(response.status)) {
    if (!response.content_type.empty()) append_line(out, "Content-Type", response.content_type);
    if (auto* text = std::get_if<std::string>(&response.body))
      append_length(out, text->size());
    else if (auto* bytes = std::get_if<std::string_view>(&response.body))
      append_length(out, bytes->size());
    else if (circumstances.http11)
      append_line(out, "Transfer-Encoding", "chunked");
  }
  if (!circumstances.keep_alive)
    append_line(out, "Connection", "close");
  else if (!circumstances.http11)
    append_line(out, "Connection", "keep-alive");
  append_line(out, "X-Request-Id", circumstances.request_id);
  for (const auto& [name, value] : response.fields) append_safe_line(out, name, value);
  out += circumstances.security;
  out += "\r\n";
}

}  // namespace mtm::http
