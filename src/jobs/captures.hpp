// Captures as jobs: readings of users' Spotify accounts, which users ask for, and which logins and new days begin.
#pragma once
#include "db/pool.hpp"
#include "jobs/meters.hpp"
#include "jobs/work_loop.hpp"
#include "publishing/publishing.hpp"
#include "sync/account_reading.hpp"

namespace mtm::jobs {

class Captures final : public Queue {
 public:
  /// All of them outlive it; `features` may be null.
  Captures(WorkLoop& loop, db::Pool& database, spotify::Client& spotify, spotify::FeatureProvider* features,
           sync::Grants& grants, publishing::Publishing& publishing, Meters& meters, std::string claimant)
      : loop_(loop),
        database_(database),
        spotify_(spotify),
        features_(features),
        grants_(grants),
        publishing_(publishing),
        meters_(meters),
        claimant_(std::move(claimant)) {}

  /// Begins captures of every new day until the loop stops.
  void start();
  /// Starts a capture of a user, or joins the one under way. It is looked for once loop.wake() says so.
  Task<> request(db::Database& database, Id user);

  std::string kind() const override { return "captures"; }
  std::size_t most_at_once() const override { return 8; }
  Task<std::optional<Job>> claim() override;
  /// A capture renews its lease with every page that it keeps.
  Task<> renew(std::vector<JobKey>) override { co_return; }

 private:
  bool asks_features() const { return features_ != nullptr; }
  Task<bool> begin_daily();
  Task<> capture(store::ClaimedCapture claimed);
  Task<> read(store::ClaimedCapture claimed);
  Task<std::optional<store::ClaimedCapture>> claim_again(Id user, Id capture);
  Task<> notice_removed_playlists(Id user);

  WorkLoop& loop_;
  db::Pool& database_;
  spotify::Client& spotify_;
  spotify::FeatureProvider* features_;
  sync::Grants& grants_;
  publishing::Publishing& publishing_;
  Meters& meters_;
  std::string claimant_;
  bool zones_known_ = false;
};

}  // namespace mtm::jobs
