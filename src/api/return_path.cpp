#include "api/return_path.hpp"

#include <algorithm>

namespace mtm::api {
namespace {

// With so much in each, the cookies of several logins still fit into a header section of 32 KiB.
constexpr std::size_t kLongest = 1024;

/// Browsers read a backslash as a slash, and skip control bytes; all else must be escaped in an address anyway.
bool is_address_byte(char byte) {
  return byte > ' ' && byte < '\x7f' && byte != '\\' && byte != '"' && byte != '<' && byte != '>';
}

}  // namespace

std::optional<std::string> return_path(std::string_view wanted) {
  if (!wanted.starts_with('/') || wanted.starts_with("//")) return std::nullopt;
  if (!std::all_of(wanted.begin(), wanted.end(), is_address_byte)) return std::nullopt;
  auto path = wanted.substr(0, wanted.find_first_of("?#"));
  if (path == "/login" || path == "/callback" || path == "/logout") return std::nullopt;

  std::string escaped;
  for (char byte : wanted) {  // a cookie's value holds neither
    if (byte == ',')
      escaped += "%2C";
    else if (byte == ';')
      escaped += "%3B";
    else
      escaped += byte;
  }
  if (escaped.size() > kLongest) return std::nullopt;
  return escaped;
}

}  // namespace mtm::api
