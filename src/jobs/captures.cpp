#include "jobs/captures.hpp"

#include <algorithm>

#include "core/log.hpp"
#include "db/transaction.hpp"

namespace mtm::jobs {

namespace {

constexpr auto kLookForNewDay = std::chrono::minutes(5);  // somewhere a day begins every quarter of an hour
constexpr auto kAgain = std::chrono::seconds(2);          // before the database is asked again
constexpr auto kSpotifyAway = std::chrono::seconds(60);   // before a capture tries again, at first
constexpr auto kSpotifyLongAway = std::chrono::hours(1);  // the same, at last

}  // namespace

void Captures::start() {
  loop_.repeat_after_jobs("beginning daily captures", kLookForNewDay, [this] { return begin_daily(); });
}

Task<> Captures::request(db::Database& database, Id user) {
  auto steps = to_json(sync::all_steps(asks_features()));
  co_await store::request_capture(database, user, std::move(steps));
}

/// What Spotify forgets is read once a day, for everybody who has a grant.
Task<bool> Captures::begin_daily() {
  if (!zones_known_) co_await store::forget_unknown_zones(database_);
  zones_known_ = true;
  store::DailySteps steps{to_json(sync::daily_steps(asks_features())), to_json(sync::all_steps(asks_features()))};
  auto begun = co_await store::request_daily_captures(database_, std::move(steps), wall_now());
  if (begun > 0) loop_.wake(*this);
  co_return false;
}

Task<std::optional<Job>> Captures::claim() {
  auto claimed = co_await store::claim_capture(database_, claimant_);
  std::optional<Job> job;
  if (claimed) {
    JobKey key{claimed->user_id, {}};
    job = Job{std::move(key), capture(std::move(*claimed))};
  }
  co_return std::move(job);
}

Task<> Captures::capture(store::ClaimedCapture claimed) {
  Counted counted(meters_.captures_under_way);
  auto user = claimed.user_id;
  co_await read(std::move(claimed));
  if (!loop_.stopping()) co_await notice_removed_playlists(user);
}

/// What can't be learnt now is asked again after the next capture.
Task<> Captures::notice_removed_playlists(Id user) {
  try {
    co_await publishing_.notice_removed(user);
  } catch (const spotify::Error&) {
  } catch (const db::Unavailable&) {
  }
}

Task<> Captures::read(store::ClaimedCapture claimed) {
  auto user = claimed.user_id;
  auto id = claimed.id;
  std::optional<store::ClaimedCapture> current = std::move(claimed);
  while (current && !loop_.stopping()) {
    std::optional<WallTime> resumes_at;
    std::string sentence;
    bool database_away = false;
    try {
      sync::AccountReading reading(database_, spotify_, features_, grants_, claimant_, *current, loop_.stopping());
      co_await reading.read();
      meters_.captures_finished.add();
      co_return;
    } catch (const sync::ClaimLost&) {
      co_return;
    } catch (const sync::Stopped&) {
      resumes_at = wall_now();
      sentence = "Interrupted; it goes on in a moment";
    } catch (const spotify::Blocked& blocked) {
      resumes_at = blocked.until;
      sentence = "Spotify asks us to wait; we go on by ourselves";
    } catch (const spotify::Unavailable&) {
      // The longer it lasts, the fewer of everybody's calls are spent on it.
      auto age = wall_now() - current->started_at;
      resumes_at = wall_now() + std::clamp<std::chrono::milliseconds>(age / 10, kSpotifyAway, kSpotifyLongAway);
      sentence = "Spotify does not answer; we try again by ourselves";
    } catch (const spotify::NotConnected&) {
      sentence = "Spotify is not connected; log in with Spotify to connect it";
    } catch (const spotify::NeedsLogin&) {
      sentence = "Spotify wants you to log in again";
    } catch (const db::Unavailable&) {
      database_away = true;
    } catch (const std::exception& failure) {
      auto* error = dynamic_cast<const db::Error*>(&failure);
      database_away = error && error->transient();
      if (!database_away)
        log(Level::error, "capture failed", {{"user", user.number}, {"reason", std::string_view(failure.what())}});
      sentence = "Something went wrong on our side; it was noted";
    }
    try {
      if (resumes_at) {
        co_await store::postpone_capture(database_, user, id, claimant_, *resumes_at, sentence);
        meters_.captures_postponed.add();
        co_return;
      }
      if (!database_away) {
        auto latest = co_await store::reclaim_capture(database_, user, id, claimant_);
        if (latest) co_await store::finish_capture(database_, user, id, claimant_, "failed", latest->steps, sentence);
        meters_.captures_failed.add();
        co_return;
      }
    } catch (const db::Unavailable&) {
      // Once more, from where it stood.
    }
    current = co_await claim_again(user, id);
  }
}

/// As it stands, once the database says it; nothing when another process has it by now. Never at once, and only when
/// the database has room for the transactions that keep pages: Spotify is not asked for what can't be kept.
Task<std::optional<store::ClaimedCapture>> Captures::claim_again(Id user, Id capture) {
  bool said = false;
  while (!loop_.stopping()) {
    co_await loop_.wait(kAgain);
    std::string reason;
    try {
      auto transaction = co_await db::Transaction::begin(database_);
      auto claimed = co_await store::reclaim_capture(transaction, user, capture, claimant_);
      co_await transaction.commit();
      co_return claimed;
    } catch (const db::Unavailable& unavailable) {
      reason = unavailable.what();
    }
    if (!std::exchange(said, true))
      log(Level::warning, "capture waits for the database",
          {{"user", user.number}, {"reason", std::string_view(reason)}});
  }
  co_return std::nullopt;
}

}  // namespace mtm::jobs
