#include "sync/account_reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/log.hpp"
#include "store/features.hpp"
#include "store/libraries.hpp"
#include "store/users.hpp"
#include "sync/new_track.hpp"
#include "sync/play_keeping.hpp"
#include "sync/poll_times.hpp"

namespace mtm::sync {

using spotify::Page;

namespace {

/// Ends one step; the others go on.
struct StepFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What the catalogue keeps of audio features, under Spotify's own names.
struct Features {
  double danceability, energy, valence, acousticness, instrumentalness, liveness, speechiness, tempo, loudness;
};
BOOST_DESCRIBE_STRUCT(Features, (),
                      (danceability, energy, valence, acousticness, instrumentalness, liveness, speechiness, tempo,
                       loudness))

Json features_json(const music::AudioFeatures& of) {
  return to_json(Features{of.danceability, of.energy, of.valence, of.acousticness, of.instrumentalness, of.liveness,
                          of.speechiness, of.tempo, of.loudness});
}

}  // namespace

AccountReading::AccountReading(db::Pool& database, spotify::Client& spotify, spotify::FeatureProvider* features,
                               Grants& grants, std::string claimant, store::ClaimedCapture claimed,
                               const bool& stopping)
    : database_(database),
      spotify_(spotify),
      features_(features),
      tokens_(grants, claimed.user_id),
      claimant_(std::move(claimant)),
      user_(claimed.user_id),
      capture_(claimed.id),
      started_at_(claimed.started_at),
      stopping_(stopping) {
  progress_.steps = steps_from(claimed.steps);
  progress_.problems = problems_from(claimed.problems);
  progress_.problem_count = claimed.problem_count;
  liked_reading_ = std::move(claimed.liked_reading);
}

Task<> AccountReading::read() {
  std::exception_ptr away;
  for (auto& step : progress_.steps) {
    if (step.state == "done" || step.state == "partial" || step.state == "failed") continue;
    stop_here_if_asked();
    step.state = "running";
    co_await note(database_, step);
    std::string failure;
    bool again = false;
    std::string_view refused_scope;
    try {
      co_await read_step(step);
    } catch (const spotify::TokenUnavailable&) {
      throw;  // no step can be read without
    } catch (const StepFailed& failed) {
      failure = failed.what();
    } catch (const spotify::Forbidden& refused) {
      failure = refused.what();
      if (refused.cause == spotify::Forbidden::Cause::missing_scope) refused_scope = scope_of(step.name);
    } catch (const spotify::NotFound& refused) {
      failure = refused.what();
    } catch (const spotify::Refused& refused) {
      failure = refused.what();
    } catch (const spotify::Misconfigured& refused) {
      failure = refused.what();
    } catch (const spotify::Unreadable& unreadable) {
      failure = unreadable.what();
    } catch (const spotify::Unavailable& unavailable) {
      // The other steps need not wait for one route that is broken; it is tried again, for an hour.
      again = wall_now() - started_at_ < std::chrono::hours(1);
      if (again)
        away = std::current_exception();
      else
        failure = unavailable.what();
    }
    if (again)
      step.state = "waiting";
    else if (!failure.empty())
      step.state = "failed";
    else if (step.state == "running")
      step.state = "done";
    if (!failure.empty()) progress_.note(step, "the rest of this step", failure);
    std::string scope(refused_scope);
    if (!scope.empty()) co_await store::forget_scope(database_, user_, std::move(scope));
    co_await note(database_, step);
  }
  if (away) std::rethrow_exception(away);
  co_await finish();
}

Task<> AccountReading::read_step(Step& step) {
  if (step.name == "liked_songs") return liked_songs(step);
  if (step.name == "top_short_term") return top_tracks(step, spotify::TimeRange::short_term);
  if (step.name == "top_medium_term") return top_tracks(step, spotify::TimeRange::medium_term);
  if (step.name == "top_long_term") return top_tracks(step, spotify::TimeRange::long_term);
  if (step.name == "recently_played") return recently_played(step);
  return audio_features(step);
}

void AccountReading::stop_here_if_asked() const {
  if (stopping_) throw Stopped();
}

Task<> AccountReading::note(db::Database& database, const Step& step) {
  auto steps = to_json(progress_.steps);
  auto problems = to_json(progress_.problems);
  std::string sentence(sync::sentence(step.name));
  bool ours = co_await store::note_progress(database, user_, capture_, claimant_, std::move(steps), std::move(problems),
                                            progress_.problem_count, std::move(sentence), liked_reading_);
  if (!ours) throw ClaimLost();
}

Task<db::Transaction> AccountReading::begin() {
  auto transaction = co_await db::Transaction::begin(database_);
  co_await store::hold_user(transaction, user_);
  version_ = co_await store::next_version(transaction, user_);
  co_return transaction;
}

Task<> AccountReading::liked_songs(Step& step) {
  ListReading reading(reading_from(liked_reading_));
  bool failed_before = false;
  for (auto place = reading.next(); place; place = reading.next()) {
    stop_here_if_asked();
    std::optional<Page<spotify::SavedTrack>> page;
    std::exception_ptr failure;
    std::string reason;
    try {
      page = co_await spotify_.saved_tracks(tokens_, *place);
    } catch (const spotify::TokenUnavailable&) {
      throw;  // not the page's fault
    } catch (const spotify::Unavailable& unavailable) {
      failure = std::current_exception();
      reason = unavailable.what();
    }
    if (page) {
      failed_before = false;
      co_await keep_liked(step, reading, *page);
      continue;
    }
    // One bad page is passed over if the next one can be had; two in a row mean that Spotify is away, and the reading
    // goes on later from where it was noted last.
    if (std::exchange(failed_before, true)) std::rethrow_exception(failure);
    bool last_chance = reading.at_end();
    auto unread = reading.failed(reason);
    if (!last_chance) continue;
    show(step, reading, unread);
    co_await note(database_, step);
  }
  show(step, reading, std::nullopt);
  if (reading.state().unread > 0) step.state = "partial";
  if (!reading.complete()) co_return;
  auto transaction = co_await begin();
  auto unliked = co_await store::mark_unliked(transaction, user_, capture_, version_);
  co_await note(transaction, step);
  co_await transaction.commit();
  if (unliked > 0) log(Level::info, "songs are no longer liked", {{"user", user_.number}, {"songs", unliked}});
}

void AccountReading::show(Step& step, const ListReading& reading, const std::optional<Unread>& unread) {
  step.done = reading.done();
  step.total = std::max(reading.state().total.value_or(0), step.done);
  liked_reading_ = to_json(reading.state());
  if (!unread) return;
  auto songs = unread->places.to - unread->places.from;
  progress_.note(step, fmt::format("{} songs from place {} on", songs, unread->places.from + 1), unread->reason);
  step.skipped += songs;
}

Task<> AccountReading::keep_liked(Step& step, ListReading& reading, const Page<spotify::SavedTrack>& page) {
  std::vector<store::NewTrack> tracks;
  std::vector<std::string> met;
  std::vector<WallTime> saved;
  for (const auto& item : page.items) {
    tracks.push_back(new_track(item.track));
    met.push_back(item.track.id);
    saved.push_back(item.added_at);
  }
  auto wanted = reading.wanted();
  auto place = wanted.from;
  for (const auto& skipped : page.skipped) {
    auto here = place + static_cast<std::int64_t>(skipped.index);
    if (here >= wanted.to) continue;  // named when its own page was read
    progress_.note(step, fmt::format("song {}", here + 1), skipped.reason);
    ++step.skipped;
    if (!skipped.track_id.empty())
      met.push_back(skipped.track_id);
    else if (!skipped.names_no_track)
      reading.met_unknown(1);
  }

  auto transaction = co_await begin();
  auto kept = co_await store::keep_tracks(transaction, tracks);
  auto added = co_await store::keep_saved(transaction, user_, version_, kept, saved);
  auto news = co_await store::note_liked(transaction, user_, capture_, claimant_, std::move(met));
  step.added += added;

  PageFacts facts;
  facts.count = static_cast<std::int64_t>(page.items.size() + page.skipped.size());
  // A page of which nothing can be used says nothing about repetition, but it must lie within the list.
  bool within = page.total && place < *page.total;
  facts.news = news > 0 || (page.items.empty() && within);
  facts.next = page.next.has_value();
  facts.next_offset = page.next_offset;
  facts.total = page.total;
  auto unread = reading.took(facts);
  show(step, reading, unread);
  co_await note(transaction, step);
  co_await transaction.commit();
}

Task<> AccountReading::top_tracks(Step& step, spotify::TimeRange range) {
  auto page = co_await spotify_.top_tracks(tokens_, range);
  std::vector<store::NewTrack> tracks;
  std::vector<int> ranks;
  for (const auto& item : page.items) {
    tracks.push_back(new_track(item.track));
    ranks.push_back(item.rank);
  }
  for (const auto& skipped : page.skipped)
    progress_.note(step, fmt::format("rank {}", skipped.index + 1), skipped.reason);
  step.skipped = static_cast<std::int64_t>(page.skipped.size());
  step.done = static_cast<std::int64_t>(page.items.size() + page.skipped.size());
  step.total = step.done;
  std::string name(spotify::to_text(range));
  auto date = co_await store::today(database_, user_);

  auto transaction = co_await begin();
  auto source = co_await store::spotify_source(transaction, user_);
  auto kept = co_await store::keep_tracks(transaction, tracks);
  // A list without a single track says that Spotify has none to give now; the one that was kept today stays.
  if (!kept.empty())
    step.added = co_await store::keep_snapshot(transaction, user_, version_, source, date, name, kept, ranks);
  co_await note(transaction, step);
  co_await transaction.commit();
}

Task<> AccountReading::recently_played(Step& step) {
  auto read_at = wall_now();
  auto page = co_await spotify_.recently_played(tokens_);
  std::vector<store::NewTrack> tracks;
  for (const auto& item : page.items) tracks.push_back(new_track(item.track));
  for (const auto& skipped : page.skipped)
    progress_.note(step, fmt::format("play {}", skipped.index + 1), skipped.reason);
  step.skipped = static_cast<std::int64_t>(page.skipped.size());
  step.done = static_cast<std::int64_t>(page.items.size() + page.skipped.size());
  step.total = step.done;

  auto transaction = co_await begin();
  co_await store::keep_tracks(transaction, tracks);
  auto before = co_await store::poll_state(transaction, user_);
  auto recent = co_await compare_with_kept(transaction, user_, page);
  step.added = co_await keep_fresh_plays(transaction, user_, version_, recent);
  co_await keep_gap_before(transaction, user_, recent, before, read_at);
  auto reading = reading_of(page, recent, before, read_at, 0);
  co_await store::note_reading(transaction, user_, std::move(reading));
  co_await note(transaction, step);
  co_await transaction.commit();
}

Task<> AccountReading::audio_features(Step& step) {
  if (!features_) co_return;
  auto waiting = co_await store::count_to_ask_features_for(database_, user_);
  step.total = step.done + waiting;
  for (;;) {
    stop_here_if_asked();
    auto asked = co_await store::tracks_to_ask_features_for(database_, user_, spotify::kMostFeaturesAtOnce);
    if (asked.empty()) co_return;
    spotify::Page<spotify::TrackFeatures> found;
    std::string failure;
    try {
      found = co_await features_->features(asked);
    } catch (const spotify::Error& error) {
      failure = error.what();
    }
    // The provider is a stranger's: what it lacks today is asked for with the next capture.
    if (!failure.empty()) throw StepFailed(failure);
    std::vector<std::string> ids;
    std::vector<Json> features;
    for (const auto& track : found.items) {
      if (std::find(asked.begin(), asked.end(), track.track_id) == asked.end()) continue;
      ids.push_back(track.track_id);
      features.push_back(features_json(track.features));
    }
    for (const auto& skipped : found.skipped)
      progress_.note(step, fmt::format("track {} of an answer", skipped.index + 1), skipped.reason);
    step.skipped += static_cast<std::int64_t>(found.skipped.size());
    auto transaction = co_await begin();
    co_await store::keep_features(transaction, asked, ids, features, "provider");
    step.done += static_cast<std::int64_t>(asked.size());
    step.total = std::max(step.total, step.done);
    step.added += static_cast<std::int64_t>(ids.size());
    co_await note(transaction, step);
    co_await transaction.commit();
  }
}

Task<> AccountReading::finish() {
  auto ended = [&](std::string_view state) {
    return std::count_if(progress_.steps.begin(), progress_.steps.end(),
                         [&](const Step& step) { return step.state == state; });
  };
  auto failed = ended("failed");
  std::string state = "done";
  std::string sentence = "Your history is here";
  if (failed == static_cast<std::ptrdiff_t>(progress_.steps.size())) {
    state = "failed";
    sentence = "Nothing could be read; the reasons are listed";
  } else if (failed + ended("partial") > 0) {
    state = "partial";
    sentence = "Most of your history is here; what is missing is listed";
  }
  auto steps = to_json(progress_.steps);
  co_await store::finish_capture(database_, user_, capture_, claimant_, state, std::move(steps), sentence);
  std::int64_t added = 0;
  for (const auto& step : progress_.steps) added += step.added;
  log(Level::info, "capture ended",
      {{"user", user_.number},
       {"state", std::string_view(state)},
       {"added", added},
       {"problems", static_cast<std::int64_t>(progress_.problem_count)}});
}

}  // namespace mtm::sync
