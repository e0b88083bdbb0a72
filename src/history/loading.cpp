#include "history/loading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>

#include "core/log.hpp"
#include "core/races.hpp"
#include "db/binary_row.hpp"
#include "db/transaction.hpp"
#include "history/builder.hpp"
#include "history/telling.hpp"
#include "store/gaps.hpp"
#include "store/tracks.hpp"

namespace mtm::history {

namespace {

/// A transaction may commit so long after the time that its rows carry: the longest statement of those that write the
/// catalogue, several times over.
constexpr Moment kLateCommits = 5 * 60 * Moment(1'000'000);

/// How often a database that is behind is asked, and how long it is given to catch up. Each time another connection is
/// opened, which leads to the primary as soon as that is there.
constexpr int kAttempts = 5;
constexpr auto kCatchUp = std::chrono::milliseconds(100);

/// The database's time, and who tells: "17 spotify,20 lastfm".
std::string beginning(Id user) {
  return fmt::format(R"sql(
    select '{0}'::text as asked_by, now(), coalesce(string_agg(id || ' ' || kind, ','), '')
    from sources where user_id = {0})sql",
                     user.number);
}

using Tellings = std::unordered_map<std::int64_t, Telling>;  // by source

Tellings tellings_of(std::string_view sources) {
  Tellings tellings;
  while (!sources.empty()) {
    auto entry = sources.substr(0, sources.find(','));
    auto space = entry.find(' ');
    std::int64_t id = 0;
    std::from_chars(entry.data(), entry.data() + space, id);
    tellings.emplace(id, telling_of(entry.substr(space + 1)));
    sources.remove_prefix(std::min(sources.size(), entry.size() + 1));
  }
  return tellings;
}

/// What one answer of PostgreSQL holds of a cursor's rows: 3 MB of libpq's memory.
constexpr int kRowsAtOnce = 20'000;

// The order of the columns is that of track_row(). A library's row whose first_seen_at is its imported_at was met at a
// time that nobody knows.
constexpr const char* kTrackColumns = R"sql(
    select '{0}'::text as asked_by, seen.id, seen.spotify_id, coalesce(seen.name, ''), seen.artist_id, coalesce(seen.artist, ''), seen.artist_unconfirmed,
    seen.album_name, seen.release_date, seen.release_precision, seen.duration_ms, seen.popularity,
    seen.image_url, seen.isrc, seen.energy, seen.valence, seen.danceability, seen.acousticness, seen.instrumentalness,
    seen.liveness, seen.speechiness, seen.tempo, seen.loudness,
    least(library.first_seen_at, met.met_at), library.saved_at, library.unsaved_at,
    met.met_at is null and library.first_seen_at is not distinct from library.imported_at)sql";

/// Of a person: which tracks the sources of imports name, and when they say that the person met them.
#define MTM_MET "(select track_id, min(met_at) as met_at from track_claims where user_id = {0} and met_at is not null"

/// Those of the library, and those that imports alone have met. An import begins a new epoch, so later versions have no
/// more of the second kind.
std::string tracks_after(Id user, std::int64_t version) {
  // Of a person who has imported much, the claims are read as a whole or for a few tracks: a thousandfold difference.
  const char* all = R"sql(({1}
    from library
    left join )sql" MTM_MET R"sql( group by track_id) as met on met.track_id = library.track_id
    join )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("{0}")) R"sql( on seen.id = library.track_id
    where library.user_id = {0}
    order by library.track_id)
    union all
    ({1}
    from )sql" MTM_MET R"sql( group by track_id) as met
    left join library on library.user_id = {0} and library.track_id = met.track_id
    join )sql" MTM_SEEN_TRACKS(MTM_CLAIMS_OF_ALL("{0}")) R"sql( on seen.id = met.track_id
    where library.track_id is null and seen.kind = 'track'
    order by met.track_id))sql";
  const char* few = R"sql({1} from library
    left join lateral )sql" MTM_MET
                    R"sql( and track_claims.track_id = library.track_id group by track_id) as met on true
    join )sql" MTM_SEEN_TRACKS(MTM_CLAIM_OF_EACH("{0}")) R"sql( on seen.id = library.track_id
    where library.user_id = {0} and library.version > {2}
    order by library.track_id)sql";
  auto columns = fmt::format(kTrackColumns, user.number);
  return fmt::format(fmt::runtime(version < 0 ? all : few), user.number, columns, version);
}

