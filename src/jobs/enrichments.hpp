// Enrichment as jobs: tracks that imports alone have named are asked of Spotify, one call each, most played first,
// after everything else that calls Spotify. A job is a person's turn: some of their tracks.
#pragma once
#include "db/pool.hpp"
#include "jobs/meters.hpp"
#include "jobs/work_loop.hpp"
#include "spotify/client.hpp"
#include "store/enrichments.hpp"
#include "sync/grants.hpp"

namespace mtm::jobs {

/// Who asks, and how often: the app's client id, and calls in a day of all replicas; 0: none.
struct Lookups {
  std::string client_id;
  int per_day = 0;
};

class Enrichments final : public Queue {
 public:
  /// All of them outlive it.
  Enrichments(WorkLoop& loop, db::Pool& database, spotify::Client& spotify, sync::Grants& grants, Meters& meters,
              Lookups lookups, std::string claimant)
      : loop_(loop),
        database_(database),
        spotify_(spotify),
        grants_(grants),
        meters_(meters),
        lookups_(std::move(lookups)),
        claimant_(std::move(claimant)) {}

  std::string kind() const override { return "enrichments"; }
  /// The app's budget is what limits them, not time.
  std::size_t most_at_once() const override { return 1; }
  Task<std::optional<Job>> claim() override;
  /// Each track extends the claim.
  Task<> renew(std::vector<JobKey>) override { co_return; }

 private:
  enum class Asked { named, unknown, another_asks, stop };

  Task<> turn_of(Id user);
  Task<Asked> ask(spotify::TokenSource& tokens, const store::UnconfirmedTrack& track);
  Task<> keep(const store::UnconfirmedTrack& track, spotify::Track answer);
  Task<> show_to(Id user);

  WorkLoop& loop_;
  db::Pool& database_;
  spotify::Client& spotify_;
  sync::Grants& grants_;
  Meters& meters_;
  Lookups lookups_;
  std::string claimant_;
  WallTime rests_until_{};                // nobody is asked for before
  std::optional<WallTime> person_waits_;  // of the turn under way: what its person alone has to wait for
};

}  // namespace mtm::jobs
