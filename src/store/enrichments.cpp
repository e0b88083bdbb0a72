#include "store/enrichments.hpp"

namespace mtm::store {

void request_enrichment(db::BlockingConnection& database, Id user, std::int64_t unconfirmed) {
  database.run(R"sql(
    insert into enrichments (user_id, unconfirmed) values ($1, $2)
    on conflict on constraint enrichments_key do update
      set unconfirmed = greatest(enrichments.unconfirmed, excluded.unconfirmed),
          resumes_at = null, claimed_by = null, claimed_until = null)sql",
               user, unconfirmed);
}

namespace {

struct Enriched {
  Id user_id;
};
BOOST_DESCRIBE_STRUCT(Enriched, (), (user_id))

}  // namespace

const db::Query<Enriched> kEnrichmentsToClaim{"enrichments_to_claim", {}, R"sql(
    select user_id from enrichments
    where (claimed_until is null or claimed_until < now()) and (resumes_at is null or resumes_at <= now())
      and exists (select from spotify_grants where spotify_grants.user_id = enrichments.user_id and state = 'ok')
      and not exists (select from imports where imports.user_id = enrichments.user_id and state in ('waiting', 'running'))
    order by worked_at nulls first, user_id limit 10)sql"};

// Of those who saw the same candidate one gets it: the others' conditions are judged again after its commit.
const db::Command<Enriched> kClaimEnrichment{
    "claim_enrichment", {"(select id from users limit 1)", "'a process'"}, R"sql(
    update enrichments set claimed_by = $2, claimed_until = now() + interval '2 minutes', resumes_at = null
    where user_id = $1 and (claimed_until is null or claimed_until < now()) and (resumes_at is null or resumes_at <= now())
    returning user_id as asked_by, user_id)sql"};

Task<std::optional<Id>> claim_enrichment(db::Database& database, std::string claimant) {
  auto candidates = co_await database.all(kEnrichmentsToClaim);
  for (auto candidate : candidates) {
    try {
      auto claimed = co_await database.one(kClaimEnrichment, candidate.user_id, claimant);
      if (claimed) co_return claimed->user_id;
    } catch (const db::HeldUp&) {
      // An import is about to end; the next person need not wait for that.
    }
  }
  co_return std::nullopt;
}

const db::Command<Enriched> kHoldEnrichment{"hold_enrichment", {"(select id from users limit 1)", "'a process'"}, R"sql(
    update enrichments set claimed_until = now() + interval '2 minutes'
    where user_id = $1 and claimed_by = $2
      and not exists (select from imports where imports.user_id = $1 and state in ('waiting', 'running'))
    returning user_id as asked_by, user_id)sql"};

Task<bool> hold_enrichment(db::Database& database, Id user, std::string claimant) {
  auto held = co_await database.one(kHoldEnrichment, user, claimant);
  co_return held.has_value();
}

/// Of a person `$1`: what Spotify could name and has not.
#define MTM_UNCONFIRMED                                                                            \
  "(select distinct track_id from track_claims where user_id = $1) as claimed"                     \
  " join tracks on tracks.id = claimed.track_id and tracks.name is null and tracks.kind = 'track'" \
  " and tracks.spotify_id not like '\\_%'"

// Where nothing is left, the next import wakes it again.
const db::Command<db::Nothing> kPutDownEnrichment{
    "put_down_enrichment", {"(select id from users limit 1)", "'a process'", "null::timestamptz"}, R"sql(
    update enrichments
    set unconfirmed = found.tracks, worked_at = now(), claimed_by = null, claimed_until = null,
        resumes_at = greatest($3::timestamptz, found.next)
    from (
      select count(*) as tracks, coalesce(min(coalesce(tracks.not_asked_before, '-infinity')), 'infinity') as next
      from )sql" MTM_UNCONFIRMED R"sql(
    ) as found
    where user_id = $1 and claimed_by = $2)sql"};

Task<> put_down_enrichment(db::Database& database, Id user, std::string claimant, std::optional<WallTime> resumes_at) {
  co_await database.run(kPutDownEnrichment, user, claimant, resumes_at);
}

const db::Query<UnconfirmedTrack> kTracksToConfirm{
    "tracks_to_confirm", {"(select id from users limit 1)", "100"}, R"sql(
    select $1::bigint as asked_by, tracks.id, tracks.spotify_id
    from )sql" MTM_UNCONFIRMED R"sql(
    left join (select track_id, count(*) as plays from plays where user_id = $1 group by track_id) as played
      on played.track_id = tracks.id
    where tracks.not_asked_before is null or tracks.not_asked_before <= now()
    order by coalesce(played.plays, 0) desc, tracks.id limit $2)sql"};

Task<std::vector<UnconfirmedTrack>> tracks_to_confirm(db::Database& database, Id user, int most) {
  return database.all(kTracksToConfirm, user, most);
}

struct ClaimedTrack {
  Id id;
};
BOOST_DESCRIBE_STRUCT(ClaimedTrack, (), (id))

const db::Command<ClaimedTrack> kClaimTrack{"claim_track", {"(select id from tracks limit 1)"}, R"sql(
    update tracks set not_asked_before = now() + interval '2 minutes'
    where id = $1 and name is null and (not_asked_before is null or not_asked_before <= now())
    returning id)sql"};

Task<bool> claim_track(db::Database& database, Id track) {
  auto claimed = co_await database.one(kClaimTrack, track);
  co_return claimed.has_value();
}

const db::Command<db::Nothing> kReleaseTrack{
    "release_track", {"(select id from tracks limit 1)"}, "update tracks set not_asked_before = null where id = $1"};

Task<> release_track(db::Database& database, Id track) { co_await database.run(kReleaseTrack, track); }

const db::Command<db::Nothing> kSetAsideTrack{
    "set_aside_track",
    {"(select id from tracks limit 1)"},
    "update tracks set not_asked_before = now() + interval '30 days' where id = $1"};

Task<> set_aside_track(db::Database& database, Id track) { co_await database.run(kSetAsideTrack, track); }

struct CountedLookup {
  std::string client_id;
};
BOOST_DESCRIBE_STRUCT(CountedLookup, (), (client_id))

// As calls are counted (store/budgets.cpp).
const db::Command<CountedLookup> kCountLookup{"count_lookup", {"'client'", "300"}, R"sql(
    insert into spotify_budgets (client_id, lookups, updated_at) values ($1, with_spotify_call('[]', now()), now())
    on conflict on constraint spotify_budgets_key do update
      set lookups = with_spotify_call(spotify_budgets.lookups, excluded.updated_at), updated_at = excluded.updated_at
      where spotify_calls_of_day(spotify_budgets.lookups, excluded.updated_at) < $2
    returning client_id as asked_by, client_id)sql"};

Task<bool> count_lookup(db::Database& database, std::string client_id, int per_day) {
  auto counted = co_await database.one(kCountLookup, client_id, per_day);
  co_return counted.has_value();
}

struct Unconfirmed {
  std::int64_t unconfirmed;
};
BOOST_DESCRIBE_STRUCT(Unconfirmed, (), (unconfirmed))

const db::Query<Unconfirmed> kUnconfirmedOf{
    "unconfirmed_of",
    {"(select id from users limit 1)"},
    "select user_id as asked_by, unconfirmed from enrichments where user_id = $1"};

Task<std::optional<std::int64_t>> unconfirmed_of(db::Database& database, Id user) {
  auto row = co_await database.one(kUnconfirmedOf, user);
  if (!row) co_return std::nullopt;
  co_return row->unconfirmed;
}

}  // namespace mtm::store
