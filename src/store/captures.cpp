#include "store/captures.hpp"

namespace mtm::store {

const db::Query<Capture> kLatestCapture{"latest_capture", {"(select id from users limit 1)"}, R"sql(
    select user_id as asked_by, id, state, started_at, finished_at, resumes_at, steps, problems, problem_count, sentence
    from captures where user_id = $1 order by id desc limit 1)sql"};

struct Deleted {
  bool deleted;
};
BOOST_DESCRIBE_STRUCT(Deleted, (), (deleted))

const db::Query<Deleted> kHistoryWasDeleted{
    "history_was_deleted",
    {"(select id from users limit 1)"},
    "select id as asked_by, history_deleted_at is not null as deleted from users where id = $1"};

Task<bool> history_was_deleted(db::Database& database, Id user) {
  auto found = co_await database.one(kHistoryWasDeleted, user);
  co_return found && found->deleted;
}

Task<std::optional<Capture>> latest_capture(db::Database& database, Id user) {
  return database.one(kLatestCapture, user);
}

const db::Query<Capture> kRecentCaptures{"recent_captures", {"(select id from users limit 1)"}, R"sql(
    select user_id as asked_by, id, state, started_at, finished_at, resumes_at, steps, problems, problem_count, sentence
    from captures where user_id = $1 order by id desc limit 20)sql"};

Task<std::vector<Capture>> recent_captures(db::Database& database, Id user) {
  return database.all(kRecentCaptures, user);
}

const db::Command<db::Nothing> kRequestCapture{"request_capture", {"(select id from users limit 1)", "'[]'"}, R"sql(
    with begun as (
      insert into captures (user_id, state, steps, sentence) values ($1, 'waiting', $2::jsonb, 'Waiting to begin')
      on conflict (user_id) where state in ('waiting', 'running') do nothing
      returning user_id)
    select pg_notify('captures_changed', user_id::text) from begun)sql"};

Task<> request_capture(db::Database& database, Id user, Json steps) {
  co_await database.run(kRequestCapture, user, steps);
}

const db::Command<db::Nothing> kForgetUnknownZones{"forget_unknown_zones",
                                                   {},
                                                   "update users set time_zone = null where time_zone is not null and "
                                                   "time_zone not in (select name from pg_timezone_names)"};

Task<> forget_unknown_zones(db::Database& database) { co_await database.run(kForgetUnknownZones); }

const db::Command<db::Nothing> kRequestDailyCaptures{"request_daily_captures", {"'[]'", "'[]'", "now()"}, R"sql(
    with begun as (
      insert into captures (user_id, state, steps, sentence, started_at)
      select users.id, 'waiting', case when liked.state = 'done' then $1::jsonb else $2::jsonb end, 'Waiting to begin',
             $3::timestamptz
      from users join spotify_grants on spotify_grants.user_id = users.id
      left join lateral (
        select step ->> 'state' as state
        from captures cross join jsonb_array_elements(captures.steps) as step
        where captures.user_id = users.id and step ->> 'name' = 'liked_songs'
        order by captures.id desc limit 1) as liked on true
      where spotify_grants.state = 'ok' and not exists (
        select from captures
        where captures.user_id = users.id
          and captures.started_at >= date_trunc('day', $3::timestamptz, coalesce(users.time_zone, 'UTC')))
        and not exists (
        select from captures
        where captures.user_id = users.id and captures.state in ('waiting', 'running'))
        and (users.history_deleted_at is null or exists (select from captures where captures.user_id = users.id))
      order by users.id limit 5
      on conflict (user_id) where state in ('waiting', 'running') do nothing
      returning user_id)
    select pg_notify('captures_changed', user_id::text) from begun)sql"};

constexpr std::string_view kNoSuchZone = "22023";  // invalid_parameter_value

Task<std::int64_t> request_daily_captures(db::Database& database, DailySteps steps, WallTime now) {
  try {
    co_return co_await database.run(kRequestDailyCaptures, steps.usual, steps.with_liked_songs, now);
  } catch (const db::Error& error) {
    if (error.sqlstate != kNoSuchZone) throw;
  }
  // One person's zone must not keep everybody from a new day.
  co_await forget_unknown_zones(database);
  co_return co_await database.run(kRequestDailyCaptures, steps.usual, steps.with_liked_songs, now);
}

const db::Command<ClaimedCapture> kClaimCapture{"claim_capture", {"'a process'"}, R"sql(
    with claimed as (
      update captures
      set state = 'running', claimed_by = $1, claimed_until = now() + interval '30 seconds', resumes_at = null
      where (user_id, id) = (
        select user_id, id from captures
        where state in ('waiting', 'running') and (claimed_until is null or claimed_until < now())
          and (resumes_at is null or resumes_at <= now())
        order by started_at limit 1 for update skip locked)
      returning claimed_by as asked_by, user_id, id, steps, problems, problem_count, started_at, liked_reading),
    told as (select pg_notify('captures_changed', user_id::text) from claimed)
    select claimed.* from claimed, told)sql"};

Task<std::optional<ClaimedCapture>> claim_capture(db::Database& database, std::string claimant) {
  return database.one(kClaimCapture, claimant);
}

const db::Command<ClaimedCapture> kReclaimCapture{
    "reclaim_capture", {"(select id from users limit 1)", "1", "'a process'"}, R"sql(
    update captures set claimed_until = now() + interval '30 seconds'
    where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
    returning user_id as asked_by, user_id, id, steps, problems, problem_count, started_at, liked_reading)sql"};

Task<std::optional<ClaimedCapture>> reclaim_capture(db::Database& database, Id user, Id capture, std::string claimant) {
  return database.one(kReclaimCapture, user, capture, claimant);
}

const db::Command<db::Nothing> kNoteProgress{
    "note_progress",
    {"(select id from users limit 1)", "1", "'a process'", "'[]'", "'[]'", "0", "''", "null"},
    R"sql(
    with noted as (
      update captures
      set steps = $4::jsonb, problems = $5::jsonb, problem_count = $6, sentence = $7, liked_reading = $8::jsonb,
          claimed_until = now() + interval '30 seconds'
      where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
      returning user_id)
    select pg_notify('captures_changed', user_id::text) from noted)sql"};

Task<bool> note_progress(db::Database& database, Id user, Id capture, std::string claimant, Json steps, Json problems,
                         int problem_count, std::string sentence, std::optional<Json> liked_reading) {
  auto noted = co_await database.run(kNoteProgress, user, capture, claimant, steps, problems, problem_count, sentence,
                                     liked_reading);
  co_return noted > 0;
}

struct Songs {
  std::int64_t songs;
};
BOOST_DESCRIBE_STRUCT(Songs, (), (songs))

const db::Command<Songs> kNoteLiked{
    "note_liked",
    {"(select id from users limit 1)", "1", "'a process'", "array['0000000000000000000000']"},
    R"sql(
    with news as (
      select distinct tracks.id
      from unnest($4::varchar[]) as given (spotify_id) join tracks using (spotify_id)
      join captures on captures.user_id = $1 and captures.id = $2
      where tracks.id <> all (captures.liked_seen)
    ), noted as (
      update captures set liked_seen = liked_seen || array(select id from news order by id)
      where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
    )
    select $1::bigint as asked_by, count(*) as songs from news)sql"};

Task<std::int64_t> note_liked(db::Database& database, Id user, Id capture, std::string claimant,
                              std::vector<std::string> spotify_ids) {
  auto news = co_await database.one(kNoteLiked, user, capture, claimant, spotify_ids);
  co_return news.value().songs;
}

const db::Command<Songs> kMarkUnliked{"mark_unliked", {"(select id from users limit 1)", "1", "1"}, R"sql(
    with liked as (
      select unnest(liked_seen) as track_id from captures where user_id = $1 and id = $2
    ), unliked as (
      update library set unsaved_at = now(), version = $3
      where user_id = $1 and saved_at is not null and unsaved_at is null
        and not exists (select from liked where liked.track_id = library.track_id)
      returning 1
    )
    select $1::bigint as asked_by, count(*) as songs from unliked)sql"};

Task<std::int64_t> mark_unliked(db::Database& database, Id user, Id capture, std::int64_t version) {
  auto unliked = co_await database.one(kMarkUnliked, user, capture, version);
  co_return unliked.value().songs;
}

const db::Command<db::Nothing> kPostponeCapture{
    "postpone_capture", {"(select id from users limit 1)", "1", "'a process'", "now()", "''"}, R"sql(
    with noted as (
      update captures set state = 'waiting', resumes_at = $4, sentence = $5, claimed_by = null, claimed_until = null
      where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
      returning user_id)
    select pg_notify('captures_changed', user_id::text) from noted)sql"};

Task<> postpone_capture(db::Database& database, Id user, Id capture, std::string claimant, WallTime resumes_at,
                        std::string sentence) {
  co_await database.run(kPostponeCapture, user, capture, claimant, resumes_at, sentence);
}

const db::Command<db::Nothing> kFinishCapture{
    "finish_capture", {"(select id from users limit 1)", "1", "'a process'", "'done'", "'[]'", "''"}, R"sql(
    with noted as (
      update captures
      set state = $4, steps = $5::jsonb, sentence = $6, finished_at = now(), claimed_by = null, claimed_until = null,
          liked_seen = '{}', liked_reading = null
      where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
      returning user_id)
    select pg_notify('captures_changed', user_id::text) from noted)sql"};

Task<> finish_capture(db::Database& database, Id user, Id capture, std::string claimant, std::string state, Json steps,
                      std::string sentence) {
  co_await database.run(kFinishCapture, user, capture, claimant, state, steps, sentence);
}

}  // namespace mtm::store
