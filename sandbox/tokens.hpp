// Authorization codes, access tokens and refresh tokens.
//
// A token says itself whom and what it is for, under a keyed digest, so that a restart of the sandbox logs nobody out;
// to clients it is as opaque as Spotify's.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/clock.hpp"

namespace mtm::sandbox {

/// A set of scopes: one bit for each that Spotify knows.
using Scopes = std::uint32_t;

/// Nothing when one of the words is no scope.
std::optional<Scopes> scopes_from(std::string_view words);
std::string to_string(Scopes scopes);

/// What a person allowed an app.
struct Grant {
  std::string person;  // empty: the app itself, without a person
  Scopes scopes = 0;
  WallTime authorized_at;
  bool public_client = false;  // it proved itself by PKCE alone

  bool has(std::string_view scope) const;
};

struct Code {
  Grant grant;
  std::string redirect_uri, challenge;
  WallTime expires_at;
};

class Tokens {
 public:
  static constexpr std::chrono::seconds kAccessLife{3600};
  static constexpr std::chrono::minutes kCodeLife{10};

  explicit Tokens(std::string_view secret);

  std::string new_code(Code code);
  /// A code works once. Nothing when it is unknown, used or expired.
  std::optional<Code> take_code(const std::string& code, WallTime now);

  std::string new_access(const Grant& grant, WallTime now);
  std::string new_refresh(const Grant& grant, WallTime now);
  std::optional<Grant> read_access(std::string_view token, WallTime now) const;

  enum class State { good, unknown, expired, revoked };
  struct Refresh {
    State state = State::unknown;
    Grant grant;
  };
  Refresh read_refresh(std::string_view token, WallTime now) const;
  /// For rotation: the old one dies.
  void revoke(std::string_view refresh_token);

  /// End everything that was issued so far.
  void expire_access_tokens() { access_dead_until_ = last_stamp_; }
  void revoke_refresh_tokens() { refresh_dead_until_ = last_stamp_; }

 private:
  struct Read {
    Grant grant;
    std::int64_t stamp;
  };
  std::string write(char kind, const Grant& grant, WallTime now);
  std::optional<Read> read(char kind, std::string_view token) const;
  std::string digest(std::string_view text) const;

  std::string secret_;
  std::unordered_map<std::string, Code> codes_;
  std::unordered_set<std::string> revoked_;
  std::int64_t last_stamp_ = 0;  // milliseconds; every token has its own
  std::int64_t access_dead_until_ = 0, refresh_dead_until_ = 0;
};

}  // namespace mtm::sandbox
