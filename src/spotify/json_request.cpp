#include "spotify/json_request.hpp"

#include <fmt/format.h>

namespace mtm::spotify {

std::string json_text(std::string_view text) {
  std::string json = "\"";
  for (char letter : text) {
    auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') json += '\\';
    if (byte < 0x20)
      json += fmt::format("\\u{:04x}", byte);
    else
      json += letter;
  }
  json += '"';
  return json;
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const auto& text : texts) {
    if (json.size() > 1) json += ',';
    json += json_text(text);
  }
  json += ']';
  return json;
}

}  // namespace mtm::spotify
