#include "store/polls.hpp"

namespace mtm::store {

struct DuePoll {
  Id user_id;
};
BOOST_DESCRIBE_STRUCT(DuePoll, (), (user_id))

const db::Query<DuePoll> kPeopleToPoll{"people_to_poll", {"'user-read-recently-played'", "50"}, R"sql(
    select polls.user_id
    from polls join spotify_grants on spotify_grants.user_id = polls.user_id
    where next_poll_at <= now() and (claimed_until is null or claimed_until < now())
      and spotify_grants.state = 'ok' and $1 = any (string_to_array(spotify_grants.scopes, ' '))
    order by next_poll_at limit $2)sql"};

Task<std::vector<Id>> people_to_poll(db::Database& database, std::string scope) {
  auto due = co_await database.all(kPeopleToPoll, scope, kMostToPoll);
  std::vector<Id> people;
  for (auto person : due) people.push_back(person.user_id);
  co_return people;
}

// Of those who saw the same candidate one gets it: the others' conditions are judged again after its commit.
const db::Command<ClaimedPoll> kClaimPoll{"claim_poll", {"(select id from users limit 1)", "'a process'"}, R"sql(
    update polls set claimed_by = $2, claimed_until = now() + interval '30 seconds'
    where user_id = $1 and next_poll_at <= now() and (claimed_until is null or claimed_until < now())
    returning user_id as asked_by, read_at, last_play_at, page_digest, failures, user_id)sql"};

Task<std::optional<ClaimedPoll>> claim_poll(db::Database& database, Id user, std::string claimant) {
  return database.one(kClaimPoll, user, claimant);
}

const db::Command<db::Nothing> kRenewPollClaims{
    "renew_poll_claims",
    {"'a process'", "array(select id from users limit 1)"},
    "update polls set claimed_until = now() + interval '30 seconds' where claimed_by = $1 and user_id = any "
    "($2::bigint[])"};

Task<> renew_poll_claims(db::Database& database, std::string claimant, std::vector<Id> users) {
  co_await database.run(kRenewPollClaims, claimant, users);
}

const db::Command<db::Nothing> kEndPoll{
    "end_poll", {"(select id from users limit 1)", "'a process'", "now()", "now()", "''", "now()"}, R"sql(
    update polls
    set read_at = $3, last_play_at = greatest(last_play_at, $4), page_digest = $5, next_poll_at = $6, failures = 0,
        claimed_by = null, claimed_until = null
    where user_id = $1 and claimed_by = $2)sql"};

Task<bool> end_poll(db::Database& database, Id user, std::string claimant, Reading reading) {
  auto ended = co_await database.run(kEndPoll, user, claimant, reading.read_at, reading.newest, reading.page_digest,
                                     reading.next_poll_at);
  co_return ended > 0;
}

const db::Command<db::Nothing> kPostponePoll{
    "postpone_poll", {"(select id from users limit 1)", "'a process'", "now()", "1"}, R"sql(
    update polls set next_poll_at = $3, failures = $4, claimed_by = null, claimed_until = null
    where user_id = $1 and claimed_by = $2)sql"};

Task<> postpone_poll(db::Database& database, Id user, std::string claimant, WallTime next_poll_at, int failures) {
  co_await database.run(kPostponePoll, user, claimant, next_poll_at, failures);
}

const db::Query<PollState> kPollState{
    "poll_state",
    {"(select id from users limit 1)"},
    "select user_id as asked_by, read_at, last_play_at, page_digest, failures from polls where user_id = $1"};

// Of a history from before there were polls.
const db::Query<PollState> kLastPlay{"last_play_of_spotify", {"(select id from users limit 1)"}, R"sql(
    select sources.user_id as asked_by, null::timestamptz as read_at,
           (select max(played_at) from plays where user_id = $1 and source_id = sources.id) as last_play_at,
           null::text as page_digest, 0 as failures
    from sources where sources.user_id = $1 and sources.kind = 'spotify')sql"};

Task<PollState> poll_state(db::Database& transaction, Id user) {
  auto last = co_await transaction.one(kPollState, user);
  if (!last) last = co_await transaction.one(kLastPlay, user);
  co_return last.value_or(PollState{});
}

const db::Command<db::Nothing> kNoteReading{
    "note_reading", {"(select id from users limit 1)", "now()", "now()", "''", "now()"}, R"sql(
    insert into polls (user_id, read_at, last_play_at, page_digest, next_poll_at) values ($1, $2, $3, $4, $5)
    on conflict on constraint polls_key do update
      set read_at = greatest(polls.read_at, excluded.read_at), last_play_at = greatest(polls.last_play_at, excluded.last_play_at),
          page_digest = excluded.page_digest, next_poll_at = excluded.next_poll_at, failures = 0)sql"};

Task<> note_reading(db::Database& transaction, Id user, Reading reading) {
  co_await transaction.run(kNoteReading, user, reading.read_at, reading.newest, reading.page_digest,
                           reading.next_poll_at);
}

const db::Command<db::Nothing> kStopPolling{"stop_polling", {"(select id from users limit 1)"}, R"sql(
    update polls set next_poll_at = 'infinity', claimed_by = null, claimed_until = null where user_id = $1)sql"};

Task<> stop_polling(db::Database& database, Id user) { co_await database.run(kStopPolling, user); }

const db::Command<db::Nothing> kPollSoon{"poll_soon", {"(select id from users limit 1)"}, R"sql(
    update polls set next_poll_at = now(), failures = 0 where user_id = $1 and next_poll_at > now())sql"};

Task<> poll_soon(db::Database& database, Id user) { co_await database.run(kPollSoon, user); }

}  // namespace mtm::store
