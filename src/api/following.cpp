#include "api/following.hpp"

#include "http/problem.hpp"
#include "store/credentials.hpp"

namespace mtm::api {

namespace {

constexpr auto kSilence =
    std::chrono::seconds(15);  // what stands between us and the page may end a connection that is silent
constexpr auto kLookAgain = std::chrono::seconds(1);  // after a look that the database did not answer

Task<std::vector<Standing>> look_at(const std::vector<Followed>& all) {
  std::vector<Standing> standings;
  for (const auto& each : all) {
    auto standing = co_await each.look();
    standings.push_back(std::move(standing));
  }
  co_return standings;
}

Task<> follow(http::Events& events, Services& services, http::Caller caller, std::vector<Followed> all,
              std::shared_ptr<PerUserLimit::Turn>) {
  Watch watch(services.changes);
  for (const auto& each : all) watch.add(each.channel, std::to_string(caller.user_id));
  watch.add(store::kCredentialsChannel, hex(caller.digest));
  std::vector<std::string> shown(all.size());
  auto said = Clock::now();
  bool changed = true;
  for (;;) {
    std::vector<Standing> now;
    try {
      bool holds = co_await services.credentials.still_holds(caller);
      if (!holds) co_return;
      if (changed) now = co_await look_at(all);
      changed = false;
    } catch (const db::Unavailable&) {
      changed = true;
    }
    bool over = false;
    for (std::size_t i = 0; i < now.size(); ++i) {
      over = over || now[i].over;
      if (now[i].text.empty() || now[i].text == shown[i]) continue;
      co_await events.send(all[i].event, now[i].text);
      shown[i] = std::move(now[i].text);
      said = Clock::now();
    }
    if (over) co_return;
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

http::Response followed(Services& services, const http::Caller& caller, std::vector<Followed> all) {
  auto turn = services.background_work.watching.take(Id{caller.user_id});
  if (!turn)
    throw http::Problem(http::Status::too_many_requests, "Too many of your pages are watching. Close one of them.",
                        std::chrono::seconds(30));
  return http::event_stream(
      [=, &services](http::Events& events) { return follow(events, services, caller, all, turn); });
}

}  // namespace mtm::api
