// How often all users together may ask Spotify. Its limits count per app (and per developer account), so there is one
// Budget per client id: a window of 30 s for the rate limit, a rolling day for the quota, and the time until which
// Spotify itself told us to wait. What matters more may use more of it, so that no import can keep anybody from logging
// in; nor does a long wait, for logins are let through until one of them is refused itself.
//
// Replicas share the day and the block by a SharedDay, where each call is added before it is made; the window is each
// one's own.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/counter.hpp"
#include "core/task.hpp"

namespace mtm::spotify {

/// Most important first.
enum class Priority { login, recently_played, playlist_write, library, enrichment };

struct BudgetLimits {
  int calls_per_window = 90;  // Spotify publishes no number; people measured refusals from about 100
  std::chrono::seconds window{30};
  int calls_per_day = 1500;          // measured: 500 to 2000
  std::chrono::seconds patience{5};  // a call that must wait longer is refused instead
  std::chrono::hours longest_block{48};
};

/// Calls made in one stretch of ten minutes.
struct CallCount {
  WallTime since;
  int calls = 0;

  friend bool operator==(const CallCount&, const CallCount&) = default;
};

/// What must outlive the process: without it, a restart would forget that Spotify said "tomorrow".
struct BudgetState {
  std::optional<WallTime> blocked_until;
  std::string reason;               // why it is blocked
  int refusals = 0;                 // 429 without Retry-After in a row: each doubles the wait
  std::vector<CallCount> last_day;  // oldest first

  friend bool operator==(const BudgetState&, const BudgetState&) = default;
};

/// The two clocks at one moment: the window must not feel the calendar being set, the day must survive a restart.
struct Moment {
  Clock::time_point steady;
  WallTime wall;
};
Moment moment_now();

/// Whether a call may go now, and if not, when to ask again.
struct Turn {
  std::chrono::milliseconds wait{0};  // 0: it may go, and was counted
  std::string reason;
  WallTime until{};  // the same as a time

  bool now() const { return wait.count() == 0; }
};

/// The day's calls and the block, kept where all replicas see them.
class SharedDay {
 public:
  struct Answer {
    bool counted = false;
    BudgetState state;  // after the call was counted, or as it was refused
    WallTime now;       // by the clock that all replicas share
  };

  virtual ~SharedDay() = default;
  /// Adds one call, unless a day has that many already or a block is on that it does not pass, in one step that no
  /// other replica comes between. When it throws, the call may not be made.
  virtual Task<Answer> count(int allowed, bool passes_block) = 0;
};

/// What Spotify has answered, for metrics; any thread may read it.
struct AnswerMeters {
  void count(int status) {
    if (status == 429)
      refused_for_now.add();
    else if (status < 100 || status > 599)
      none.add();
    else
      classes[static_cast<std::size_t>(status / 100 - 1)].add();
  }
  Counter none;                    // the network failed
  std::array<Counter, 5> classes;  // 1xx to 5xx, without 429
  Counter refused_for_now;         // 429
};

class Budget {
 public:
  using Changed = std::function<void(const BudgetState&)>;

  /// `changed` hears of every change of the state, within the call that made it. Without a SharedDay the day is this
  /// process's own; with one, it outlives this.
  explicit Budget(BudgetLimits limits = {}, Changed changed = {}, SharedDay* day = nullptr);

  /// Throws what SharedDay does.
  Task<Turn> take(Priority priority);
  /// As far as this process knows; without a SharedDay that is all there is.
  Turn take(Priority priority, const Moment& now);

  /// Nobody may call for so long, because a call of this priority was refused. A shorter wait never shortens a longer
  /// one. Logins are held up for a minute at most, and by a longer wait only when one of them was refused.
  void block(std::chrono::milliseconds wait, const std::string& reason, Priority refused, const Moment& now);
  /// Spotify refused (429) without saying for how long.
  void count_refusal();
  /// Spotify answered: the doubling of unnamed waits starts again.
  void answered();

  /// Takes over what an earlier process, or all replicas together, saw. Of two blocks the longer one holds.
  /// Tells nobody of it.
  void restore(const BudgetState& state, const Moment& now);
  const BudgetState& state() const { return state_; }
  AnswerMeters& answers() { return answers_; }
  const AnswerMeters& answers() const { return answers_; }
  const BudgetLimits& limits() const { return limits_; }

 private:
  void forget_old(const Moment& now);
  void count(const Moment& now);
  void give_back(const Moment& taken);
  Turn refused(Priority priority, const SharedDay::Answer& answer);
  Turn block_turn(Priority priority, const Moment& now) const;
  Turn window_turn(int allowed, const Moment& now) const;
  Turn day_turn(int allowed, const Moment& now) const;
  void tell();

  BudgetLimits limits_;
  Changed changed_;
  SharedDay* day_;
  BudgetState state_;
  Clock::time_point logins_blocked_until_{};
  std::deque<Clock::time_point> window_;
  AnswerMeters answers_;
};

}  // namespace mtm::spotify
