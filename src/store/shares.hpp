// What people show to everybody who has the link.
//
// Nothing of a share is remembered in any process: each look at a page asks for its row, so revoking one, which deletes
// the row, is heard at once by all of them.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/database.hpp"
#include "db/pool.hpp"

namespace mtm::store {

/// More than anybody needs to keep an overview of.
inline constexpr int kMostShares = 100;

struct Share {
  std::string slug;
  std::string what, parameters;       // what is shown, and the query that says of it which
  std::optional<std::string> person;  // the name that the page shows
  WallTime created_at;
  std::optional<WallTime> expires_at;
  bool expired;
  std::int64_t views;
};
BOOST_DESCRIBE_STRUCT(Share, (), (slug, what, parameters, person, created_at, expires_at, expired, views))

struct NewShare {
  std::string slug;
  std::string what, parameters;
  std::optional<std::string> person;
  std::optional<std::int64_t> days;  // nothing: it does not expire
};

/// Nothing when the user has kMostShares already.
Task<std::optional<Share>> add_share(db::Pool& database, Id user, NewShare share);
/// The latest first.
Task<std::vector<Share>> shares(db::Database& database, Id user);
/// It expires so many days from now, or never. Nothing when the user has no such share.
Task<std::optional<Share>> set_expiry(db::Database& database, Id user, std::string slug,
                                      std::optional<std::int64_t> days);
/// False when the user has no such share.
Task<bool> revoke_share(db::Pool& database, Id user, std::string slug);

struct PublicShare {
  Id user_id;
  std::string what, parameters;
  std::optional<std::string> person;
};
BOOST_DESCRIBE_STRUCT(PublicShare, (), (user_id, what, parameters, person))

/// What a link shows; nothing when it never did, has expired or was revoked.
Task<std::optional<PublicShare>> public_share(db::Database& database, std::string slug);

struct SharedView {
  Id user;
  std::string slug;
};

inline bool of_same_user(const SharedView& a, const SharedView& b) { return a.user == b.user; }

/// Counts them. A share that was revoked meanwhile has no count.
Task<std::vector<bool>> count_views(db::Database& database, const std::vector<SharedView>& views);

}  // namespace mtm::store
