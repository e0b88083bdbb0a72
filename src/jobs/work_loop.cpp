#include "jobs/work_loop.hpp"

#include "core/log.hpp"
#include "db/errors.hpp"
#include "db/throttled_log.hpp"

namespace mtm::jobs {

namespace {

constexpr auto kLook = std::chrono::seconds(2);          // for work that another process left
constexpr auto kRenewLeases = std::chrono::seconds(10);  // leases, which last thirty

}  // namespace

void WorkLoop::serve(Queue& queue) {
  queues_.push_back(&queue);
  auto look = [this, &queue] { return claim_next(queue); };
  mtm::start(executor_, "looking for work", turn_round("looking for " + queue.kind(), kLook, look, queue.more_));
  repeat("renewing the leases of " + queue.kind(), kRenewLeases, [this, &queue] { return renew(queue); });
}

void WorkLoop::repeat(std::string name, Clock::duration pause, std::function<Task<bool>()> turn) {
  mtm::start(executor_, "repeating work", turn_round(std::move(name), pause, std::move(turn), stops_));
}

void WorkLoop::repeat_after_jobs(std::string name, Clock::duration pause, std::function<Task<bool>()> turn) {
  mtm::start(executor_, "repeating work", turn_round(std::move(name), pause, std::move(turn), job_ended_));
}

Task<> WorkLoop::turn_round(std::string name, Clock::duration pause, std::function<Task<bool>()> turn, Signal& wakes) {
  db::ThrottledLog failures(name.c_str());
  while (!stopping_) {
    bool more = false;
    try {
      more = co_await turn();
    } catch (const std::exception& failure) {
      failures.note(failure);
    }
    if (!more && !stopping_) co_await wakes.wait_until(Clock::now() + pause);
  }
}

Task<bool> WorkLoop::claim_next(Queue& queue) {
  if (queue.running_.size() >= queue.most_at_once()) co_return false;
  auto job = co_await queue.claim();
  if (!job) co_return false;
  run(queue, std::move(*job));
  co_return true;
}

Task<bool> WorkLoop::renew(Queue& queue) {
  std::vector<JobKey> running(queue.running_.begin(), queue.running_.end());
  if (!running.empty()) co_await queue.renew(std::move(running));
  co_return false;
}

void WorkLoop::run(Queue& queue, Job job) {
  // One that waited here for the database until its lease expired goes on by itself.
  if (!queue.running_.insert(job.key).second) return;
  ++under_way_;
  mtm::start(executor_, "a job", carry_out(queue, std::move(job)));
}

/// Whatever goes wrong, the job's place is free afterwards. No destructor frees it: what the process cuts off at its
/// end is destroyed after this.
Task<> WorkLoop::carry_out(Queue& queue, Job job) {
  try {
    co_await std::move(job.work);
  } catch (const std::exception& failure) {
    bool away = dynamic_cast<const db::Unavailable*>(&failure) != nullptr;
    auto kind = queue.kind();
    log(away ? Level::warning : Level::error, "job abandoned until its lease expires",
        {{"queue", std::string_view(kind)},
         {"user", job.key.user.number},
         {"reason", std::string_view(failure.what())}});
  }
  queue.running_.erase(job.key);
  --under_way_;
  job_ended_.notify_all();
  wake(queue);
}

void WorkLoop::stop() {
  stopping_ = true;
  stops_.notify_all();
  job_ended_.notify_all();
  for (auto* queue : queues_) wake(*queue);
}

Task<> WorkLoop::ended(Deadline deadline) {
  while (under_way_ > 0 && Clock::now() < deadline) co_await job_ended_.wait_until(deadline);
}

}  // namespace mtm::jobs
