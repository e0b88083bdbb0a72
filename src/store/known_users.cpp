#include "store/known_users.hpp"

#include "store/identities.hpp"

namespace mtm::store {

bool knows_user(db::BlockingConnection& database, const std::string& spotify_user_id) {
  return database.one<bool>("select exists (select from identities where identity = $1)",
                            identity_of_user(spotify_user_id));
}

KnownUsers known_users(db::BlockingConnection& database, int most) {
  KnownUsers known;
  auto rows = database.run("select spotify_user_id, count(*) over () from users order by spotify_user_id limit $1::int",
                           std::int64_t(most));
  for (int i = 0; i < rows.rows(); ++i) {
    known.first.emplace_back(rows.text(i, 0));
    db::read_column(rows, i, 1, known.count);
  }
  return known;
}

}  // namespace mtm::store