/// Tracks of the person whose entry in the catalogue has changed.
std::string tracks_changed_since(Id user, Moment since) {
  return fmt::format(R"sql(
    with changed as (
      select id from tracks where changed_at > '-infinity' and changed_at >= to_timestamp({})
    ))sql",
                     static_cast<double>(since) / 1e6) +
         fmt::format(kTrackColumns, user.number) +
         fmt::format(R"sql(
    from changed
    left join library on library.user_id = {0} and library.track_id = changed.id
    left join lateral )sql" MTM_MET R"sql( and track_claims.track_id = changed.id group by track_id) as met on true
    join )sql" MTM_SEEN_TRACKS(MTM_CLAIM_OF_EACH("{0}")) R"sql( on seen.id = changed.id
    where seen.kind = 'track' and (library.track_id is not null or met.met_at is not null)
    order by changed.id)sql",
                     user.number);
}

/// Everybody's: which of them a person has is found in memory. Of tracks that Spotify has not confirmed only claims say
/// whose they are, and a person may have a million of those.
std::string artists_changed_since(Id user, Moment since) {
  return fmt::format(R"sql(
    select '{}'::text as asked_by, id, name from artists
    where changed_at > '-infinity' and changed_at >= to_timestamp({}) and name is not null)sql",
                     user.number, static_cast<double>(since) / 1e6);
}

/// A private session is private even where details are missing: during a deploy the version before writes no details.
std::string plays_after(Id user, std::int64_t version) {
  return fmt::format(R"sql(
    select '{0}'::text as asked_by, source_id, track_id, played_at, is_start, ms_played,
      case when incognito then coalesce(details, 0) | 1 else details end
    from plays where user_id = {0} and version > {1} and kind = 'track')sql",
                     user.number, version);
}

/// A row for each list: two years of weekly lists are 15,600 places, and as rows of their own they take half as long
/// as all the rest of a small history.
std::string snapshots_after(Id user, std::int64_t version) {
  return fmt::format(R"sql(
    select '{0}'::text as asked_by, time_range, snapshot_date, array_agg(rank), array_agg(track_id)
    from snapshots where user_id = {0} and version > {1} group by time_range, snapshot_date)sql",
                     user.number, version);
}

/// Few, and read as a whole: one that was taken back leaves no row behind.
std::string recording_decisions(Id user) {
  return fmt::format(R"sql(
    select '{0}'::text as asked_by, track_id, as_track_id, same, decided_at from recordings where user_id = {0}
    order by track_id, as_track_id)sql",
                     user.number);
}

/// Few, and read as a whole: an import that fills one leaves it as it is.
std::string open_gaps(Id user) {
  return fmt::format(R"sql(
    select '{0}'::text as asked_by, gaps.starts_at, gaps.ends_at from gaps
    where gaps.user_id = {0} and not exists (
      select from covered_spans as covered where covered.user_id = {0} and )sql" MTM_COVERS_GAP R"sql()
    order by gaps.starts_at)sql",
                     user.number);
}

/// Asked for with whole histories: a removal begins a new epoch, and so does taking it back.
std::string removed_plays(Id user) {
  return fmt::format(R"sql(
    select '{0}'::text as asked_by, source_kind, track_id, played_at, is_start, ms_played
    from removed_plays where user_id = {0})sql",
                     user.number);
}

Precision precision(std::string_view text) {
  if (text == "year") return Precision::year;
  return text == "month" ? Precision::month : Precision::day;
}

TimeRange time_range(std::string_view text) {
  if (text == "short_term") return TimeRange::short_term;
  return text == "medium_term" ? TimeRange::medium_term : TimeRange::long_term;
}

/// PostgreSQL knows years that no calendar of ours does, and infinities: they are kept within the years 1 to 9999.
Moment moment(std::int64_t micros) { return std::clamp(micros, kFirstMoment, kLastMoment); }

Day day(std::int32_t days) {
  constexpr Day kYear1 = -719'162, kYear9999 = 2'932'896;
  return std::clamp(days, kYear1, kYear9999);
}

TrackRow track_row(db::BinaryRow fields) {
  TrackRow row;
  row.id = fields.int64();
  row.spotify_id = fields.text();
  row.name = fields.text();
  row.artist_id = fields.int64();
  row.artist = fields.text();
  row.artist_unconfirmed = fields.boolean();
  if (!fields.null()) row.album = fields.text();
  if (!fields.null()) row.release_day = day(fields.date());
  if (!fields.null()) row.release_precision = precision(fields.text());
  if (!fields.null()) row.duration_ms = fields.int32();
  if (!fields.null()) row.popularity = static_cast<std::int8_t>(fields.int16());
  if (!fields.null()) row.image = fields.text();
  if (!fields.null()) row.isrc = fields.text();
  for (auto& feature : row.features)
    if (!fields.null()) feature = fields.real();
  row.first_seen = moment(fields.timestamptz());
  if (!fields.null()) row.saved = moment(fields.timestamptz());
  if (!fields.null()) row.unsaved = moment(fields.timestamptz());
  row.unknown_meeting = fields.boolean();
  return row;
}

