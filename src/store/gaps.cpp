#include "store/gaps.hpp"

#include "db/transaction.hpp"
#include "store/libraries.hpp"
#include "store/users.hpp"

namespace mtm::store {

#define MTM_PLAYS_IN_GAP                                                                         \
  "(select count(*) from plays where plays.user_id = $1 and plays.source_id = covered.source_id" \
  " and plays.kind = 'track' and plays.played_at > gaps.starts_at + interval '2 seconds'"        \
  " and plays.played_at < gaps.ends_at - interval '2 seconds')"

const db::Query<Gap> kGaps{"gaps", {"(select id from users limit 1)"}, R"sql(
    select distinct on (gaps.starts_at, gaps.id)
           gaps.user_id as asked_by, gaps.id, gaps.starts_at as "from", gaps.ends_at as until, gaps.why, gaps.found_at,
           covered.created_at as filled_at, covered.source_id as filled_by,
           case when covered.source_id is not null then )sql" MTM_PLAYS_IN_GAP R"sql( end as plays_found
    from gaps left join covered_spans as covered on covered.user_id = $1 and )sql" MTM_COVERS_GAP R"sql(
    where gaps.user_id = $1
    order by gaps.starts_at desc, gaps.id desc, plays_found desc nulls last, filled_by limit 200)sql"};

Task<std::vector<Gap>> gaps(db::Database& database, Id user) { return database.all(kGaps, user); }

const db::Command<db::Nothing> kEndLastingGap{"end_lasting_gap", {"(select id from users limit 1)", "now()"}, R"sql(
    update gaps set ends_at = $2 where user_id = $1 and ends_at is null and starts_at < $2)sql"};

const db::Command<db::Nothing> kKeepGap{
    "keep_gap", {"(select id from users limit 1)", "now()", "now()", "'full_page'"}, R"sql(
    insert into gaps (user_id, starts_at, ends_at, why) values ($1, $2, $3, $4)
    on conflict on constraint gap_start_once do nothing)sql"};

const db::Command<db::Nothing> kForgetLastingGap{"forget_lasting_gap",
                                                 {"(select id from users limit 1)"},
                                                 "delete from gaps where user_id = $1 and ends_at is null"};

Task<> forget_lasting_gap(db::Database& transaction, Id user) { co_await transaction.run(kForgetLastingGap, user); }

Task<bool> keep_gap(db::Database& transaction, Id user, WallTime from, WallTime until, std::string why) {
  auto ended = co_await transaction.run(kEndLastingGap, user, until);
  if (ended > 0) co_return true;
  co_await forget_lasting_gap(transaction, user);
  auto kept = co_await transaction.run(kKeepGap, user, from, until, why);
  co_return kept > 0;
}

struct NotRead {
  Id user_id;
};
BOOST_DESCRIBE_STRUCT(NotRead, (), (user_id))

const db::Query<NotRead> kPeopleNotRead{"people_not_read_since", {"now()"}, R"sql(
    select polls.user_id
    from polls join spotify_grants on spotify_grants.user_id = polls.user_id
    left join gaps on gaps.user_id = polls.user_id and gaps.ends_at is null
    where polls.read_at < $1 and gaps.id is null
    order by polls.read_at limit 50)sql"};

Task<std::vector<Id>> people_not_read_since(db::Database& database, WallTime before) {
  auto found = co_await database.all(kPeopleNotRead, before);
  std::vector<Id> people;
  for (auto person : found) people.push_back(person.user_id);
  co_return people;
}

const db::Command<db::Nothing> kBeginGap{"begin_gap", {"(select id from users limit 1)", "now()"}, R"sql(
    insert into gaps (user_id, starts_at, why)
    select polls.user_id, polls.read_at, 'no_reading' from polls where polls.user_id = $1 and polls.read_at < $2
    on conflict do nothing)sql"};

Task<bool> begin_gap(db::Pool& database, Id user, WallTime read_before) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await hold_user(transaction, user);
  co_await next_version(transaction, user);
  auto begun = co_await transaction.run(kBeginGap, user, read_before);
  if (begun == 0) co_return false;
  co_await transaction.commit();
  co_return true;
}

std::vector<FilledGap> close_gaps(db::BlockingConnection& transaction, Id user, Id source, WallTime first,
                                  WallTime last) {
  transaction.run(R"sql(
    insert into covered_spans (user_id, source_id, covered_from, covered_until) values ($1, $2, $3, $4)
    on conflict on constraint covered_spans_key do update
      set covered_from = excluded.covered_from, covered_until = excluded.covered_until)sql",
                  user, source, first, last);
  auto rows = transaction.run(R"sql(
    select gaps.starts_at, gaps.ends_at, )sql" MTM_PLAYS_IN_GAP R"sql(
    from gaps join covered_spans as covered on covered.user_id = $1 and covered.source_id = $2 and )sql" MTM_COVERS_GAP
                              R"sql(
    where gaps.user_id = $1 order by gaps.starts_at)sql",
                              user, source);
  std::vector<FilledGap> filled;
  for (int row = 0; row < rows.rows(); ++row) {
    FilledGap gap{};
    db::read_column(rows, row, 0, gap.from);
    db::read_column(rows, row, 1, gap.until);
    db::read_column(rows, row, 2, gap.plays_found);
    filled.push_back(gap);
  }
  return filled;
}

void reopen_gaps(db::BlockingConnection& transaction, Id user, Id source) {
  transaction.run("delete from covered_spans where user_id = $1 and source_id = $2", user, source);
}

}  // namespace mtm::store
