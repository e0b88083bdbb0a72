#include "spotify/error_body.hpp"

namespace mtm::spotify {

namespace {

constexpr std::size_t kLongestMessage = 200;  // of an error's text: enough for every sentence Spotify is known to send

/// One line, of printable characters, not too long: it will stand in logs.
std::string sentence(std::string text) {
  bool utf8 = simdjson::validate_utf8(text);
  for (auto& letter : text) {
    auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x20 || byte == 0x7f) letter = ' ';
    if (byte >= 0x80 && !utf8) letter = '?';
  }
  if (text.size() > kLongestMessage) {
    auto end = kLongestMessage;
    while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text.resize(end);
  }
  return text;
}

}  // namespace

std::optional<ErrorBody> plain_error(const std::string& body) {
  auto start = body.find_first_not_of(" \t\r\n");
  if (start == body.npos) return ErrorBody{};
  if (body[start] == '<') return ErrorBody{"an HTML page instead of JSON", ""};
  if (body[start] != '{') return ErrorBody{sentence(body), ""};
  return std::nullopt;
}

ErrorBody read_error(JsonObject root) {
  if (auto regular = child_if_any(root, "error")) {
    auto message = text_if_any(*regular, "message").value_or("");
    auto reason = text_if_any(*regular, "reason").value_or("");
    return {sentence(std::move(message)), sentence(std::move(reason))};
  }
  auto reason = text_if_any(root, "error").value_or("");
  auto message = text_if_any(root, "error_description").value_or("");
  return {sentence(std::move(message)), sentence(std::move(reason))};
}

}  // namespace mtm::spotify