PlayRow play_row(db::BinaryRow fields, const Tellings& tellings) {
  PlayRow row;
  row.source_id = fields.int64();
  row.track_id = fields.int64();
  row.at = moment(fields.timestamptz());
  row.at_is_start = fields.boolean();
  if (!fields.null()) row.ms_played = fields.int32();
  if (!fields.null()) row.details = PlayDetails::unpacked(fields.int32());
  auto telling = tellings.find(row.source_id);
  if (telling == tellings.end()) return row;
  row.teller = telling->second.teller;
  row.cut_to_minute = telling->second.cut_to_minute;
  return row;
}

RemovedRow removed_row(db::BinaryRow fields) {
  auto telling = telling_of(fields.text());
  RemovedRow row;
  row.teller = telling.teller;
  row.cut_to_minute = telling.cut_to_minute;
  row.track_id = fields.int64();
  row.at = moment(fields.timestamptz());
  row.at_is_start = fields.boolean();
  if (!fields.null()) row.ms_played = fields.int32();
  return row;
}

void add_list(Builder& builder, db::BinaryRow fields) {
  SnapshotRow row;
  row.range = time_range(fields.text());
  row.day = day(fields.date());
  auto ranks = fields.int16s();
  auto tracks = fields.int64s();
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    row.rank = ranks[i];
    row.track_id = tracks[i];
    builder.add(row);
  }
}

RecordingDecision decision_row(db::BinaryRow fields) {
  RecordingDecision row;
  row.track_id = fields.int64();
  row.as_track_id = fields.int64();
  row.same = fields.boolean();
  row.decided = moment(fields.timestamptz());
  return row;
}

Gap gap_row(db::BinaryRow fields) {
  Gap gap;
  gap.from = moment(fields.timestamptz());
  gap.until = fields.null() ? std::numeric_limits<Moment>::max() : moment(fields.timestamptz());
  return gap;
}

/// The rows of a query, which PostgreSQL gathers while others are taken.
class RowsAhead {
 public:
  /// `name` is one that no other query of the transaction has. Where `few` are expected they come in one answer, if
  /// they are few; after an import there may be millions.
  RowsAhead(db::Transaction& transaction, Id user, std::string name, std::string query, bool few)
      : transaction_(transaction),
        key_(std::to_string(user.number)),
        name_(std::move(name)),
        query_(std::move(query)),
        few_(few) {
    few_ ? ask_for_few() : open_cursor();
  }

  /// Hands each row to `take`.
  template <class Take>
  Task<> each(Take take) {
    if (few_) {
      auto rows = co_await coming_.arrived();
      if (are_all(rows)) {
        take_all(rows, take);
        co_return;
      }
      open_cursor();
    }
    co_await opened_.arrived();  // it says best what is wrong
    for (;;) {
      auto rows = co_await coming_.arrived();
      bool last = are_all(rows);
      if (!last) fetch();
      take_all(rows, take);
      if (last) break;
    }
  }

 private:
  static bool are_all(const db::Result& rows) { return rows.rows() < kRowsAtOnce; }
  template <class Take>
  static void take_all(const db::Result& rows, Take& take) {
    for (int row = 0; row < rows.rows(); ++row) take(db::BinaryRow(rows, row, 1));
  }

  // The limit must not tempt the planner to look for them in another index: it does not see it through "materialized".
  void ask_for_few() {
    coming_ = transaction_.ask_ahead(
        fmt::format("with newer as materialized ({}) select * from newer limit {}", query_, kRowsAtOnce), key_);
  }
  // It is open until the transaction ends.
  void open_cursor() {
    opened_ = transaction_.ask_ahead(fmt::format("declare {} no scroll cursor for {}", name_, query_), "");
    fetch();
  }
  void fetch() { coming_ = transaction_.ask_ahead(fmt::format("fetch {} from {}", kRowsAtOnce, name_), key_); }

  db::Transaction& transaction_;
  std::string key_, name_, query_;
  bool few_;
  db::Coming opened_, coming_;
};

