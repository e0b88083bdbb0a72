#include "jobs/enrichments.hpp"

#include "core/log.hpp"
#include "db/transaction.hpp"
#include "store/libraries.hpp"
#include "store/library.hpp"
#include "store/users.hpp"
#include "sync/account_reading.hpp"
#include "sync/new_track.hpp"

namespace mtm::jobs {

namespace {

constexpr int kTracksOfATurn = 50;
constexpr auto kDayIsFull = std::chrono::minutes(10);   // the day's count is kept in stretches of so long
constexpr auto kNoAnswer = std::chrono::minutes(1);     // of Spotify, before it is asked again
constexpr auto kPersonRefused = std::chrono::hours(1);  // until a login or the app's owner may have mended it

}  // namespace

Task<std::optional<Job>> Enrichments::claim() {
  std::optional<Job> job;
  if (lookups_.per_day == 0 || wall_now() < rests_until_) co_return std::move(job);
  auto user = co_await store::claim_enrichment(database_, claimant_);
  if (user) {
    JobKey key{*user, {}};
    job = Job{std::move(key), turn_of(*user)};
  }
  co_return std::move(job);
}

Task<> Enrichments::turn_of(Id user) {
  person_waits_.reset();
  auto tracks = co_await store::tracks_to_confirm(database_, user, kTracksOfATurn);
  sync::UserTokens tokens(grants_, user);
  std::int64_t named = 0;
  for (const auto& track : tracks) {
    if (loop_.stopping()) break;
    auto ours = co_await store::hold_enrichment(database_, user, claimant_);
    if (!ours) break;
    auto asked = co_await ask(tokens, track);
    if (asked == Asked::named) ++named;
    if (asked == Asked::stop) break;
  }
  if (named > 0) co_await show_to(user);
  co_await store::put_down_enrichment(database_, user, claimant_, person_waits_);
}

/// What is claimed here and not answered may be asked for again at once.
Task<Enrichments::Asked> Enrichments::ask(spotify::TokenSource& tokens, const store::UnconfirmedTrack& track) {
  auto claimed = co_await store::claim_track(database_, track.id);
  if (!claimed) co_return Asked::another_asks;
  auto allowed = co_await store::count_lookup(database_, lookups_.client_id, lookups_.per_day);
  std::optional<spotify::Track> answer;
  bool unknown = false;
  if (allowed) {
    try {
      answer = co_await spotify_.track(tokens, track.spotify_id);
      unknown = answer->artists.empty();
    } catch (const spotify::NotFound&) {
      unknown = true;
    } catch (const spotify::Refused&) {
      unknown = true;  // a file has invented the id
    } catch (const spotify::Unreadable&) {
      unknown = true;  // it lacks what makes a track
    } catch (const spotify::Blocked& blocked) {
      rests_until_ = blocked.until;
    } catch (const spotify::Unavailable&) {
      rests_until_ = wall_now() + kNoAnswer;
    } catch (const spotify::Error& refused) {
      person_waits_ = wall_now() + kPersonRefused;
      log(Level::warning, "Spotify names no tracks for this user", {{"reason", std::string_view(refused.what())}});
    }
  } else {
    rests_until_ = wall_now() + kDayIsFull;
  }
  if (unknown) {
    co_await store::set_aside_track(database_, track.id);
    meters_.tracks_unknown.add();
    co_return Asked::unknown;
  }
  if (!answer) {
    co_await store::release_track(database_, track.id);
    co_return Asked::stop;
  }
  co_await keep(track, std::move(*answer));
  meters_.tracks_named.add();
  co_return Asked::named;
}

/// Under the id that was asked for: Spotify may have answered with the instance of another market.
Task<> Enrichments::keep(const store::UnconfirmedTrack& track, spotify::Track answer) {
  answer.id = track.spotify_id;
  std::vector<store::NewTrack> tracks(1, sync::new_track(answer));
  auto transaction = co_await db::Transaction::begin(database_);
  co_await store::keep_tracks(transaction, tracks);
  co_await transaction.commit();
}

/// The person's history takes in what the catalogue has learnt. Once a turn: it is read in part each time. Others who
/// have the same tracks see it within half a minute, as does this person should the process end before.
Task<> Enrichments::show_to(Id user) {
  auto transaction = co_await db::Transaction::begin(database_);
  co_await store::hold_user(transaction, user);
  co_await store::next_version(transaction, user);
  co_await transaction.commit();
}

}  // namespace mtm::jobs
