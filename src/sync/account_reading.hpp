// Reads one user's Spotify account: Liked Songs, top lists, recent plays, then audio features.
//
// Every page is kept together with the note of how far we are, in one transaction: whatever breaks in between, the next
// try goes on after the last page that was kept, and every count is exact.
#pragma once
#include <optional>
#include <string>

#include "db/pool.hpp"
#include "db/transaction.hpp"
#include "spotify/client.hpp"
#include "spotify/feature_provider.hpp"
#include "store/captures.hpp"
#include "store/library.hpp"
#include "sync/claim_lost.hpp"
#include "sync/grants.hpp"
#include "sync/list_reading.hpp"
#include "sync/progress.hpp"

namespace mtm::sync {

/// The server stops: what was read is kept, and the rest is for whoever goes on.
struct Stopped : std::runtime_error {
  Stopped() : std::runtime_error("the server stops") {}
};

class AccountReading {
 public:
  /// `features` may be null. All of them outlive the task of read(), `stopping` too.
  AccountReading(db::Pool& database, spotify::Client& spotify, spotify::FeatureProvider* features, Grants& grants,
                 std::string claimant, store::ClaimedCapture claimed, const bool& stopping);

  /// Reads what is not done yet and finishes the capture. Throws ClaimLost, Stopped, db::Unavailable, spotify::Blocked,
  /// spotify::Unavailable and spotify::NeedsLogin: the whole capture has to wait. What concerns one step only fails
  /// that step.
  Task<> read();

 private:
  Task<> read_step(Step& step);
  Task<> liked_songs(Step& step);
  Task<> top_tracks(Step& step, spotify::TimeRange range);
  Task<> recently_played(Step& step);
  Task<> audio_features(Step& step);
  Task<> keep_liked(Step& step, ListReading& reading, const spotify::Page<spotify::SavedTrack>& page);
  /// In the step's counts and in what is kept of the reading.
  void show(Step& step, const ListReading& reading, const std::optional<Unread>& unread);
  /// For what is kept of one page: it carries version_.
  Task<db::Transaction> begin();
  Task<> note(db::Database& database, const Step& step);
  void stop_here_if_asked() const;
  Task<> finish();

  db::Pool& database_;
  spotify::Client& spotify_;
  spotify::FeatureProvider* features_;
  UserTokens tokens_;
  std::string claimant_;
  Id user_;
  Id capture_;
  std::int64_t version_ = 0;  // of the library, in the transaction that is under way
  WallTime started_at_;
  Progress progress_;
  std::optional<Json> liked_reading_;
  const bool& stopping_;
};

}  // namespace mtm::sync
