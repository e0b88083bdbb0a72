#include "store/shares.hpp"

#include <map>

#include "db/transaction.hpp"

namespace mtm::store {

#define MTM_SHARE_COLUMNS                                                                               \
  "user_id as asked_by, slug, what, parameters, person, created_at, expires_at, coalesce(expires_at <=" \
  " now(), false) as expired, views"

const db::Command<Share> kAddShare{
    "add_share",
    {"(select id from users limit 1)", "'slug'", "'artists'", "'range=12m'", "'Demo'", "30"},
    R"sql(
    insert into shares (user_id, slug, what, parameters, person, expires_at)
    select users.id, $2, $3, $4, $5, now() + $6::float8 * interval '1 day'
    from users where users.id = $1 and (select count(*) from shares where user_id = $1) < 100
    returning )sql" MTM_SHARE_COLUMNS};
static_assert(kMostShares == 100);

const db::Command<db::Nothing> kAddShareLink{"add_share_link",
                                             {"'slug'", "(select id from users limit 1)"},
                                             "insert into share_links (slug, user_id) values ($1, $2)"};

Task<std::optional<Share>> add_share(db::Pool& database, Id user, NewShare share) {
  auto transaction = co_await db::Transaction::begin(database);
  auto added =
      co_await transaction.one(kAddShare, user, share.slug, share.what, share.parameters, share.person, share.days);
  if (added) co_await transaction.run(kAddShareLink, share.slug, user);
  co_await transaction.commit();
  co_return added;
}

const db::Query<Share> kShares{"shares_of_user",
                               {"(select id from users limit 1)"},
                               "select " MTM_SHARE_COLUMNS
                               " from shares where user_id = $1 order by created_at desc, slug limit 100"};

Task<std::vector<Share>> shares(db::Database& database, Id user) { return database.all(kShares, user); }

const db::Command<Share> kSetShareExpiry{"set_share_expiry", {"(select id from users limit 1)", "'slug'", "30"}, R"sql(
    update shares set expires_at = now() + $3::float8 * interval '1 day' where user_id = $1 and slug = $2
    returning )sql" MTM_SHARE_COLUMNS};

Task<std::optional<Share>> set_expiry(db::Database& database, Id user, std::string slug,
                                      std::optional<std::int64_t> days) {
  return database.one(kSetShareExpiry, user, slug, days);
}

const db::Command<db::Nothing> kRevokeShare{"revoke_share",
                                            {"(select id from users limit 1)", "'slug'"},
                                            "delete from shares where user_id = $1 and slug = $2"};
const db::Command<db::Nothing> kForgetShareLink{"forget_share_link",
                                                {"'slug'", "(select id from users limit 1)"},
                                                "delete from share_links where slug = $1 and user_id = $2"};

Task<bool> revoke_share(db::Pool& database, Id user, std::string slug) {
  auto transaction = co_await db::Transaction::begin(database);
  auto revoked = co_await transaction.run(kRevokeShare, user, slug);
  co_await transaction.run(kForgetShareLink, slug, user);
  co_await transaction.commit();
  co_return revoked > 0;
}

struct LinkedUser {
  Id user_id;
};
BOOST_DESCRIBE_STRUCT(LinkedUser, (), (user_id))

// In two steps that go to one server each.
const db::Query<LinkedUser> kUserOfLink{
    "user_of_share_link", {"'slug'"}, "select slug as asked_by, user_id from share_links where slug = $1"};
const db::Query<PublicShare> kPublicShare{"public_share", {"(select id from users limit 1)", "'slug'"}, R"sql(
    select user_id as asked_by, user_id, what, parameters, person
    from shares where user_id = $1 and slug = $2 and (expires_at is null or expires_at > now()))sql"};

Task<std::optional<PublicShare>> public_share(db::Database& database, std::string slug) {
  auto linked = co_await database.one(kUserOfLink, slug);
  if (!linked) co_return std::nullopt;
  auto share = co_await database.one(kPublicShare, linked->user_id, slug);
  co_return share;
}

const db::Command<db::Nothing> kCountViews{
    "count_share_views", {"(select id from users limit 1)", "array['slug']"}, R"sql(
    update shares set views = views + seen.times
    from (select slug, count(*) as times from unnest($2::varchar[]) as given (slug) group by slug) as seen
    where shares.user_id = $1 and shares.slug = seen.slug)sql"};

Task<std::vector<bool>> count_views(db::Database& database, const std::vector<SharedView>& views) {
  std::map<Id, std::vector<std::string>> by_user;
  for (const auto& view : views) by_user[view.user].push_back(view.slug);
  for (const auto& [user, slugs] : by_user) co_await database.run(kCountViews, user, slugs);
  co_return std::vector<bool>(views.size(), true);
}

}  // namespace mtm::store
