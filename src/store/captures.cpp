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

const db::Command<db::Told> kRequestCapture{"request_capture", {"(select id from users limit 1)", "'[]'"}, R"sql(
    insert into captures (user_id, state, steps, sentence) values ($1, 'waiting', $2::jsonb, 'Waiting to begin')
    on conflict (user_id) where state in ('waiting', 'running') do nothing
    returning user_id as asked_by, user_id::text as told)sql"};

Task<> request_capture(db::Database& database, Id user, Json steps) {
  co_await database.run_and_tell(kCapturesChannel, kRequestCapture, user, steps);
}

const db::Command<db::Nothing> kForgetUnknownZones{"forget_unknown_zones",
                                                   {},
                                                   "update users set time_zone = null where time_zone is not null and "
                                                   "time_zone not in (select name from pg_timezone_names)"};

Task<> forget_unknown_zones(db::Database& database) { co_await database.run(kForgetUnknownZones); }

struct Due {
  Id user_id;
};
BOOST_DESCRIBE_STRUCT(Due, (), (user_id))

const db::Query<Due> kDueToday{"users_due_today", {"now()"}, R"sql(
    select users.id as user_id
    from users join spotify_grants on spotify_grants.user_id = users.id
    where spotify_grants.state = 'ok' and not exists (
      select from captures
      where captures.user_id = users.id
        and captures.started_at >= date_trunc('day', $1::timestamptz, coalesce(users.time_zone, 'UTC')))
      and not exists (
      select from captures
      where captures.user_id = users.id and captures.state in ('waiting', 'running'))
      and (users.history_deleted_at is null or exists (select from captures where captures.user_id = users.id))
    order by users.id limit 5)sql"};

struct LastReading {
  std::optional<std::string> state;
};
BOOST_DESCRIBE_STRUCT(LastReading, (), (state))

const db::Query<LastReading> kLastLikedReading{"last_liked_reading", {"(select id from users limit 1)"}, R"sql(
    select captures.user_id as asked_by, step ->> 'state' as state
    from captures cross join jsonb_array_elements(captures.steps) as step
    where captures.user_id = $1 and step ->> 'name' = 'liked_songs'
    order by captures.id desc limit 1)sql"};

// Asks once more whether it is due: another replica may have begun and ended one since we looked.
const db::Command<db::Told> kRequestDailyCapture{
    "request_daily_capture", {"(select id from users limit 1)", "'[]'", "now()"}, R"sql(
    insert into captures (user_id, state, steps, sentence, started_at)
    select users.id, 'waiting', $2::jsonb, 'Waiting to begin', $3::timestamptz
    from users
    where users.id = $1 and not exists (
      select from captures
      where captures.user_id = users.id
        and captures.started_at >= date_trunc('day', $3::timestamptz, coalesce(users.time_zone, 'UTC')))
    on conflict (user_id) where state in ('waiting', 'running') do nothing
    returning user_id as asked_by, user_id::text as told)sql"};

constexpr std::string_view kNoSuchZone = "22023";  // invalid_parameter_value

namespace {

Task<std::int64_t> begin_those_due(db::Database& database, const DailySteps& steps, WallTime now) {
  auto due = co_await database.all(kDueToday, now);
  std::int64_t begun = 0;
  for (auto user : due) {
    auto liked = co_await database.one(kLastLikedReading, user.user_id);
    const auto& wanted = liked && liked->state == "done" ? steps.usual : steps.with_liked_songs;
    auto one = co_await database.run_and_tell(kCapturesChannel, kRequestDailyCapture, user.user_id, wanted, now);
    begun += static_cast<std::int64_t>(one.size());
  }
  co_return begun;
}

}  // namespace

Task<std::int64_t> request_daily_captures(db::Database& database, DailySteps steps, WallTime now) {
  try {
    co_return co_await begin_those_due(database, steps, now);
  } catch (const db::Error& error) {
    if (error.sqlstate != kNoSuchZone) throw;
  }
  // One person's zone must not keep everybody from a new day.
  co_await forget_unknown_zones(database);
  co_return co_await begin_those_due(database, steps, now);
}

struct Candidate {
  Id user_id;
  Id id;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (user_id, id))

const db::Query<Candidate> kCapturesToClaim{"captures_to_claim", {}, R"sql(
    select user_id, id from captures
    where state in ('waiting', 'running') and (claimed_until is null or claimed_until < now())
      and (resumes_at is null or resumes_at <= now())
    order by started_at limit 20)sql"};

struct ToldCapture : ClaimedCapture {
  std::string told;
};
BOOST_DESCRIBE_STRUCT(ToldCapture, (ClaimedCapture), (told))

// Of those who saw the same candidate one gets it: the others' conditions are judged again after its commit.
const db::Command<ToldCapture> kClaimCapture{
    "claim_capture", {"(select id from users limit 1)", "1", "'a process'"}, R"sql(
    update captures
    set state = 'running', claimed_by = $3, claimed_until = now() + interval '30 seconds', resumes_at = null
    where user_id = $1 and id = $2 and state in ('waiting', 'running') and (claimed_until is null or claimed_until < now())
      and (resumes_at is null or resumes_at <= now())
    returning user_id as asked_by, user_id, id, steps, problems, problem_count, started_at, liked_reading, user_id::text as told)sql"};

