// What Spotify granted us for each user: sealed in the database, opened only to ask Spotify, refreshed one at a time.
#pragma once
#include <map>
#include <memory>

#include "core/crypto.hpp"
#include "core/id.hpp"
#include "core/races.hpp"
#include "db/pool.hpp"
#include "spotify/login.hpp"
#include "spotify/token_source.hpp"

namespace mtm::capture {

/// Belongs to the background's thread.
class Grants {
 public:
  Grants(db::Pool& database, spotify::Login& login, Sealer sealer)
      : database_(database), login_(login), sealer_(std::move(sealer)) {}

  /// Keeps what a login gave.
  Task<> keep(db::Database& database, Id user, spotify::Tokens tokens);

  /// A token that lives for another minute at least. Of all tasks, threads and processes that find it expired only one
  /// asks Spotify: the grant's row is locked meanwhile. Throws NeedsLogin, and marks the grant, when Spotify ended it.
  Task<std::string> access_token(Id user, std::string refused);

 private:
  Task<std::string> fetch(Id user, std::string refused);
  std::string associated(Id user) const;

  db::Pool& database_;
  spotify::Login& login_;
  Sealer sealer_;
  std::map<std::int64_t, std::shared_ptr<Signal>> refreshing_;  // users whose token is being fetched
};

/// One user's tokens, for spotify::Client.
class UserTokens final : public spotify::TokenSource {
 public:
  UserTokens(Grants& grants, Id user) : grants_(grants), user_(user) {}
  Task<std::string> access_token(bool refuse_current) override;

 private:
  Grants& grants_;
  Id user_;
  std::string given_;
};

}  // namespace mtm::capture
