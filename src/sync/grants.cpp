#include "sync/grants.hpp"

#include <fmt/format.h>

#include "core/log.hpp"
#include "db/throttled_log.hpp"
#include "db/transaction.hpp"
#include "store/polls.hpp"

namespace mtm::sync {

namespace {

constexpr auto kPause = std::chrono::milliseconds(500);  // before a refreshed grant is stored again

}  // namespace

std::string Grants::associated(Id user) const { return fmt::format("spotify grant of user {}", user.number); }

Task<> Grants::keep(db::Database& database, Id user, spotify::Tokens tokens) {
  auto now = wall_now();
  store::Grant grant;
  grant.user_id = user;
  grant.access_token = sealer_.seal(tokens.access_token, associated(user));
  if (tokens.refresh_token) grant.refresh_token = sealer_.seal(*tokens.refresh_token, associated(user));
  // Without a word about it, what was asked for was granted (RFC 6749 section 5.1).
  grant.scopes = tokens.scope.value_or(std::string(spotify::kScopes));
  grant.expires_at = now + tokens.expires_in;
  grant.authorized_at = now;
  grant.state = "ok";
  co_await store::keep_grant(database, std::move(grant));
}

Task<> Grants::enter(std::int64_t user) {
  for (auto found = inside_.find(user); found != inside_.end(); found = inside_.find(user)) {
    auto door = found->second;
    co_await door->wait();
  }
  inside_[user] = std::make_shared<Signal>();
}

void Grants::leave(std::int64_t user) {
  auto door = inside_.extract(user);
  door.mapped()->notify_all();
}

Task<std::string> Grants::access_token(Id user, std::string refused) {
  co_await enter(user.number);
  std::exception_ptr failure;
  std::string token;
  try {
    token = co_await fetch(user, std::move(refused));
  } catch (...) {
    failure = std::current_exception();
  }
  leave(user.number);
  if (failure) std::rethrow_exception(failure);
  co_return token;
}

Task<std::string> Grants::fetch(Id user, std::string refused) {
  using spotify::NeedsLogin;
  auto fresh = [&](const std::optional<store::Grant>& grant) -> std::optional<std::string> {
    if (!grant) throw spotify::NotConnected("the user has not connected Spotify");
    if (grant->state != "ok") throw NeedsLogin("the user has no grant that is alive");
    auto token = sealer_.open(grant->access_token, associated(user));
    bool lives = token && grant->expires_at > wall_now() + std::chrono::seconds(60) && *token != refused;
    return lives ? token : std::nullopt;
  };
  if (not_stored_.contains(user.number)) co_await store_refreshed(user);
  auto known = co_await store::grant(database_, user);
  if (auto token = fresh(known)) co_return *token;

  auto transaction = co_await db::Transaction::begin(database_);
  auto grant = co_await store::lock_grant(transaction, user);
  if (auto token = fresh(grant)) {  // somebody else was faster
    co_await transaction.roll_back();
    co_return *token;
  }
  std::optional<std::string> refresh_token;
  if (grant->refresh_token) refresh_token = sealer_.open(*grant->refresh_token, associated(user));
  std::optional<spotify::Tokens> tokens;
  if (refresh_token) {
    try {
      tokens = co_await login_.refresh(*refresh_token);
    } catch (const NeedsLogin&) {
    } catch (const spotify::Unavailable& unavailable) {
      throw spotify::TokenUnavailable(unavailable.what());
    }
  }
  if (!tokens) {
    co_await store::end_grant(transaction, user);
    co_await store::stop_polling(transaction, user);
    co_await transaction.commit();
    log(Level::info, "grant ended: user has to log in again", {{"user", user.number}});
    throw NeedsLogin("Spotify ended the grant");
  }
  grant->access_token = sealer_.seal(tokens->access_token, associated(user));
  // Without a new refresh token the old one stays; with one the old one is dead from now on.
  if (tokens->refresh_token)
    grant->refresh_token = sealer_.seal(*tokens->refresh_token, associated(user));
  else
    grant->refresh_token = sealer_.seal(*refresh_token, associated(user));
  if (tokens->scope) grant->scopes = *tokens->scope;
  grant->expires_at = wall_now() + tokens->expires_in;
  // From here on it must not be lost, whatever becomes of the transaction.
  not_stored_[user.number] = *grant;
  changed_.notify_all();
  co_await store::keep_refreshed_grant(transaction, *grant);
  co_await transaction.commit();
  not_stored_.erase(user.number);
  changed_.notify_all();
  co_return tokens->access_token;
}

Task<> Grants::store_refreshed(Id user) {
  auto grant = not_stored_.at(user.number);
  bool stored = co_await store::keep_refreshed_grant(database_, grant);
  not_stored_.erase(user.number);
  log(Level::info, stored ? "refreshed grant stored" : "refreshed grant dropped: the grant is another one now",
      {{"user", user.number}});
}

Task<> Grants::keep_refreshed() {
  db::ThrottledLog failures("storing refreshed grants");
  while (!stopping_ || !not_stored_.empty()) {
    if (not_stored_.empty()) {
      co_await changed_.wait();
      continue;
    }
    // Mostly the task that refreshed it is about to store it.
    co_await wait_for(kPause);
    auto waiting = not_stored_;
    for (const auto& [user, grant] : waiting) {
      if (inside_.contains(user) || !not_stored_.contains(user)) continue;
      co_await enter(user);
      Id whose{user};
      try {
        co_await store_refreshed(whose);
      } catch (const std::exception& failure) {
        failures.note(failure);
      }
      leave(user);
    }
  }
}

void Grants::stop_keeping() {
  stopping_ = true;
  changed_.notify_all();
}

Task<std::string> UserTokens::access_token(bool refuse_current) {
  std::string refused;
  if (refuse_current) refused = given_;
  given_ = co_await grants_.access_token(user_, std::move(refused));
  co_return given_;
}

}  // namespace mtm::sync
