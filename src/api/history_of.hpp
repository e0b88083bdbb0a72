// How a handler comes to the history of its caller.
#pragma once
#include "api/services.hpp"
#include "http/request.hpp"

namespace mtm::api {

/// The caller's history as it is now, with everything that was acknowledged before this was asked. Throws as the pool
/// does.
Task<history::HistoryPtr> history_of(const http::Request& request, Services& services);
/// The same of a person who need not be the caller, for what that person shows to others.
Task<history::HistoryPtr> history_of(Id user, Services& services);

/// What day it is where the person lives.
history::Day today(const history::History& history);

/// Where so much is gone through, a question takes longer than a thread that serves sockets can spare.
inline constexpr std::size_t kLongHistory = 20'000;

/// What `question()` answers, here or, of a long history, on a thread for calculations. It must hold the history.
template <class Question>
Task<std::invoke_result_t<Question>> answered(const history::HistoryPtr& history, Services& services,
                                              Question question) {
  bool here = history->plays->size() + history->tracks->size() < kLongHistory;
  if (here) co_return question();
  co_return co_await services.compute.run(services.database.executor(), std::move(question));
}

}  // namespace mtm::api
