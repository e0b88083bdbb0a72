// The loop of background work: claims jobs, renews their leases, waits after failures, and stops at a safe point.
//
// Jobs are rows of PostgreSQL. A claim is a lease of thirty seconds, so a job runs in one process at a time, and
// another process claims it when the first one is gone. What a kind of job does stands beside this file: captures,
// publications, imports.
#pragma once
#include <compare>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/races.hpp"

namespace mtm::jobs {

/// What a lease is on.
struct JobKey {
  Id user;
  std::string item;  // such as a playlist; empty when a user has one job of its kind at a time

  auto operator<=>(const JobKey&) const = default;
};

/// One that this process has claimed.
struct Job {
  JobKey key;
  Task<> work;  // throws when it can't go on here: then its lease expires and it is claimed again
};

/// All jobs of one kind, those of other processes among them.
class Queue {
 public:
  virtual ~Queue() = default;

  /// For the log, in the plural: "captures".
  virtual std::string kind() const = 0;
  /// How many run here at once.
  virtual std::size_t most_at_once() const = 0;
  /// The next one that waits or whose lease has expired; nothing when there is none.
  virtual Task<std::optional<Job>> claim() = 0;
  /// Extends the leases of those that run here; asked every ten seconds.
  virtual Task<> renew(std::vector<JobKey> running) = 0;

 private:
  friend class WorkLoop;
  std::set<JobKey> running_;  // here
  Signal more_;
};

/// Everything here runs on the executor's thread.
class WorkLoop {
 public:
  explicit WorkLoop(const Executor& executor) : executor_(executor) {}

  const Executor& executor() const { return executor_; }
  /// As long as this lives.
  const bool& stopping() const { return stopping_; }

  /// Claims and runs the queue's jobs until stop(). The queue must outlive every task.
  void serve(Queue& queue);
  /// There may be something new in the queue.
  void wake(Queue& queue) { queue.more_.notify_all(); }
  /// Runs a job that was claimed by its name; drops it when the same one runs here already.
  void run(Queue& queue, Job job);

  /// Does `turn` until stop(): again at once when it says that there is more to do, otherwise, and when it throws,
  /// after `pause`. Failures are logged under the name.
  void repeat(std::string name, Clock::duration pause, std::function<Task<bool>()> turn);
  /// The same, but also whenever a job has ended.
  void repeat_after_jobs(std::string name, Clock::duration pause, std::function<Task<bool>()> turn);
  /// Waits so long, or until stop().
  Task<> wait(Clock::duration length) { return stops_.wait_until(Clock::now() + length); }

  /// Begins no more jobs, and asks those that run to stop at their next safe point.
  void stop();
  /// Returns when every job has ended, or at the deadline.
  Task<> ended(Deadline deadline);

 private:
  Task<> turn_round(std::string name, Clock::duration pause, std::function<Task<bool>()> turn, Signal& wakes);
  Task<bool> claim_next(Queue& queue);
  Task<bool> renew(Queue& queue);
  Task<> carry_out(Queue& queue, Job job);

  Executor executor_;
  std::vector<Queue*> queues_;
  Signal stops_;
  Signal job_ended_;
  bool stopping_ = false;
  int under_way_ = 0;
};

}  // namespace mtm::jobs
