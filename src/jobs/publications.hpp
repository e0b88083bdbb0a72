// Publications as jobs: a playlist's owner asks for one, and one whose process is gone goes on here.
#pragma once
#include "db/pool.hpp"
#include "jobs/meters.hpp"
#include "jobs/work_loop.hpp"
#include "publishing/publishing.hpp"

namespace mtm::jobs {

class Publications final : public Queue {
 public:
  /// All of them outlive it.
  Publications(WorkLoop& loop, db::Pool& database, publishing::Publishing& publishing, Meters& meters,
               std::string claimant)
      : loop_(loop), database_(database), publishing_(publishing), meters_(meters), claimant_(std::move(claimant)) {}

  /// Starts one; false when there is no such playlist of that user, or when it is being published already.
  Task<bool> request(Id user, std::string playlist_id);

  std::string kind() const override { return "publications"; }
  /// Each is asked for by somebody who waits for it.
  std::size_t most_at_once() const override { return SIZE_MAX; }
  Task<std::optional<Job>> claim() override;
  /// A slow Spotify takes longer for one question than a lease lasts; no other process must begin meanwhile.
  Task<> renew(std::vector<JobKey> running) override;

 private:
  Job job(store::Publication publication);
  Task<> publish(store::Publication publication);

  WorkLoop& loop_;
  db::Pool& database_;
  publishing::Publishing& publishing_;
  Meters& meters_;
  std::string claimant_;
};

}  // namespace mtm::jobs
