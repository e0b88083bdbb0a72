#include "store/budgets.hpp"

#include <stdexcept>

namespace mtm::store {

const db::Query<SpotifyBudget> kSpotifyBudget{"spotify_budget", {"'client'"}, R"sql(
    select client_id as asked_by, blocked_until, coalesce(blocked_why, '') as blocked_why, calls from spotify_budgets where client_id = $1)sql"};

Task<std::optional<SpotifyBudget>> spotify_budget(db::Database& database, std::string client_id) {
  return database.one(kSpotifyBudget, client_id);
}

// The update locks the row and judges its latest version, so the sum over all replicas never passes `allowed`. A
// stretch is forgotten a day after its end. The refused half may see the row as it was a moment ago. The time is the
// database's and comes with the row: a distributed one takes no now() behind "do update".
const db::Command<CountedCall> kCountSpotifyCall{"count_spotify_call", {"'client'", "1500", "false"}, R"sql(
    with counted as (
      insert into spotify_budgets (client_id, calls, updated_at)
      values ($1, with_spotify_call('[]', now()), now())
      on conflict on constraint spotify_budgets_key do update
        set calls = with_spotify_call(spotify_budgets.calls, excluded.updated_at), updated_at = excluded.updated_at
        where ($3 or coalesce(spotify_budgets.blocked_until <= excluded.updated_at, true))
          and spotify_calls_of_day(spotify_budgets.calls, excluded.updated_at) < $2
      returning client_id, blocked_until, blocked_why, calls
    )
    select client_id as asked_by, blocked_until, coalesce(blocked_why, '') as blocked_why, calls, true as counted, now() as now
    from counted
    union all
    select client_id, blocked_until, coalesce(blocked_why, ''), calls, false, now()
    from spotify_budgets where client_id = $1 and not exists (select from counted))sql"};

Task<CountedCall> count_spotify_call(db::Database& database, std::string client_id, int allowed, bool passes_block) {
  auto answer = co_await database.one(kCountSpotifyCall, client_id, allowed, passes_block);
  if (!answer) throw std::logic_error("a call to Spotify was neither counted nor refused");
  co_return std::move(*answer);
}

const db::Command<db::Nothing> kKeepSpotifyBlock{"keep_spotify_block", {"'client'", "now()", "''"}, R"sql(
    insert into spotify_budgets (client_id, blocked_until, blocked_why, updated_at) values ($1, $2, $3, now())
    on conflict on constraint spotify_budgets_key do update
      set blocked_until = excluded.blocked_until, blocked_why = excluded.blocked_why, updated_at = excluded.updated_at
      where coalesce(spotify_budgets.blocked_until < excluded.blocked_until, true))sql"};

Task<> keep_spotify_block(db::Database& database, std::string client_id, WallTime until, std::string why) {
  co_await database.run(kKeepSpotifyBlock, client_id, until, why);
}

}  // namespace mtm::store
