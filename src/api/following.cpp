#include "api/following.hpp"

#include "http/problem.hpp"
#include "store/credentials.hpp"

namespace mtm::api {

namespace {

using Look = std::function<Task<Standing>()>;

constexpr auto kSilence =
    std::chrono::seconds(15);  // what stands between us and the page may end a connection that is silent
constexpr auto kLookAgain = std::chrono::seconds(1);  // after a look that the database did not answer

Task<> follow(http::Events& events, Services& services, http::Caller caller, std::string channel, std::string event,
              Look look, std::shared_ptr<PerUserLimit::Turn>) {
  Watch watch(services.changes);
  watch.add(channel, std::to_string(caller.user_id));
  watch.add(store::kCredentialsChannel, hex(caller.digest));
  std::string shown;
  auto said = Clock::now();
  bool changed = true;
  for (;;) {
    Standing now{shown};
    try {
      bool holds = co_await services.credentials.still_holds(caller);
      if (!holds) co_return;
      if (changed) now = co_await look();
      changed = false;
    } catch (const db::Unavailable&) {
      changed = true;
    }
    if (now.text != shown && !now.text.empty()) {
      co_await events.send(event, now.text);
      shown = std::move(now.text);
      said = Clock::now();
    }
    if (now.over) co_return;
    if (Clock::now() - said >= kSilence) {
      co_await events.keep_alive();
      said = Clock::now();
    }
    auto until = said + kSilence;
    if (changed) until = std::min(until, Clock::now() + kLookAgain);
    bool woken = co_await watch.next(until);
    changed = changed || woken;
  }
}

}  // namespace

http::Response followed(Services& services, const http::Caller& caller, const std::string& channel,
                        const std::string& event, Look look) {
  auto turn = services.background_work.watching.take(Id{caller.user_id});
  if (!turn)
    throw http::Problem(http::Status::too_many_requests, "Too many of your pages are watching. Close one of them.",
                        std::chrono::seconds(30));
  return http::event_stream(
      [=, &services](http::Events& events) { return follow(events, services, caller, channel, event, look, turn); });
}

}  // namespace mtm::api
