// What runs without a request, on a thread and connections of its own: it never slows a request, and one user's trouble
// is never another's.
#pragma once
#include <memory>
#include <string>

#include "db/pool.hpp"
#include "jobs/captures.hpp"
#include "jobs/enrichments.hpp"
#include "jobs/meters.hpp"
#include "jobs/polls.hpp"
#include "jobs/publications.hpp"
#include "publishing/publishing.hpp"
#include "spotify/client.hpp"
#include "spotify/feature_provider.hpp"
#include "spotify/login.hpp"
#include "sync/account_reading.hpp"
#include "sync/budget_row.hpp"
#include "sync/grants.hpp"

namespace mtm::jobs {

struct Settings {
  spotify::Credentials credentials;
  std::string accounts_url, api_url;
  std::string features_url;  // empty: nobody is asked for audio features
  spotify::BudgetLimits budget;
  int lookups_per_day = 0;  // calls for tracks that imports alone have named; 0: none
  std::string secret_key, secret_key_previous;
  bool poll_plays = true;
};

/// Everything here runs on the executor's thread. Call it from other threads by run_on().
class Background {
 public:
  Background(const Executor& executor, db::Pool& database, Settings settings);

  const Executor& executor() const { return loop_.executor(); }
  /// For what else is to run beside requests.
  WorkLoop& loop() { return loop_; }
  /// For any thread, as long as this lives.
  const Meters& meters() const { return meters_; }
  const spotify::AnswerMeters& answers() const { return budget_.answers(); }

  /// Looks for work until stop().
  void start();
  /// Takes nothing new up; returns when what runs has ended at a safe point, or at the deadline. What is cut off goes
  /// on elsewhere or after the next start.
  Task<> stop(Deadline deadline);

  /// Ends a login: exchanges the code, asks who it is, keeps the grant, and begins the first capture. Throws what
  /// spotify/errors.hpp lists, and db::Unavailable.
  Task<Id> finish_login(std::string code, std::string verifier);

  /// Starts a capture of a user, or joins the one under way; returns when it is on its way.
  Task<> request_capture(Id user);
  /// Starts publishing; false when there is no such playlist of that user, or when it is being published already.
  Task<bool> request_publication(Id user, std::string playlist_id);

 private:
  Task<> keep_budget();
  Task<> keep_refreshed_grants();
  void show_budget();

  WorkLoop loop_;
  db::Pool& database_;
  Settings settings_;
  std::string claimant_;
  spotify::HttpClient http_;
  sync::BudgetRow budget_row_;
  spotify::Budget budget_;
  spotify::Login login_;
  spotify::Client spotify_;
  std::unique_ptr<spotify::FeatureProvider> features_;
  sync::Grants grants_;
  publishing::Publishing publishing_;
  Meters meters_;
  Captures captures_;
  Polls polls_;
  Publications publications_;
  Enrichments enrichments_;
  Signal budget_changed_;
  Signal ended_;  // one of the two below
  bool keeping_budget_ = false;
  bool keeping_grants_ = false;
};

}  // namespace mtm::jobs
