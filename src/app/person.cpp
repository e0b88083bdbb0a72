#include "app/person.hpp"

#include <fmt/format.h>

#include "store/known_users.hpp"
#include "transfer/words.hpp"

namespace mtm::app {

namespace {

constexpr int kShown = 10;  // as many as a line takes

std::string listed(const store::KnownUsers& known) {
  std::string list;
  for (const auto& id : known.first) list += (list.empty() ? "" : ", ") + transfer::printable(id);
  auto more = known.count - static_cast<std::int64_t>(known.first.size());
  return more > 0 ? fmt::format("{} and {} more", list, more) : list;
}

}  // namespace

std::string spotify_user_id_of(const Config& config, const Person& person) {
  bool named = !person.spotify_user_id.empty();
  if (person.may_be_new && !named) throw CalledWrongly("--new-user needs --user with the new Spotify user id");
  if (person.may_be_new) return person.spotify_user_id;
  const std::atomic<bool> stop = false;
  db::BlockingConnection database(config.database_url, "music-time-machine command", stop);
  if (named && store::knows_user(database, person.spotify_user_id)) return person.spotify_user_id;
  auto known = store::known_users(database, kShown);
  if (known.count == 0)
    throw CalledWrongly(
        "nobody is known here yet: log in once, or make a user with --user ID --new-user (create, import)");
  if (named)
    throw CalledWrongly(
        fmt::format("--user: nobody of that Spotify user id is known here, only {} (create and import make a user with "
                    "--new-user)",
                    listed(known)));
  if (known.count > 1) throw CalledWrongly(fmt::format("say whose with --user: {}", listed(known)));
  return known.first.front();
}

}  // namespace mtm::app
