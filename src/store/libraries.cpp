#include "store/libraries.hpp"

#include <algorithm>

namespace mtm::store {

namespace {

/// The epoch of people who are gone. No history that was read before has it.
constexpr std::int64_t kNobody = -1;

}  // namespace

// A person without a row has an epoch that no row has: what is in memory of one whose row is lost is not believed.
const db::Query<LibraryState> kLibraryStates{"library_states", {"array(select id from users limit 20)"}, R"sql(
    select users.id as asked_by, users.id as user_id, coalesce(version, 0) as version, coalesce(epoch, -2) as epoch,
           coalesce(time_zone, 'UTC') as time_zone
    from users left join libraries on libraries.user_id = users.id
    where users.id = any($1::bigint[])
    order by users.id)sql"};

Task<std::vector<LibraryState>> library_states(db::Database& database, const std::vector<Id>& users) {
  std::vector<std::int64_t> asked;
  for (auto user : users) asked.push_back(user.number);
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  auto found = co_await database.all(kLibraryStates, asked);
  std::vector<LibraryState> states;
  for (auto user : users) {
    auto state = std::lower_bound(found.begin(), found.end(), user,
                                  [](const LibraryState& row, Id id) { return row.user_id < id; });
    if (state != found.end() && state->user_id == user)
      states.push_back(*state);
    else
      states.push_back(LibraryState{user, 0, kNobody, "UTC"});
  }
  co_return states;
}

struct Version {
  std::int64_t version;
  std::string told;
};
BOOST_DESCRIBE_STRUCT(Version, (), (version, told))

// A new row counts from the time in seconds, so that one in a lost row's place repeats neither versions nor epochs.
const db::Command<Version> kNextVersion{"next_version", {"(select id from users limit 1)"}, R"sql(
    insert into libraries (user_id, version, epoch)
    values ($1, extract(epoch from now())::bigint, extract(epoch from now())::bigint)
    on conflict on constraint libraries_key do update set version = libraries.version + 1
    returning user_id as asked_by, version, user_id::text as told)sql"};

Task<std::int64_t> next_version(db::Database& transaction, Id user) {
  auto rows = co_await transaction.run_and_tell(kHistoriesChannel, kNextVersion, user);
  co_return rows.at(0).version;
}

const db::Command<db::Told> kNextEpoch{"next_epoch", {"(select id from users limit 1)"}, R"sql(
    insert into libraries (user_id, version, epoch)
    values ($1, extract(epoch from now())::bigint, extract(epoch from now())::bigint)
    on conflict on constraint libraries_key do update set version = libraries.version + 1, epoch = libraries.epoch + 1
    returning user_id as asked_by, user_id::text as told)sql"};

Task<> next_epoch(db::Database& transaction, Id user) {
  co_await transaction.run_and_tell(kHistoriesChannel, kNextEpoch, user);
}

}  // namespace mtm::store
