// Where a person's access token comes from: whoever keeps the grants implements this.
#pragma once
#include <string>

#include "core/task.hpp"
#include "spotify/errors.hpp"

namespace mtm::spotify {

class TokenSource {
 public:
  virtual ~TokenSource() = default;

  /// `refuse_current`: Spotify does not take the token that this gave last, a fresh one is needed. Throws NeedsLogin
  /// when there is none to be had.
  virtual Task<std::string> access_token(bool refuse_current) = 0;
};

/// A token that was just given, as at the end of a login: there is no fresher one.
class FixedToken final : public TokenSource {
 public:
  explicit FixedToken(std::string token) : token_(std::move(token)) {}

  Task<std::string> access_token(bool refuse_current) override {
    if (refuse_current) throw NeedsLogin("Spotify does not take the access token that it just gave");
    co_return token_;
  }

 private:
  std::string token_;
};

}  // namespace mtm::spotify
