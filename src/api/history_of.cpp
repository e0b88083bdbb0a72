#include "api/history_of.hpp"

namespace mtm::api {

namespace {

/// Who waits for a history asks so often whether the database is still there.
constexpr auto kLook = std::chrono::milliseconds(250);

}  // namespace

Task<history::HistoryPtr> history_of(const http::Request& request, Services& services) {
  return history_of(Id{request.caller.user_id}, services);
}

Task<history::HistoryPtr> history_of(Id user, Services& services) {
  auto state = co_await services.version_reads.join(user);
  auto known = services.histories.cached(state);
  if (known) co_return known;
  for (;;) {
    auto reading = services.histories.fresh(state, Clock::now() + kLook);
    auto history = co_await run_on(services.histories.executor(), std::move(reading));
    if (history) co_return history;
    // A long history takes its time, and so may those before it. But when the database is silent this question fails
    // as soon as any other's.
    co_await services.version_reads.join(user);
  }
}

history::Day today(const history::History& history) {
  return history.zone->day(std::chrono::microseconds(wall_now().time_since_epoch()).count());
}

}  // namespace mtm::api
