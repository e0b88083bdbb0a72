// Finds out who asks, from a cookie or a key, and remembers it for a minute.
//
// Remembering would let an ended session or a revoked key live on, so it is done only while we hear what ends: ending a
// credential says so by NOTIFY in the same commit, on every replica. While a thread's listening connection is away,
// nothing is remembered and every request asks the database.
#pragma once
#include <cstring>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/clock.hpp"
#include "core/credential.hpp"
#include "core/task.hpp"
#include "db/database.hpp"
#include "http/request.hpp"

namespace mtm::api {

class Credentials {
 public:
  /// `session_cookie` is the cookie's name.
  Credentials(db::Database& database, std::string session_cookie)
      : database_(database), session_cookie_(std::move(session_cookie)) {}

  /// Nobody (user_id 0) when there is no credential or an unknown one.
  Task<http::Caller> caller(const http::Request& request);

  /// Whether the key or session by which somebody was let in still opens the door, for answers that last.
  Task<bool> still_holds(http::Caller caller);

  void forget(std::string_view digest_in_hex);
  void listening(bool now);

 private:
  struct Hash {
    // A digest is as random as any hash of it.
    std::size_t operator()(const Digest& digest) const {
      std::size_t number;
      std::memcpy(&number, digest.data(), sizeof number);
      return number;
    }
  };
  struct Known {
    http::Caller caller;
    Deadline until;
  };

  using KnownCallers = std::unordered_map<Digest, Known, Hash>;
  Task<http::Caller> caller_of(Credential credential, bool is_key);
  Task<http::Caller> look_up(Credential credential, bool is_key);
  KnownCallers& known(bool is_key) { return is_key ? known_keys_ : known_sessions_; }

  db::Database& database_;
  std::string session_cookie_;
  KnownCallers known_sessions_, known_keys_;  // apart: a key is no session's cookie, nor the other way round
  bool listening_ = false;
  std::uint64_t endings_ = 0;  // so that an answer that was overtaken by an ending is not remembered
};

}  // namespace mtm::api