Task<std::optional<ClaimedCapture>> claim_capture(db::Database& database, std::string claimant) {
  auto candidates = co_await database.all(kCapturesToClaim);
  for (auto candidate : candidates) {
    try {
      auto claimed =
          co_await database.run_and_tell(kCapturesChannel, kClaimCapture, candidate.user_id, candidate.id, claimant);
      if (!claimed.empty()) co_return std::move(claimed.front());
    } catch (const db::HeldUp&) {
      // Somebody is changing it for long; the next one need not wait for that.
    }
  }
  co_return std::nullopt;
}

const db::Command<ClaimedCapture> kReclaimCapture{
    "reclaim_capture", {"(select id from users limit 1)", "1", "'a process'"}, R"sql(
    update captures set claimed_until = now() + interval '30 seconds'
    where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
    returning user_id as asked_by, user_id, id, steps, problems, problem_count, started_at, liked_reading)sql"};

Task<std::optional<ClaimedCapture>> reclaim_capture(db::Database& database, Id user, Id capture, std::string claimant) {
  return database.one(kReclaimCapture, user, capture, claimant);
}

const db::Command<db::Told> kNoteProgress{
    "note_progress",
    {"(select id from users limit 1)", "1", "'a process'", "'[]'", "'[]'", "0", "''", "null"},
    R"sql(
    update captures
    set steps = $4::jsonb, problems = $5::jsonb, problem_count = $6, sentence = $7, liked_reading = $8::jsonb,
        claimed_until = now() + interval '30 seconds'
    where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
    returning user_id as asked_by, user_id::text as told)sql"};

Task<bool> note_progress(db::Database& database, Id user, Id capture, std::string claimant, Json steps, Json problems,
                         int problem_count, std::string sentence, std::optional<Json> liked_reading) {
  auto noted = co_await database.run_and_tell(kCapturesChannel, kNoteProgress, user, capture, claimant, steps, problems,
                                              problem_count, sentence, liked_reading);
  co_return !noted.empty();
}

struct Songs {
  std::int64_t songs;
};
BOOST_DESCRIBE_STRUCT(Songs, (), (songs))

struct Song {
  Id id;
};
BOOST_DESCRIBE_STRUCT(Song, (), (id))

const db::Query<Song> kSongsByName{"songs_by_name", {"array['0000000000000000000000']"}, R"sql(
    select distinct id from tracks where spotify_id = any ($1::varchar[]) order by id)sql"};

const db::Query<Song> kNotMet{"liked_not_met", {"(select id from users limit 1)", "1", "array[1]"}, R"sql(
    select captures.user_id as asked_by, given.id
    from captures cross join unnest($3::bigint[]) as given (id)
    where captures.user_id = $1 and captures.id = $2 and given.id <> all (captures.liked_seen)
    order by given.id)sql"};

const db::Command<db::Nothing> kNoteLiked{
    "note_liked", {"(select id from users limit 1)", "1", "'a process'", "array[1]"}, R"sql(
    update captures set liked_seen = liked_seen || $4::bigint[]
    where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running')sql"};

namespace {

std::vector<Id> ids_of(const std::vector<Song>& songs) {
  std::vector<Id> ids;
  for (auto song : songs) ids.push_back(song.id);
  return ids;
}

}  // namespace

Task<std::int64_t> note_liked(db::Database& database, Id user, Id capture, std::string claimant,
                              std::vector<std::string> spotify_ids) {
  auto songs = co_await database.all(kSongsByName, spotify_ids);
  auto met = ids_of(songs);
  auto not_met = co_await database.all(kNotMet, user, capture, met);
  auto news = ids_of(not_met);
  if (!news.empty()) co_await database.run(kNoteLiked, user, capture, claimant, news);
  co_return static_cast<std::int64_t>(news.size());
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

const db::Command<db::Told> kPostponeCapture{
    "postpone_capture", {"(select id from users limit 1)", "1", "'a process'", "now()", "''"}, R"sql(
    update captures set state = 'waiting', resumes_at = $4, sentence = $5, claimed_by = null, claimed_until = null
    where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
    returning user_id as asked_by, user_id::text as told)sql"};

Task<> postpone_capture(db::Database& database, Id user, Id capture, std::string claimant, WallTime resumes_at,
                        std::string sentence) {
  co_await database.run_and_tell(kCapturesChannel, kPostponeCapture, user, capture, claimant, resumes_at, sentence);
}

const db::Command<db::Told> kFinishCapture{
    "finish_capture", {"(select id from users limit 1)", "1", "'a process'", "'done'", "'[]'", "''"}, R"sql(
    update captures
    set state = $4, steps = $5::jsonb, sentence = $6, finished_at = now(), claimed_by = null, claimed_until = null,
        liked_seen = '{}', liked_reading = null
    where user_id = $1 and id = $2 and claimed_by = $3 and state = 'running'
    returning user_id as asked_by, user_id::text as told)sql"};

Task<> finish_capture(db::Database& database, Id user, Id capture, std::string claimant, std::string state, Json steps,
                      std::string sentence) {
  co_await database.run_and_tell(kCapturesChannel, kFinishCapture, user, capture, claimant, state, steps, sentence);
}

}  // namespace mtm::store
