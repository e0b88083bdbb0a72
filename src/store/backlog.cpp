#include "store/backlog.hpp"

namespace mtm::store {

const db::Command<WorkedOff> kWorkOffBacklog{"work_off_backlog", {}, R"sql(
    select work_off_library_backlog() as tracks, (select coalesce(sum(size), 0) from library_backlog)::bigint as to_come)sql"};

Task<WorkedOff> work_off_backlog(db::Database& database) {
  auto done = co_await database.one(kWorkOffBacklog);
  co_return done.value();
}

const db::Command<db::Nothing> kPutOffBacklog{"put_off_backlog", {}, "select put_off_library_backlog()"};

Task<> put_off_backlog(db::Database& database) { co_await database.run(kPutOffBacklog); }

struct ToCome {
  std::int64_t tracks;
};
BOOST_DESCRIBE_STRUCT(ToCome, (), (tracks))

const db::Query<ToCome> kTracksToCome{
    "tracks_to_come",
    {"(select id from users limit 1)"},
    "select $1::bigint as asked_by, coalesce(sum(size), 0)::bigint as tracks from library_backlog where user_id = $1"};

Task<std::int64_t> tracks_to_come(db::Database& database, Id user) {
  auto found = co_await database.one(kTracksToCome, user);
  co_return found ? found->tracks : 0;
}

std::int64_t tracks_to_come(db::PlainConnection& database, Id user) {
  return database.one<std::int64_t>("select coalesce(sum(size), 0)::bigint from library_backlog where user_id = $1",
                                    user);
}

}  // namespace mtm::store