/// Null when the database is behind: a connection may lead to a standby that has not heard of the latest changes.
Task<HistoryPtr> load_once(db::Pool& pool, ComputeThreads& compute, store::LibraryState wanted, HistoryPtr known) {
  auto user = wanted.user_id;
  auto transaction = co_await db::Transaction::begin_reading(pool);
  RowsAhead first(transaction, user, "first", beginning(user), true);
  std::vector<Id> users(1, user);
  auto states = co_await store::library_states(transaction, users);
  const auto& state = states.front();
  if (state.version < wanted.version) co_return nullptr;
  // A history that is newer than the database was read from another one, or before the last changes were lost.
  if (known && (known->epoch != state.epoch || known->version > state.version)) known = nullptr;
  bool newer = known != nullptr;
  auto after = newer ? known->version : -1;
  Builder builder(known);
  auto add_track = [&builder](db::BinaryRow fields) { builder.add(track_row(fields)); };
  auto refresh_track = [&builder](db::BinaryRow fields) { builder.refresh(track_row(fields)); };
  std::unordered_map<std::int64_t, std::string> artists;
  auto add_artist = [&artists](db::BinaryRow fields) {
    auto id = fields.int64();
    artists.emplace(id, fields.text());
  };
  auto add_removed = [&builder](db::BinaryRow fields) { builder.add(removed_row(fields)); };
  auto add_places = [&builder](db::BinaryRow fields) { add_list(builder, fields); };
  std::vector<RecordingDecision> decided;
  auto add_decision = [&decided](db::BinaryRow fields) { decided.push_back(decision_row(fields)); };
  std::vector<Gap> open;
  auto add_gap = [&open](db::BinaryRow fields) { open.push_back(gap_row(fields)); };
  Tellings tellings;
  auto begin = [&builder, &tellings](db::BinaryRow fields) {
    builder.set_catalogue_seen(fields.timestamptz());
    tellings = tellings_of(fields.text());
  };
  auto add_play = [&builder, &tellings](db::BinaryRow fields) { builder.add(play_row(fields, tellings)); };
  // All that is needed is asked for before the first of it is here.
  bool behind = state.version > after;
  std::optional<RowsAhead> tracks, plays, removed, places, decisions, gaps, changed_tracks, changed_artists;
  auto ask = [&](std::optional<RowsAhead>& rows, const char* name, std::string query) {
    rows.emplace(transaction, user, name, std::move(query), newer);
  };
  if (behind) {
    ask(tracks, "tracks", tracks_after(user, after));
    ask(plays, "plays", plays_after(user, after));
    if (!newer) removed.emplace(transaction, user, "removed", removed_plays(user), true);
    ask(places, "places", snapshots_after(user, after));
    decisions.emplace(transaction, user, "decisions", recording_decisions(user), true);
    gaps.emplace(transaction, user, "gaps", open_gaps(user), true);
  }
  if (newer) {
    ask(changed_tracks, "changed_tracks", tracks_changed_since(user, known->catalogue_seen - kLateCommits));
    ask(changed_artists, "changed_artists", artists_changed_since(user, known->catalogue_seen - kLateCommits));
  }
  co_await first.each(std::ref(begin));
  if (behind) {
    co_await tracks->each(std::ref(add_track));
    co_await plays->each(std::ref(add_play));
    if (removed) {
      co_await removed->each(std::ref(add_removed));
    }
    co_await places->each(std::ref(add_places));
    co_await decisions->each(std::ref(add_decision));
    builder.set_decisions(std::move(decided));
    co_await gaps->each(std::ref(add_gap));
    builder.set_gaps(std::move(open));
  }
  if (newer) {
    co_await changed_tracks->each(std::ref(refresh_track));
    co_await changed_artists->each(std::ref(add_artist));
    builder.rename_artists(artists);
  }
  co_await transaction.commit();
  if (builder.left_out() > 0)
    log(Level::error, "rows of a history name tracks that its library lacks",
        {{"user", user.number}, {"rows", builder.left_out()}});
  auto finish = [builder = std::move(builder), state]() mutable {
    return builder.finish(state.user_id, state.version, state.epoch, TimeZone::of(state.time_zone));
  };
  co_return co_await compute.run(pool.executor(), std::move(finish));
}

}  // namespace

std::vector<LoadingQuery> loading_queries(Id user, std::int64_t after, Moment catalogue_seen) {
  return {{"tracks_of_history", tracks_after(user, after)},
          {"plays_of_history", plays_after(user, after)},
          {"removed_plays_of_history", removed_plays(user)},
          {"snapshots_of_history", snapshots_after(user, after)},
          {"recording_decisions", recording_decisions(user)},
          {"open_gaps_of_history", open_gaps(user)},
          {"changed_tracks_of_history", tracks_changed_since(user, catalogue_seen - kLateCommits)},
          {"changed_artists_of_history", artists_changed_since(user, catalogue_seen - kLateCommits)}};
}

Task<HistoryPtr> load(db::Pool& pool, ComputeThreads& compute, store::LibraryState wanted, HistoryPtr known) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (attempt > 0) co_await wait_for(kCatchUp);
    auto history = co_await load_once(pool, compute, wanted, known);
    if (history) co_return history;
  }
  throw db::Unavailable("the database that can be reached is behind");
}

}  // namespace mtm::history
