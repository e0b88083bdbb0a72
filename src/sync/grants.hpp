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
#include "store/users.hpp"

namespace mtm::sync {

/// Belongs to the background's thread.
class Grants {
 public:
  Grants(db::Pool& database, spotify::Login& login, Sealer sealer)
      : database_(database), login_(login), sealer_(std::move(sealer)) {}

  /// Keeps what a login gave.
  Task<> keep(db::Database& database, Id user, spotify::Tokens tokens);

  /// A token that lives for another minute at least. Of all tasks, threads and processes that find it expired only one
  /// asks Spotify: the grant's row is locked meanwhile. Throws NeedsLogin, and marks the grant, when Spotify ended it;
  /// TokenUnavailable when Spotify gives none at the moment.
  Task<std::string> access_token(Id user, std::string refused);

  /// Stores refreshed grants that the database could not take, again and again. Spotify may have given a new refresh
  /// token, and then the stored one is dead: until the new one is stored this process alone knows it. Runs until
  /// stop_keeping() was called and all are stored, or until it is cut off with the process.
  Task<> keep_refreshed();
  void stop_keeping();
  /// Whose grant would be lost if the process ended now.
  const std::map<std::int64_t, store::Grant>& not_stored() const { return not_stored_; }

 private:
  Task<std::string> fetch(Id user, std::string refused);
  Task<> store_refreshed(Id user);
  /// One at a time per user.
  Task<> enter(std::int64_t user);
  void leave(std::int64_t user);
  std::string associated(Id user) const;

  db::Pool& database_;
  spotify::Login& login_;
  Sealer sealer_;
  std::map<std::int64_t, std::shared_ptr<Signal>> inside_;  // users whose grant is being read, refreshed or stored
  std::map<std::int64_t, store::Grant> not_stored_;         // by user
  Signal changed_;
  bool stopping_ = false;
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

}  // namespace mtm::sync
