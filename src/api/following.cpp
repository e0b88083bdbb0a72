#include "api/following.hpp"

#include "http/problem.hpp"

namespace mtm::api {

namespace {

using Look = std::function<Task<Standing>()>;

constexpr auto kSilence =
    std::chrono::seconds(15);  // what stands between us and the page may end a connection that is silent

Task<> follow(http::Events& events, Services& services, std::string channel, Id user, std::string event, Look look,
              std::shared_ptr<FewEach::Turn>) {
  Watch watch(services.changes, channel, std::to_string(user.number));
  std::string shown;
  auto said = Clock::now();
  for (;;) {
    Standing now{shown};
    try {
      now = co_await look();
    } catch (const db::Unavailable&) {
    }
    if (now.text != shown && !now.text.empty()) {
      co_await events.send(event, now.text);
      shown = std::move(now.text);
      said = Clock::now();
    }
    if (now.over) co_return;
    if (Clock::now() - said > kSilence) {
      co_await events.keep_alive();
      said = Clock::now();
    }
    co_await watch.next();
  }
}

}  // namespace

http::Response followed(Services& services, const std::string& channel, Id user, const std::string& event, Look look) {
  auto turn = services.backroom.watching.take(user);
  if (!turn)
    throw http::Problem(http::Status::too_many_requests, "Too many of your pages are watching. Close one of them.",
                        std::chrono::seconds(30));
  return http::event_stream(
      [=, &services](http::Events& events) { return follow(events, services, channel, user, event, look, turn); });
}

}  // namespace mtm::api
