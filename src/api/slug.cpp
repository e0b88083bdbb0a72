#include "api/slug.hpp"

#include <algorithm>

#include "core/crypto.hpp"

namespace mtm::api {

namespace {

constexpr std::size_t kSlugBytes = 16, kSlugLength = 22;

bool is_base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

std::string new_slug() { return random_token(kSlugBytes); }

bool is_slug(std::string_view text) {
  return text.size() == kSlugLength && std::all_of(text.begin(), text.end(), is_base64url);
}

}  // namespace mtm::api
