#include "store/budgets.hpp"

namespace mtm::store {

const db::Query<SpotifyBudget> kSpotifyBudget{"spotify_budget", {"'client'"}, R"sql(
    select client_id as asked_by, blocked_until, coalesce(blocked_why, '') as blocked_why, calls from spotify_budgets where client_id = $1)sql"};

Task<std::optional<SpotifyBudget>> spotify_budget(db::Database& database, std::string client_id) {
  return database.one(kSpotifyBudget, client_id);
}

const db::Command<db::Nothing> kKeepSpotifyBudget{"keep_spotify_budget", {"'client'", "null", "''", "'[]'"}, R"sql(
    insert into spotify_budgets (client_id, blocked_until, blocked_why, calls) values ($1, $2, $3, $4::jsonb)
    on conflict on constraint spotify_budgets_key do update
      set blocked_until = greatest(spotify_budgets.blocked_until, excluded.blocked_until),
          blocked_why = case when excluded.blocked_until >= spotify_budgets.blocked_until or spotify_budgets.blocked_until is null
                             then excluded.blocked_why else spotify_budgets.blocked_why end,
          calls = excluded.calls, updated_at = now())sql"};

Task<> keep_spotify_budget(db::Database& database, std::string client_id, SpotifyBudget budget) {
  co_await database.run(kKeepSpotifyBudget, client_id, budget.blocked_until, budget.blocked_why, budget.calls);
}

}  // namespace mtm::store
