#include "store/imports.hpp"

#include "db/telling.hpp"
#include "db/transaction.hpp"

namespace mtm::store {

const db::Query<Import> kImports{"imports", {"(select id from users limit 1)"}, R"sql(
    select user_id as asked_by, id, name, state, bytes, progress, report, sentence, rejects_bytes, started_at, finished_at
    from imports where user_id = $1 order by id desc limit 10)sql"};

Task<std::vector<Import>> imports(db::Database& database, Id user) { return database.all(kImports, user); }

const db::Query<Import> kImport{"import_of_user", {"(select id from users limit 1)", "1"}, R"sql(
    select user_id as asked_by, id, name, state, bytes, progress, report, sentence, rejects_bytes, started_at, finished_at
    from imports where user_id = $1 and id = $2)sql"};

Task<std::optional<Import>> import_of(db::Database& database, Id user, Id import) {
  return database.one(kImport, user, import);
}

struct UnderWay {
  bool under_way;
};
BOOST_DESCRIBE_STRUCT(UnderWay, (), (under_way))

const db::Query<UnderWay> kImportUnderWay{"import_under_way",
                                          {"(select id from users limit 1)"},
                                          "select $1::bigint as asked_by, exists (select from imports where user_id = "
                                          "$1 and state in ('waiting', 'running')) as under_way"};

Task<bool> import_under_way(db::Database& database, Id user) {
  auto found = co_await database.one(kImportUnderWay, user);
  co_return found && found->under_way;
}

const db::Command<Import> kBeginImport{
    "begin_import_job", {"(select id from users limit 1)", "'history.zip'", "4096", "'a process'"}, R"sql(
    with outdated as (
      delete from imports where user_id = $1 and state not in ('waiting', 'running')
        and id < (select id from imports where user_id = $1 order by id desc offset 8 limit 1)
    ), unlisted as (
      update imports set rejects_bytes = 0
      where user_id = $1 and rejects_bytes > 0
        and id < (select id from imports where user_id = $1 and rejects_bytes > 0 order by id desc offset 1 limit 1)
      returning id
    ), lists as (delete from import_rejects where user_id = $1 and import_id in (select id from unlisted))
    insert into imports (user_id, name, bytes, sentence, claimed_by, claimed_until)
    values ($1, left($2, 200), $3, 'Waiting for its turn', $4, now() + interval '30 seconds')
    on conflict (user_id) where state in ('waiting', 'running') do nothing
    returning user_id as asked_by, id, name, state, bytes, progress, report, sentence, rejects_bytes, started_at, finished_at)sql"};

Task<std::optional<Import>> begin_import_job(db::Database& database, Id user, std::optional<std::string> name,
                                             std::int64_t bytes, std::string claimant) {
  return database.one(kBeginImport, user, name, bytes, claimant);
}

struct CancelledImport {
  Id id;
  std::string told;
};
BOOST_DESCRIBE_STRUCT(CancelledImport, (), (id, told))

const db::Command<CancelledImport> kCancelImport{"cancel_import", {"(select id from users limit 1)", "1"}, R"sql(
    update imports
    set state = 'cancelled', finished_at = now(), progress = null, claimed_by = null, claimed_until = null,
        sentence = 'Cancelled. Nothing was imported.'
    where user_id = $1 and id = $2 and state in ('waiting', 'running')
    returning user_id as asked_by, id, user_id::text as told)sql"};

Task<bool> cancel_import(db::Pool& database, Id user, Id import) {
  auto transaction = co_await db::Transaction::begin(database);
  auto cancelled = co_await transaction.run_and_tell(kImportsChannel, kCancelImport, user, import);
  if (cancelled.empty()) {
    co_await transaction.roll_back();
    co_return false;
  }
  std::vector<std::string> words{std::to_string(import.number)};
  co_await transaction.run(db::kTell, std::string(kCancelledImportsChannel), words);
  co_await transaction.commit();
  co_return true;
}

struct RejectsPart {
  db::Bytes csv;
};
BOOST_DESCRIBE_STRUCT(RejectsPart, (), (csv))

const db::Query<RejectsPart> kRejectsPart{
    "rejects_part",
    {"(select id from users limit 1)", "1", "0"},
    "select user_id as asked_by, csv from import_rejects where user_id = $1 and import_id = $2 and part = $3"};

Task<std::optional<std::string>> rejects_part(db::Database& database, Id user, Id import, int part) {
  auto found = co_await database.one(kRejectsPart, user, import, part);
  std::optional<std::string> csv;
  if (found) csv = std::move(found->csv.bytes);
  co_return csv;
}

const db::Command<db::Nothing> kRenewImportClaims{"renew_import_claims", {"'a process'", "'{1}'"}, R"sql(
    update imports set claimed_until = now() + interval '30 seconds'
    where claimed_by = $1 and id = any($2) and state in ('waiting', 'running'))sql"};

Task<> renew_import_claims(db::Database& database, std::string claimant, std::vector<Id> imports) {
  co_await database.run(kRenewImportClaims, claimant, imports);
}

const db::Query<ImportId> kCancelledAmong{"cancelled_imports_among", {"'{1}'"}, R"sql(
    select id from imports where id = any($1) and state = 'cancelled')sql"};

Task<std::vector<ImportId>> cancelled_among(db::Database& database, std::vector<Id> imports) {
  return database.all(kCancelledAmong, imports);
}

const db::Command<db::Told> kEndAbandonedImports{"end_abandoned_imports", {}, R"sql(
    update imports
    set state = 'failed', finished_at = now(), progress = null, claimed_by = null, claimed_until = null,
        sentence = 'The server was interrupted. Nothing was imported: upload the file again.'
    where state in ('waiting', 'running') and claimed_until < now()
    returning user_id::text as told)sql"};

Task<> end_abandoned_imports(db::Database& database) {
  co_await database.run_and_tell(kImportsChannel, kEndAbandonedImports);
}

const db::Command<db::Nothing> kDeleteOldRejects{"delete_old_rejects", {}, R"sql(
    with old as (
      update imports set rejects_bytes = 0
      where rejects_bytes > 0 and finished_at < now() - interval '30 days'
      returning user_id, id)
    delete from import_rejects using old
    where import_rejects.user_id = old.user_id and import_rejects.import_id = old.id)sql"};

Task<> delete_old_rejects(db::Database& database) { co_await database.run(kDeleteOldRejects); }

namespace {

/// In a transaction, when the job's row was changed.
bool tell(db::BlockingConnection& transaction, const ImportJob& job, const db::Result& changed) {
  if (changed.affected() == 0) return false;
  std::string user = std::to_string(job.user.number);
  transaction.run("select pg_notify($1, $2)", std::string(kImportsChannel), user);
  return true;
}

}  // namespace

void note_import_progress(db::BlockingConnection& database, const ImportJob& job, const Json& progress) {
  database.run("begin");
  auto noted = database.run(R"sql(
    update imports
    set state = 'running', progress = $4::jsonb, sentence = '', claimed_until = now() + interval '30 seconds'
    where user_id = $1 and id = $2 and claimed_by = $3 and state in ('waiting', 'running'))sql",
                            job.user, job.import, job.claimant, progress);
  tell(database, job, noted);
  database.run("commit");
}

