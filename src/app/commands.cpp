#include "app/commands.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "app/database.hpp"
#include "core/credential.hpp"
#include "db/pool.hpp"
#include "db/transaction.hpp"
#include "store/credentials.hpp"
#include "store/identities.hpp"

namespace mtm::app {

namespace {

/// Runs one task over a pool, on a loop of its own, for the user whom the command is about.
template <class Work>
int for_user(const Config& config, const Person& person, Work work) {
  check_schema(config);
  auto user = spotify_user_id_of(config, person);
  Loop io;
  db::PoolSettings settings;
  settings.connection.url = config.database_url;
  settings.connection.prepared = config.db_prepared;
  settings.shared = 0;
  db::Pool pool(io.get_executor(), settings);
  pool.start();
  int code = 1;
  std::exception_ptr failure;
  asio::co_spawn(io, work(pool, user), [&](std::exception_ptr thrown, int answer) {
    failure = thrown;
    code = answer;
    io.stop();
  });
  io.run();
  io.end_tasks();
  if (failure) std::rethrow_exception(failure);
  return code;
}

/// The user was there a moment ago.
Task<Id> user_named(db::Transaction& transaction, std::string spotify_user_id) {
  auto user = co_await store::user_named(transaction, spotify_user_id);
  if (!user) throw std::runtime_error("the user has just been deleted");
  co_return *user;
}

Task<int> create(db::Pool& pool, std::string spotify_user_id, KeyRequest request) {
  auto transaction = co_await db::Transaction::begin(pool);
  auto user = co_await store::known_user(transaction, spotify_user_id, std::nullopt, std::nullopt, std::nullopt);
  auto key = new_api_key(user);
  try {
    co_await store::add_api_key(transaction, sha256(key), user, request.label, request.scope);
  } catch (const db::Error& error) {
    if (error.not_unique("api_key_label_once"))
      throw std::runtime_error("this user has a key of that label: revoke it first");
    throw;
  }
  co_await transaction.commit();
  fmt::print("{}\n", key);
  co_return 0;
}

Task<int> list(db::Pool& pool, std::string spotify_user_id) {
  auto transaction = co_await db::Transaction::begin(pool);
  auto user = co_await user_named(transaction, spotify_user_id);
  auto keys = co_await store::api_keys(transaction, user);
  co_await transaction.roll_back();
  for (const auto& key : keys)
    fmt::print("{}\t{}\tmade {}\t{}\n", key.label, key.scope, to_rfc3339(key.created_at),
               key.last_used_at ? "last used " + to_rfc3339(*key.last_used_at) : "never used");
  co_return 0;
}

Task<int> revoke(db::Pool& pool, std::string spotify_user_id, std::string label) {
  auto transaction = co_await db::Transaction::begin(pool);
  auto user = co_await user_named(transaction, spotify_user_id);
  auto revoked = co_await store::revoke_api_key(transaction, user, label);
  if (!revoked) throw std::runtime_error("this user has no key of that label");
  co_await transaction.commit();
  co_return 0;
}

}  // namespace

int check_config(const Environment& environment, bool names_only) {
  if (names_only) {
    for (const auto& name : names_set(environment)) fmt::print("{}\n", name);
    return 0;
  }
  config_from(environment);
  fmt::print("the configuration is fine\n");
  return 0;
}

int healthcheck(const Config& config) {
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  socket.connect({asio::ip::address_v4::loopback(), config.port});
  asio::write(socket,
              asio::buffer(std::string("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")));
  std::string answer;
  asio::read_until(socket, asio::dynamic_buffer(answer), "\r\n");
  if (!answer.starts_with("HTTP/1.1 200 "))
    throw std::runtime_error("the server is not healthy: " + answer.substr(0, answer.find('\r')));
  fmt::print("healthy: http://127.0.0.1:{}\n", config.port);
  return 0;
}

int create_api_key(const Config& config, const KeyRequest& request) {
  return for_user(config, request.person,
                  [&](db::Pool& pool, const std::string& user) { return create(pool, user, request); });
}

int list_api_keys(const Config& config, const KeyRequest& request) {
  return for_user(config, request.person, [&](db::Pool& pool, const std::string& user) { return list(pool, user); });
}

int revoke_api_key(const Config& config, const KeyRequest& request) {
  return for_user(config, request.person,
                  [&](db::Pool& pool, const std::string& user) { return revoke(pool, user, request.label); });
}

}  // namespace mtm::app
