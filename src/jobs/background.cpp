#include "jobs/background.hpp"

#include "core/log.hpp"
#include "core/races.hpp"
#include "db/throttled_log.hpp"
#include "db/transaction.hpp"
#include "store/identities.hpp"

namespace mtm::jobs {

namespace {

constexpr int kAtOnce = 8;                                // captures of different users
constexpr auto kLook = std::chrono::seconds(2);           // for work that another replica left
constexpr auto kRefused = std::chrono::seconds(1);        // by the database, before the budget is written again
constexpr auto kRenew = std::chrono::seconds(10);         // claims, which last thirty
constexpr auto kLookForNewDay = std::chrono::minutes(5);  // somewhere a day begins every quarter of an hour
constexpr auto kSpotifyAway = std::chrono::seconds(60);   // before a capture tries again, at first
constexpr auto kSpotifyLongAway = std::chrono::hours(1);  // the same, at last

std::vector<spotify::Origin> allowed_origins(const Settings& settings) {
  std::vector<spotify::Origin> origins{spotify::base_url(settings.accounts_url).origin,
                                       spotify::api_base_url(settings.api_url).origin};
  if (!settings.features_url.empty()) origins.push_back(spotify::base_url(settings.features_url).origin);
  return origins;
}

}  // namespace

Background::Background(const Executor& executor, db::Pool& database, Settings settings)
    : executor_(executor),
      database_(database),
      settings_(std::move(settings)),
      claimant_(random_token(12)),
      http_(executor, allowed_origins(settings_)),
      budget_row_(database, settings_.credentials.client_id),
      budget_(
          settings_.budget,
          [this](const spotify::BudgetState&) {
            if (budget_row_.lacks_block_of(budget_)) budget_changed_.notify_all();
            show_budget();
          },
          &budget_row_),
      login_(http_, budget_, spotify::base_url(settings_.accounts_url), settings_.credentials),
      spotify_(http_, budget_, spotify::api_base_url(settings_.api_url)),
      grants_(database, login_, Sealer(settings_.secret_key, settings_.secret_key_previous)),
      publishing_(database, spotify_, grants_, claimant_) {
  if (!settings_.features_url.empty())
    features_ =
        std::make_unique<spotify::FeatureProvider>(http_, settings_.budget, spotify::base_url(settings_.features_url));
}

void Background::show_budget() {
  const auto& state = budget_.state();
  std::int64_t calls = 0;
  for (const auto& stretch : state.last_day) calls += stretch.calls;
  meters_.calls_in_a_day.set(calls);
  auto until = state.blocked_until ? state.blocked_until->time_since_epoch() : std::chrono::milliseconds(0);
  meters_.blocked_until.set(std::chrono::duration_cast<std::chrono::seconds>(until).count());
}

void Background::start() {
  meters_.calls_per_day.set(settings_.budget.calls_per_day);
  mtm::start(executor_, "looking for captures", look_for_captures());
  mtm::start(executor_, "beginning daily captures", begin_daily_captures());
  mtm::start(executor_, "looking for publications", look_for_publications());
  mtm::start(executor_, "keeping the claims of publications", keep_publication_claims());
  mtm::start(executor_, "keeping the Spotify budget", keep_budget());
  mtm::start(executor_, "storing refreshed grants", keep_refreshed_grants());
}

Task<> Background::stop(Deadline deadline) {
  stopping_ = true;
  work_.notify_all();
  budget_changed_.notify_all();
  stops_.notify_all();
  while ((under_way_ > 0 || keeping_budget_) && Clock::now() < deadline) co_await ended_.wait_until(deadline);
  grants_.stop_keeping();
  while (keeping_grants_ && Clock::now() < deadline) co_await ended_.wait_until(deadline);
  for (const auto& [user, grant] : grants_.not_stored())
    log(Level::error,
        "refreshed grant lost: the database did not take it before the exit; the user has to log in again",
        {{"user", user}});
}

Task<Id> Background::finish_login(std::string code, std::string verifier) {
  auto tokens = co_await login_.exchange(std::move(code), std::move(verifier));
  spotify::FixedToken token(tokens.access_token);
  auto profile = co_await spotify_.me(token);
  auto transaction = co_await db::Transaction::begin(database_);
  auto user =
      co_await store::known_user(transaction, profile.id, profile.account_id, profile.display_name, profile.image_url);
  co_await grants_.keep(transaction, user, std::move(tokens));
  auto earlier = co_await store::latest_capture(transaction, user);
  auto deleted = co_await store::history_was_deleted(transaction, user);
  if (!earlier && !deleted) {
    auto steps = to_json(sync::all_steps(asks_features()));
    co_await store::request_capture(transaction, user, std::move(steps));
  }
  co_await transaction.commit();
  work_.notify_all();
  co_return user;
}

Task<> Background::request_capture(Id user) {
  auto steps = to_json(sync::all_steps(asks_features()));
  co_await store::request_capture(database_, user, std::move(steps));
  work_.notify_all();
}

Task<bool> Background::request_publication(Id user, std::string playlist_id) {
  auto publication =
      co_await store::claim_publication(database_, user, std::move(playlist_id), claimant_, random_token(9));
  if (!publication) co_return false;
  bool here = being_published_.contains({user.number, publication->playlist_id});
  if (!here) mtm::start(executor_, "publishing a playlist", publish(std::move(*publication)));
  co_return true;
}

Task<> Background::look_for_captures() {
  db::ThrottledLog failures("looking for captures");
  while (!stopping_) {
    std::optional<store::ClaimedCapture> claimed;
    if (under_way_ < kAtOnce) {
      try {
        claimed = co_await store::claim_capture(database_, claimant_);
      } catch (const std::exception& failure) {
        failures.note(failure);
      }
    }
    if (!claimed) {
      co_await work_.wait_until(Clock::now() + kLook);
      continue;
    }
    // One that waited here for the database until its claim ran out goes on by itself.
    if (capturing_.contains(claimed->user_id.number)) continue;
    mtm::start(executor_, "a capture", capture(std::move(*claimed)));
  }
}

/// What Spotify forgets is read once a day, for everybody who has a grant.
Task<> Background::begin_daily_captures() {
  db::ThrottledLog failures("beginning daily captures");
  bool zones_known = false;
  while (!stopping_) {
    std::int64_t begun = 0;
    try {
      if (!zones_known) co_await store::forget_unknown_zones(database_);
      zones_known = true;
      store::DailySteps steps{to_json(sync::daily_steps(asks_features())), to_json(sync::all_steps(asks_features()))};
      begun = co_await store::request_daily_captures(database_, std::move(steps), wall_now());
    } catch (const std::exception& failure) {
      failures.note(failure);
    }
    if (begun > 0) work_.notify_all();
    co_await ended_.wait_until(Clock::now() + kLookForNewDay);
  }
}

Task<> Background::look_for_publications() {
  db::ThrottledLog failures("looking for publications");
  while (!stopping_) {
    std::optional<store::Publication> abandoned;
    try {
      abandoned = co_await store::claim_abandoned_publication(database_, claimant_);
    } catch (const std::exception& failure) {
      failures.note(failure);
    }
    if (!abandoned) {
      co_await work_.wait_until(Clock::now() + kLook);
      continue;
    }
    // One that waited here for the database until its claim ran out goes on by itself.
    if (being_published_.contains({abandoned->user_id.number, abandoned->playlist_id})) continue;
    mtm::start(executor_, "publishing a playlist", publish(std::move(*abandoned)));
  }
}

/// A slow Spotify takes longer for one question than a claim lasts; nobody else must begin meanwhile.
Task<> Background::keep_publication_claims() {
  db::ThrottledLog failures("keeping the claims of publications");
  while (!stopping_) {
    co_await stops_.wait_until(Clock::now() + kRenew);
    if (being_published_.empty()) continue;
    std::vector<Id> users;
    std::vector<std::string> playlists;
    for (const auto& [user, playlist] : being_published_) {
      users.push_back(Id{user});
      playlists.push_back(playlist);
    }
    try {
      co_await store::renew_publication_claims(database_, claimant_, std::move(users), std::move(playlists));
    } catch (const std::exception& failure) {
      failures.note(failure);
    }
  }
}

/// Whatever goes wrong, the user's place is free afterwards. No destructor frees it: what the process cuts off at its
/// end is destroyed after this.
Task<> Background::capture(store::ClaimedCapture claimed) {
  ++under_way_;
  Counted counted(meters_.captures_under_way);
  auto user = claimed.user_id;
  capturing_.insert(user.number);
  try {
    co_await read_history(std::move(claimed));
    if (!stopping_) co_await notice_removed_playlists(user);
  } catch (const std::exception& failure) {
    // Its claim runs out, and somebody takes it up again.
    log(Level::error, "capture abandoned", {{"user", user.number}, {"reason", std::string_view(failure.what())}});
  }
  capturing_.erase(user.number);
  --under_way_;
  ended_.notify_all();
  work_.notify_all();
}

/// What can't be learnt now is asked again after the next capture.
Task<> Background::notice_removed_playlists(Id user) {
  try {
    co_await publishing_.notice_removed(user);
  } catch (const spotify::Error&) {
  } catch (const db::Unavailable&) {
  }
}

Task<> Background::read_history(store::ClaimedCapture claimed) {
  auto user = claimed.user_id;
  auto id = claimed.id;
  std::optional<store::ClaimedCapture> current = std::move(claimed);
  while (current && !stopping_) {
    std::optional<WallTime> resumes_at;
    std::string sentence;
    bool database_away = false;
    try {
      sync::History history(database_, spotify_, features_.get(), grants_, claimant_, *current, stopping_);
      co_await history.read();
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
Task<std::optional<store::ClaimedCapture>> Background::claim_again(Id user, Id capture) {
  bool said = false;
  while (!stopping_) {
    co_await stops_.wait_until(Clock::now() + kLook);
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

Task<> Background::publish(store::Publication publication) {
  ++under_way_;
  auto user = publication.user_id;
  auto key = std::pair(user.number, publication.playlist_id);
  being_published_.insert(key);
  try {
    co_await publishing_.publish(std::move(publication));
    meters_.publications.add();
  } catch (const std::exception& failure) {
    // Its claim runs out, and somebody takes it up again.
    bool away = dynamic_cast<const db::Unavailable*>(&failure) != nullptr;
    log(away ? Level::warning : Level::error, "publication abandoned for now",
        {{"user", user.number}, {"reason", std::string_view(failure.what())}});
  }
  being_published_.erase(key);
  --under_way_;
  ended_.notify_all();
}

/// A block that another replica met holds here within seconds, and the other way round; the calls are counted as they
/// are made.
Task<> Background::keep_budget() {
  keeping_budget_ = true;
  db::ThrottledLog failures("keeping the Spotify budget");
  while (!stopping_ && !database_.reachable()) co_await database_.until_reachable(Clock::now() + kLook);
  for (bool last = false; !last;) {
    last = stopping_;
    try {
      co_await budget_row_.exchange(budget_);
    } catch (const std::exception& failure) {
      failures.note(failure);
    }
    show_budget();
    if (stopping_) continue;
    if (budget_row_.lacks_block_of(budget_))
      co_await stops_.wait_until(Clock::now() + kRefused);
    else
      co_await budget_changed_.wait_until(Clock::now() + kLook);
  }
  keeping_budget_ = false;
  ended_.notify_all();
}

Task<> Background::keep_refreshed_grants() {
  keeping_grants_ = true;
  co_await grants_.keep_refreshed();
  keeping_grants_ = false;
  ended_.notify_all();
}

}  // namespace mtm::jobs
