#include "api/history_of.hpp"

namespace mtm::api {

Task<history::HistoryPtr> history_of(const http::Request& request, Services& services) {
  auto state = co_await services.library_reads.join(Id{request.caller.user_id});
  auto known = services.histories.cached(state);
  if (known) co_return known;
  auto reading = services.histories.fresh(std::move(state));
  co_return co_await elsewhere(services.histories.executor(), std::move(reading));
}

}  // namespace mtm::api
