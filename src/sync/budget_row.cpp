#include "sync/budget_row.hpp"

#include <simdjson.h>

#include "store/budgets.hpp"

namespace mtm::sync {

namespace {

std::vector<spotify::CallCount> calls_from(const Json& json) {
  std::vector<spotify::CallCount> calls;
  simdjson::dom::parser parser;
  simdjson::dom::array list;
  if (parser.parse(json.text).get(list)) return calls;
  for (auto element : list) {
    std::string_view since;
    std::int64_t count = 0;
    if (element["since"].get(since) || element["calls"].get(count)) continue;
    if (auto time = from_rfc3339(since)) calls.push_back({*time, static_cast<int>(count)});
  }
  return calls;
}

spotify::BudgetState state_from(const store::SpotifyBudget& row) {
  spotify::BudgetState state;
  state.blocked_until = row.blocked_until;
  state.reason = row.blocked_why;
  state.last_day = calls_from(row.calls);
  return state;
}

}  // namespace

Task<spotify::SharedDay::Answer> BudgetRow::count(int allowed, bool passes_block) {
  auto row = co_await store::count_spotify_call(database_, client_id_, allowed, passes_block);
  blocked_until_ = row.blocked_until;
  Answer answer;
  answer.counted = row.counted;
  answer.state = state_from(row);
  answer.now = row.now;
  co_return answer;
}

Task<> BudgetRow::exchange(spotify::Budget& budget) {
  auto row = co_await store::spotify_budget(database_, client_id_);
  if (row) {
    blocked_until_ = row->blocked_until;
    budget.restore(state_from(*row), spotify::moment_now());
  }
  if (!lacks_block_of(budget)) co_return;
  auto until = *budget.state().blocked_until;
  auto reason = budget.state().reason;
  co_await store::keep_spotify_block(database_, client_id_, until, std::move(reason));
  blocked_until_ = until;
}

}  // namespace mtm::sync