void fail_import(db::BlockingConnection& database, const ImportJob& job, const std::string& sentence,
                 const std::optional<Json>& report) {
  database.run("begin");
  auto ended = database.run(R"sql(
    update imports
    set state = 'failed', sentence = $4, report = $5::jsonb, progress = null, finished_at = now(), claimed_by = null, claimed_until = null
    where user_id = $1 and id = $2 and claimed_by = $3 and state in ('waiting', 'running'))sql",
                            job.user, job.import, job.claimant, sentence, report);
  tell(database, job, ended);
  database.run("commit");
}

void keep_rejects(db::BlockingConnection& database, const ImportJob& job, int part, std::string csv) {
  db::Bytes bytes{std::move(csv)};
  database.run("insert into import_rejects (user_id, import_id, part, csv) values ($1, $2, $3, $4)", job.user,
               job.import, part, bytes);
}

bool finish_import(db::BlockingConnection& transaction, const ImportJob& job, const Json& report,
                   const std::string& sentence, std::int64_t rejects_bytes, const std::vector<Id>& sources) {
  transaction.run("update sources set import_id = $2 where user_id = $1 and id = any($3)", job.user, job.import,
                  sources);
  auto finished = transaction.run(R"sql(
    update imports
    set state = 'done', report = $4::jsonb, sentence = $5, rejects_bytes = $6, progress = null, finished_at = clock_timestamp(),
        claimed_by = null, claimed_until = null
    where user_id = $1 and id = $2 and claimed_by = $3 and state in ('waiting', 'running'))sql",
                                  job.user, job.import, job.claimant, report, sentence, rejects_bytes);
  return tell(transaction, job, finished);
}

}  // namespace mtm::store
