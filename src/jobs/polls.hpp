// Polls as jobs: what each person played last is read every few minutes, for as long as Spotify lets us.
#pragma once
#include <deque>

#include "db/pool.hpp"
#include "jobs/meters.hpp"
#include "jobs/spacing.hpp"
#include "jobs/work_loop.hpp"
#include "sync/play_reading.hpp"

namespace mtm::jobs {

class Polls final : public Queue {
 public:
  /// All of them outlive it.
  Polls(WorkLoop& loop, db::Pool& database, spotify::Client& spotify, const spotify::Budget& budget,
        sync::Grants& grants, Meters& meters, std::string claimant);

  /// Looks now and then for people who could not be read for so long that plays may be missing, until the loop stops.
  void start();

  std::string kind() const override { return "polls"; }
  /// As many as there are connections to Spotify that are kept (spotify/http_client.hpp).
  std::size_t most_at_once() const override { return 4; }
  Task<std::optional<Job>> claim() override;
  Task<> renew(std::vector<JobKey> running) override;

 private:
  Task<> poll(store::ClaimedPoll claimed);
  Task<> postpone(const store::ClaimedPoll& claimed, WallTime until, int failures);
  Task<bool> begin_gaps();
  double budget_used() const;

  WorkLoop& loop_;
  db::Pool& database_;
  spotify::Client& spotify_;
  const spotify::Budget& budget_;
  sync::Grants& grants_;
  Meters& meters_;
  std::string claimant_;
  Spacing spacing_;
  std::deque<Id> due_;  // as the last look found them
  bool more_are_due_ = false;
  Clock::time_point looked_at_{};
};

}  // namespace mtm::jobs
