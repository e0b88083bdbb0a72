#include "jobs/background.hpp"

#include "core/log.hpp"
#include "core/races.hpp"
#include "db/throttled_log.hpp"
#include "db/transaction.hpp"
#include "store/identities.hpp"
#include "store/polls.hpp"

namespace mtm::jobs {

namespace {

constexpr auto kExchange = std::chrono::seconds(2);  // of the budget with the other replicas
constexpr auto kRefused = std::chrono::seconds(1);   // by the database, before the budget is written again

std::vector<spotify::Origin> allowed_origins(const Settings& settings) {
  std::vector<spotify::Origin> origins{spotify::base_url(settings.accounts_url).origin,
                                       spotify::api_base_url(settings.api_url).origin};
  if (!settings.features_url.empty()) origins.push_back(spotify::base_url(settings.features_url).origin);
  return origins;
}

std::unique_ptr<spotify::FeatureProvider> feature_provider(spotify::HttpClient& http, const Settings& settings) {
  if (settings.features_url.empty()) return nullptr;
  return std::make_unique<spotify::FeatureProvider>(http, settings.budget, spotify::base_url(settings.features_url));
}

}  // namespace

Background::Background(const Executor& executor, db::Pool& database, Settings settings)
    : loop_(executor),
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
      features_(feature_provider(http_, settings_)),
      grants_(database, login_, Sealer(settings_.secret_key, settings_.secret_key_previous)),
      publishing_(database, spotify_, grants_, claimant_),
      captures_(loop_, database, spotify_, features_.get(), grants_, publishing_, meters_, claimant_),
      polls_(loop_, database, spotify_, budget_, grants_, meters_, claimant_),
      publications_(loop_, database, publishing_, meters_, claimant_),
      enrichments_(loop_, database, spotify_, grants_, meters_,
                   Lookups{settings_.credentials.client_id, settings_.lookups_per_day}, claimant_) {}

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
  loop_.serve(captures_);
  loop_.serve(publications_);
  loop_.serve(enrichments_);
  captures_.start();
  if (settings_.poll_plays) {
    loop_.serve(polls_);
    polls_.start();
  }
  mtm::start(executor(), "keeping the Spotify budget", keep_budget());
  mtm::start(executor(), "storing refreshed grants", keep_refreshed_grants());
}

Task<> Background::stop(Deadline deadline) {
  loop_.stop();
  budget_changed_.notify_all();
  co_await loop_.ended(deadline);
  while (keeping_budget_ && Clock::now() < deadline) co_await ended_.wait_until(deadline);
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
  if (!earlier && !deleted) co_await captures_.request(transaction, user);
  co_await store::poll_soon(transaction, user);
  co_await transaction.commit();
  loop_.wake(captures_);
  co_return user;
}

Task<> Background::request_capture(Id user) {
  co_await captures_.request(database_, user);
  loop_.wake(captures_);
}

Task<bool> Background::request_publication(Id user, std::string playlist_id) {
  return publications_.request(user, std::move(playlist_id));
}

/// A block that another replica met holds here within seconds, and the other way round; the calls are counted as they
/// are made.
Task<> Background::keep_budget() {
  keeping_budget_ = true;
  db::ThrottledLog failures("keeping the Spotify budget");
  while (!loop_.stopping() && !database_.reachable()) co_await database_.until_reachable(Clock::now() + kExchange);
  for (bool last = false; !last;) {
    last = loop_.stopping();
    try {
      co_await budget_row_.exchange(budget_);
    } catch (const std::exception& failure) {
      failures.note(failure);
    }
    show_budget();
    if (loop_.stopping()) continue;
    if (budget_row_.lacks_block_of(budget_))
      co_await loop_.wait(kRefused);
    else
      co_await budget_changed_.wait_until(Clock::now() + kExchange);
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
