#include "core/credential.hpp"

#include <charconv>

namespace mtm {

namespace {

constexpr std::string_view kKeyPrefix = "mtm_";

std::string naming(Id user) { return std::to_string(user.number) + "." + random_token(); }

std::optional<Id> user_named(std::string_view text) {
  auto dot = text.find('.');
  if (dot == text.npos) return std::nullopt;
  Id user;
  const char* end = text.data() + dot;
  auto [read, fault] = std::from_chars(text.data(), end, user.number);
  if (fault != std::errc() || read != end) return Id{};
  return user;
}

}  // namespace

std::string new_session_token(Id user) { return naming(user); }

std::string new_api_key(Id user) { return std::string(kKeyPrefix) + naming(user); }

Credential session_shown(std::string_view token) { return {user_named(token), sha256(token)}; }

Credential api_key_shown(std::string_view key) {
  auto digest = sha256(key);
  if (key.starts_with(kKeyPrefix)) key.remove_prefix(kKeyPrefix.size());
  return {user_named(key), digest};
}

}  // namespace mtm
