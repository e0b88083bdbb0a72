#include "api/following.hpp"

namespace mtm::api {

namespace {
constexpr auto kSilence = std::chrono::seconds(15);  // what stands between us and the page may end a connection that is silent
}  // namespace

Task<> follow(http::Events& events, Services& services, std::string channel, Id user, std::string event, std::function<Task<Standing>()> look) {
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

}  // namespace mtm::api
