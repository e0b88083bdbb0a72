#include "api/history_of.hpp"

namespace mtm::api {

Task<history::HistoryPtr> history_of(const http::Request& request, Services& services) {
  auto state = co_await services.version_reads.join(Id{request.caller.user_id});
  auto known = services.histories.cached(state);
  if (known) co_return known;
  auto reading = services.histories.fresh(std::move(state));
  co_return co_await run_on(services.histories.executor(), std::move(reading));
}

history::Day today(const history::History& history) {
  return history.zone->day(std::chrono::microseconds(wall_now().time_since_epoch()).count());
}

}  // namespace mtm::api
