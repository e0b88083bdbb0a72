#include "spotify/budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace mtm::spotify {

namespace {

using namespace std::chrono_literals;
using std::chrono::ceil;
using std::chrono::milliseconds;

constexpr milliseconds kStretch = 10min;  // 144 counts a day instead of 1500 times
constexpr milliseconds kDay = 24h;
constexpr milliseconds kLongestForLogins = 1min;  // the rate limit's window is 30 s; a person at the screen won't wait

/// How much of a limit a priority may use up: the rest stays for what matters more.
int share(int limit, Priority priority) {
  constexpr int kPercent[] = {100, 95, 90, 80, 50};
  return std::max(1, limit * kPercent[static_cast<int>(priority)] / 100);
}

/// Never at once, which would be "now".
Turn later(milliseconds wait, std::string reason, const Moment& now) {
  wait = std::max<milliseconds>(wait, 1ms);
  return {wait, std::move(reason), now.wall + wait};
}

}  // namespace

Moment moment_now() { return {Clock::now(), wall_now()}; }

Budget::Budget(BudgetLimits limits, Changed changed, SharedDay* day)
    : limits_(limits), changed_(std::move(changed)), day_(day) {}

Task<Turn> Budget::take(Priority priority) {
  auto now = moment_now();
  auto turn = take(priority, now);
  if (!day_ || !turn.now()) co_return turn;
  SharedDay::Answer answer;
  try {
    answer = co_await day_->count(share(limits_.calls_per_day, priority), priority == Priority::login);
  } catch (...) {
    give_back(now);
    throw;
  }
  if (answer.counted) {
    restore(answer.state, moment_now());
  } else {
    give_back(now);
    turn = refused(priority, answer);
  }
  tell();
  co_return turn;
}

/// Judged by the shared clock: by ours the day may be over already, and we would ask without end.
Turn Budget::refused(Priority priority, const SharedDay::Answer& answer) {
  Moment theirs{Clock::now(), answer.now};
  restore(answer.state, theirs);
  if (auto turn = block_turn(priority, theirs); !turn.now()) return turn;
  auto turn = day_turn(share(limits_.calls_per_day, priority), theirs);
  // Another replica's call came between the refusal and the look at why.
  if (turn.now()) turn = later(1s, "our own limit of calls a day", theirs);
  return turn;
}

Turn Budget::take(Priority priority, const Moment& now) {
  forget_old(now);
  if (auto turn = block_turn(priority, now); !turn.now()) return turn;
  if (auto turn = day_turn(share(limits_.calls_per_day, priority), now); !turn.now()) return turn;
  if (auto turn = window_turn(share(limits_.calls_per_window, priority), now); !turn.now()) return turn;
  count(now);
  return {};
}

void Budget::forget_old(const Moment& now) {
  while (!window_.empty() && window_.front() + limits_.window <= now.steady) window_.pop_front();
  std::erase_if(state_.last_day, [&](const CallCount& stretch) { return stretch.since + kStretch + kDay <= now.wall; });
  if (!state_.blocked_until) return;
  // A calendar that was set back must not prolong a block for ever.
  state_.blocked_until = std::min<WallTime>(*state_.blocked_until, now.wall + limits_.longest_block);
  if (*state_.blocked_until <= now.wall) {
    state_.blocked_until.reset();
    state_.reason.clear();
    tell();
  }
}

Turn Budget::block_turn(Priority priority, const Moment& now) const {
  if (!state_.blocked_until) return {};
  if (priority != Priority::login) return later(*state_.blocked_until - now.wall, state_.reason, now);
  if (logins_blocked_until_ <= now.steady) return {};
  return later(ceil<milliseconds>(logins_blocked_until_ - now.steady), state_.reason, now);
}

Turn Budget::window_turn(int allowed, const Moment& now) const {
  auto made = static_cast<int>(window_.size());
  if (made < allowed) return {};
  // The call that must leave the window before there is room for one more.
  auto leaving = window_[static_cast<std::size_t>(made - allowed)];
  return later(ceil<milliseconds>(leaving + limits_.window - now.steady),
               fmt::format("our own limit of {} calls in {} s", allowed, limits_.window.count()), now);
}

Turn Budget::day_turn(int allowed, const Moment& now) const {
  int too_many = 1 - allowed;
  for (const auto& stretch : state_.last_day) too_many += stretch.calls;
  if (too_many <= 0) return {};
  for (const auto& stretch : state_.last_day) {
    too_many -= stretch.calls;
    if (too_many > 0) continue;
    return later(stretch.since + kStretch + kDay - now.wall, fmt::format("our own limit of {} calls a day", allowed),
                 now);
  }
  return later(kStretch, "our own limit of calls a day", now);
}

void Budget::count(const Moment& now) {
  window_.push_back(now.steady);
  if (day_) return;
  auto stretch = WallTime(now.wall.time_since_epoch() / kStretch * kStretch);
  auto& days = state_.last_day;
  auto place = std::lower_bound(days.begin(), days.end(), stretch,
                                [](const CallCount& count, WallTime since) { return count.since < since; });
  if (place == days.end() || place->since != stretch) place = days.insert(place, {stretch, 0});
  ++place->calls;
  tell();
}

void Budget::give_back(const Moment& taken) {
  auto place = std::find(window_.begin(), window_.end(), taken.steady);
  if (place != window_.end()) window_.erase(place);
}

void Budget::block(milliseconds wait, const std::string& reason, Priority refused, const Moment& now) {
  if (refused == Priority::login || wait <= kLongestForLogins)
    logins_blocked_until_ = std::max(logins_blocked_until_, now.steady + std::min(wait, kLongestForLogins));
  WallTime until = now.wall + std::min<milliseconds>(wait, limits_.longest_block);
  if (state_.blocked_until && *state_.blocked_until >= until) return;
  state_.blocked_until = until;
  state_.reason = reason;
  tell();
}

void Budget::count_refusal() {
  ++state_.refusals;
  tell();
}

void Budget::answered() {
  if (state_.refusals == 0) return;
  state_.refusals = 0;
  tell();
}

void Budget::restore(const BudgetState& state, const Moment& now) {
  // What is over is no news: it would have to be forgotten, and told, again and again.
  bool blocked = state.blocked_until && *state.blocked_until > now.wall;
  if (blocked && (!state_.blocked_until || *state_.blocked_until < *state.blocked_until)) {
    state_.blocked_until = state.blocked_until;
    state_.reason = state.reason;
  }
  state_.refusals = std::max(state_.refusals, state.refusals);
  state_.last_day = state.last_day;
  forget_old(now);
}

void Budget::tell() {
  if (changed_) changed_(state_);
}

}  // namespace mtm::spotify
