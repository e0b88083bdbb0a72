#include "store/identities.hpp"

#include <boost/describe.hpp>

namespace mtm::store {

namespace {

constexpr int kLoginAttempts = 5;

}  // namespace

std::string identity_of_user(const std::string& spotify_user_id) { return "spotify:user:" + spotify_user_id; }
std::string identity_of_account(const std::string& account_id) { return "spotify:account:" + account_id; }

struct Identified {
  Id user_id;
};
BOOST_DESCRIBE_STRUCT(Identified, (), (user_id))

const db::Query<Identified> kUserOfIdentity{"user_of_identity",
                                            {"'spotify:user:demo'"},
                                            "select identity as asked_by, user_id from identities where identity = $1"};

const db::Command<db::Nothing> kKeepIdentity{
    "keep_identity", {"'spotify:user:demo'", "(select id from users limit 1)"}, R"sql(
    insert into identities (identity, user_id) values ($1, $2) on conflict on constraint identities_key do nothing)sql"};

const db::Command<db::Nothing> kForgetIdentity{"forget_identity",
                                               {"'spotify:user:demo'", "(select id from users limit 1)"},
                                               "delete from identities where identity = $1 and user_id = $2"};

struct SpotifyNames {
  std::string spotify_user_id;
  std::optional<std::string> spotify_account_id;
};
BOOST_DESCRIBE_STRUCT(SpotifyNames, (), (spotify_user_id, spotify_account_id))

// Locks the user against a concurrent deletion of the account.
const db::Command<SpotifyNames> kHoldNames{"hold_names_of_user", {"(select id from users limit 1)"}, R"sql(
    select id as asked_by, spotify_user_id, spotify_account_id from users where id = $1 for no key update)sql"};

// A login with an account says all that is to be shown; who makes a key for somebody says nothing of that.
const db::Command<db::Nothing> kRenewUser{
    "renew_user", {"(select id from users limit 1)", "'demo'", "null", "'Demo'", "null"}, R"sql(
    update users
    set spotify_user_id = $2, spotify_account_id = coalesce($3, spotify_account_id),
        display_name = case when $3 is null then coalesce($4, display_name) else $4 end,
        image_url = case when $3 is null then coalesce($5, image_url) else $5 end
    where id = $1)sql"};

const db::Command<Identified> kMakeUser{"make_user", {"'demo'", "null", "'Demo'", "null"}, R"sql(
    insert into users (spotify_user_id, spotify_account_id, display_name, image_url) values ($1, $2, $3, $4)
    returning spotify_user_id as asked_by, id as user_id)sql"};

const db::Command<db::Nothing> kUnmakeUser{"unmake_user", {"0"}, "delete from users where id = $1"};

namespace {

struct Person {
  std::string spotify_user_id;
  std::optional<std::string> account_id, display_name, image_url;
};

Task<std::optional<Id>> user_of(db::Database& database, std::string identity) {
  auto found = co_await database.one(kUserOfIdentity, identity);
  std::optional<Id> user;
  if (found) user = found->user_id;
  co_return user;
}

Task<std::optional<Id>> find(db::Database& transaction, const Person& person) {
  std::optional<Id> user;
  if (person.account_id) user = co_await user_of(transaction, identity_of_account(*person.account_id));
  if (!user) user = co_await user_of(transaction, identity_of_user(person.spotify_user_id));
  co_return user;
}

/// A name that another user has stays theirs.
Task<> keep_names(db::Database& transaction, Id user, const Person& person) {
  co_await transaction.run(kKeepIdentity, identity_of_user(person.spotify_user_id), user);
  if (person.account_id) co_await transaction.run(kKeepIdentity, identity_of_account(*person.account_id), user);
}

/// Those under which Spotify knows the user no longer.
Task<> forget_former(db::Database& transaction, Id user, const SpotifyNames& former, const Person& person) {
  if (former.spotify_user_id != person.spotify_user_id)
    co_await transaction.run(kForgetIdentity, identity_of_user(former.spotify_user_id), user);
  bool other_account = former.spotify_account_id && person.account_id && former.spotify_account_id != person.account_id;
  if (other_account) co_await transaction.run(kForgetIdentity, identity_of_account(*former.spotify_account_id), user);
}

/// False when the user has been deleted since they were found.
Task<bool> renew(db::Database& transaction, Id user, const Person& person) {
  auto former = co_await transaction.one(kHoldNames, user);
  if (!former) co_return false;
  co_await transaction.run(kRenewUser, user, person.spotify_user_id, person.account_id, person.display_name,
                           person.image_url);
  co_await forget_former(transaction, user, *former, person);
  co_await keep_names(transaction, user, person);
  co_return true;
}

/// Nothing when somebody else has made the same person since we looked: whose identity it is, is decided by its key.
Task<std::optional<Id>> make(db::Database& transaction, const Person& person) {
  auto made = co_await transaction.one(kMakeUser, person.spotify_user_id, person.account_id, person.display_name,
                                       person.image_url);
  std::optional<Id> user = made.value().user_id;
  auto named = co_await transaction.run(kKeepIdentity, identity_of_user(person.spotify_user_id), *user);
  if (named == 0) {
    co_await transaction.run(kUnmakeUser, *user);
    user.reset();
  } else {
    co_await keep_names(transaction, *user, person);
  }
  co_return user;
}

}  // namespace

Task<std::optional<Id>> user_named(db::Database& database, std::string spotify_user_id) {
  return user_of(database, identity_of_user(spotify_user_id));
}

Task<Id> known_user(db::Database& transaction, std::string spotify_user_id, std::optional<std::string> account_id,
                    std::optional<std::string> display_name, std::optional<std::string> image_url) {
  Person person{std::move(spotify_user_id), std::move(account_id), std::move(display_name), std::move(image_url)};
  for (int attempt = 1; attempt <= kLoginAttempts; ++attempt) {
    auto user = co_await find(transaction, person);
    if (user) {
      bool still_there = co_await renew(transaction, *user, person);
      if (!still_there) user.reset();
    } else {
      user = co_await make(transaction, person);
    }
    if (user) co_return *user;
  }
  throw db::Unavailable("a user is being made and deleted again and again");
}

}  // namespace mtm::store
