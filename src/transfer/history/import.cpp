#include "transfer/history/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>

#include "store/enrichments.hpp"
#include "store/gaps.hpp"
#include "store/imported_plays.hpp"
#include "store/staging.hpp"
#include "transfer/csv.hpp"
#include "transfer/history/bringing.hpp"
#include "transfer/history/file_rows.hpp"
#include "transfer/history/own_export.hpp"
#include "transfer/history/told_before.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

using history::Moment;

bool of_spotify(Format format) { return format == Format::spotify_extended || format == Format::spotify_account; }

std::optional<bool> answer_of(Said said) {
  std::optional<bool> answer;
  if (said != Said::nothing) answer = said == Said::yes;
  return answer;
}

WallTime wall_time(Moment moment) {
  return WallTime(std::chrono::duration_cast<WallTime::duration>(std::chrono::microseconds(moment)));
}

db::Microseconds microseconds(Moment moment) { return db::Microseconds(std::chrono::microseconds(moment)); }

constexpr std::size_t kOwnersInSentence = 10;

class HistoryImport {
 public:
  HistoryImport(const HistoryImportRequest& request, const std::string& database_url, const std::atomic<bool>& stop,
                const ShowProgress& show)
      : request_(request),
        found_(find_histories(request.files)),
        database_(database_url, "music-time-machine import", stop),
        rejects_(request.rejects, request.rejects_limit, "file,row"),
        show_(show) {
    report_.dry_run = request.dry_run;
    report_.ignored_files = found_.ignored;
  }

  HistoryReport run() {
    auto begin = Clock::now();
    read_files();
    read_own_exports();
    if (!request_.dry_run) {
      database_.begin();
      name_all();
      database_.run("commit");
    }
    user_ = store::begin_import(database_, request_.spotify_user_id,
                                [&] { say("waiting for another import for this user"); });
    version_ = store::next_epoch(database_, user_);
    if (request_.dry_run) name_all();
    for (auto& bringing : bringings_) add_source(bringing);
    store::tell_planner_of_claims(database_);
    say("comparing with what is there");
    report_.told_by_several = mark_told_before(database_, user_, bringings_);
    for (auto& bringing : bringings_) write_plays(bringing);
    for (auto& bringing : bringings_) fill_gaps(bringing);
    for (auto& own : own_exports_) {
      own.bring(database_, user_, version_);
      for (auto play : {own.first_play(), own.last_play()})
        if (play) note_time(play->time_since_epoch().count());
    }
    finish_report();
    store::tell_planner_of_plays(database_);
    report_.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    for (auto& bringing : bringings_) keep_report(bringing);
    for (auto& own : own_exports_) own.keep_report(database_, report_);
    if (request_.before_commit) request_.before_commit(database_, report_);
    database_.run(request_.dry_run ? "rollback" : "commit");
    report_.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    return std::move(report_);
  }

 private:
  void say(const std::string& what) { show_(Progress{what, 0, 0, true}); }

  void read_files() {
    ReadingOptions options;
    options.now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto zone = request_.zone.empty() ? store::time_zone_of(database_, request_.spotify_user_id) : request_.zone;
    options.zone = TimeZone::of(zone);
    std::size_t count = 0, number = 0;
    for (const auto& history : found_.histories) count += history.files.size();
    for (const auto& refused : found_.refused)
      report_.files.push_back({refused.name, "not imported", {}, {}, refused.why});
    for (const auto& history : found_.histories) {
      auto& bringing = bringings_.emplace_back(history, static_cast<std::uint32_t>(bringings_.size()));
      auto reader = make_reader(history.format, options);
      Owners owners;
      for (const auto& file : history.files) {
        Progress progress{fmt::format("reading file {} of {}", ++number, count), rows_read_, 0};
        show_(progress);
        bringing.files.push_back(report_.files.size());
        auto& report =
            report_.files.emplace_back(HistoryFileReport{file.name, std::string(name_of(history.format)), {}, {}, {}});
        std::function<void()> look_up = [&] {
          progress.done = rows_read_ += kShowEvery;
          show_(progress);
          database_.throw_if_stopped();
        };
        FileRows rows(bringing, report, owners, rejects_, request_.owner, look_up);
        auto input = file.open();
        try {
          reader->read(*input, rows);
        } catch (const Refused& refused) {
          report.problem = refused.what();
        }
      }
      ask_whose(history, owners);
      bringing.plays.finish();
    }
  }

  void ask_whose(const FoundHistory& history, const Owners& owners) {
    if (owners.empty()) return;
    std::vector<std::string> names;
    std::string list;
    for (const auto& [name, plays] : owners) {
      names.push_back(name);
      if (names.size() > kOwnersInSentence) continue;
      list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", printable(name), counted(plays));
    }
    if (names.size() > kOwnersInSentence) list += ", and others";
    if (!request_.owner.empty()) {
      if (!owners.contains(request_.owner))
        throw WhoseHistory(fmt::format("{} holds no plays of {}, only those of {}.", printable(history.name),
                                       printable(request_.owner), list),
                           std::move(names));
      return;
    }
    if (names.size() > 1) {
      auto many = names.size() >= kMostOwners ? fmt::format("{} people or more", kMostOwners)
                                              : fmt::format("{} people", names.size());
      throw WhoseHistory(
          fmt::format("{} holds the plays of {}: {}. Say whose to import.", printable(history.name), many, list),
          std::move(names));
    }
    if (!of_spotify(history.format) || names.front() == request_.spotify_user_id) return;
    auto question = fmt::format(
        "{} is the history of the Spotify user {}, not of {}. Say that it is theirs that you want to import.",
        printable(history.name), printable(names.front()), printable(request_.spotify_user_id));
    throw WhoseHistory(question, std::move(names));
  }

  void read_own_exports() {
    for (const auto& found : found_.own_exports) {
      auto& own = own_exports_.emplace_back(found, report_, rejects_, show_);
      auto wanted = request_.owner.empty() ? request_.spotify_user_id : request_.owner;
      if (own.owner() == wanted) continue;
      auto shown = printable(found.name), owner = printable(own.owner());
      if (!request_.owner.empty())
        throw WhoseHistory(fmt::format("{} holds nothing of {}, only what is of {}.", shown, printable(wanted), owner),
                           {own.owner()});
      auto question = fmt::format(
          "{} is the export of the Spotify user {}, not of {}. Say that it is theirs that you want to import.", shown,
          owner, printable(wanted));
      throw WhoseHistory(question, {own.owner()});
    }
  }

  /// Gives the catalogue the ids that it lacks: of an import that fails they are all that stays, and say nothing. In a
  /// transaction of its own, so that nobody who needs one of these tracks waits for the whole import, and none of them
  /// for this person's library crosswise. Those of all histories at once, in the order of their keys, and artists
  /// first, as captures write them.
  void name_all() {
    say("looking up tracks");
    name_artists();
    name_tracks();
    for (auto& own : own_exports_) own.give_catalogue_ids(database_);
  }

  void name_tracks() {
    std::vector<std::string_view> ids, kinds;
    for (const auto& bringing : bringings_) {
      const auto& plays = bringing.plays;
      ids.reserve(ids.size() + plays.tracks.size());
      kinds.reserve(kinds.size() + plays.tracks.size());
      for (const auto& track : plays.tracks) {
        ids.push_back(plays.texts[track.spotify_id]);
        kinds.push_back(name_of(track.kind));
      }
    }
    auto known = store::catalogue_ids_of_tracks(database_, ids, kinds);
    auto next = known.begin();
    for (auto& bringing : bringings_) {
      auto end = next + static_cast<std::ptrdiff_t>(bringing.plays.tracks.size());
      bringing.track_ids.assign(next, end);
      next = end;
    }
  }

  void name_artists() {
    std::vector<std::string> ids;
    for (auto& bringing : bringings_) {
      auto& artists = bringing.artists;
      for (const auto& track : bringing.plays.tracks) artists.push_back(track.artist);
      std::sort(artists.begin(), artists.end());
      artists.erase(std::unique(artists.begin(), artists.end()), artists.end());
      for (auto artist : artists) ids.push_back(store::nameless_artist_id(bringing.plays.texts[artist]));
    }
    auto known = store::catalogue_ids_of_artists(database_, ids);
    auto next = known.begin();
    for (auto& bringing : bringings_) {
      auto end = next + static_cast<std::ptrdiff_t>(bringing.artists.size());
      bringing.artist_ids.assign(next, end);
      next = end;
    }
  }

  void add_source(Bringing& bringing) {
    const auto& plays = bringing.plays;
    bringing.source = store::add_source(database_, user_, source_kind(bringing.found.format), bringing.found.name);
    report_.sources.push_back(bringing.source);
    const auto& artists = bringing.artists;
    store::ClaimsIn claims(database_, user_, bringing.source);
    for (std::size_t number = 0; number < plays.tracks.size(); ++number) {
      const auto& track = plays.tracks[number];
      store::ImportedClaim claim;
      claim.track_id = bringing.track_ids[number];
      claim.kind = name_of(track.kind);
      claim.name = plays.texts[track.title];
      auto artist = std::lower_bound(artists.begin(), artists.end(), track.artist) - artists.begin();
      claim.artist_id = bringing.artist_ids[static_cast<std::size_t>(artist)];
      claim.artist_name = plays.texts[track.artist];
      claim.album_name = plays.texts[track.album];
      if (track.length_ms >= 0) claim.duration_ms = track.length_ms;
      claim.isrc = plays.texts[track.isrc];
      claim.recording_mbid = plays.texts[track.recording_mbid];
      claim.met_at = microseconds(track.first_played);
      claims.add(claim);
    }
    claims.finish();
  }

  void write_plays(Bringing& bringing) {
    const auto& plays = bringing.plays;
    Progress progress{"writing plays", 0, static_cast<std::int64_t>(plays.size())};
    store::PlaysIn rows(database_, user_, bringing.source, version_);
    std::int32_t nth = 0;
    for (std::size_t i = 0; i < plays.size(); ++i) {
      if (i % kShowEvery == 0) {
        progress.done = static_cast<std::int64_t>(i);
        show_(progress);
      }
      bool again = i > 0 && plays.at[i] == plays.at[i - 1] && plays.track_numbers[i] == plays.track_numbers[i - 1];
      nth = again ? nth + 1 : 1;
      auto& file = report_.files[bringing.files[plays.files[i] - 1U]];
      if (nth > std::numeric_limits<std::int16_t>::max()) {
        ++file.counts.rejected;
        file.reasons["more than 32,767 rows of one track and time"].add(plays.rows[i]);
        rejects_.add(csv_field(file.name), plays.rows[i], "more than 32,767 rows of one track and time", "");
        continue;
      }
      rows.add(play_of(bringing, i, static_cast<std::int16_t>(nth)));
      count(file.counts, plays.kind(i), bringing.there[i] != 0);
      note_time(plays.at[i]);
    }
    rows.finish();
    progress.done = progress.total;
    progress.finished = true;
    show_(progress);
  }

  /// What Spotify itself exported is all that there was, from the first row to the last.
  void fill_gaps(const Bringing& bringing) {
    const auto& times = bringing.plays.at;
    if (!of_spotify(bringing.found.format) || times.empty() || !found_.refused.empty()) return;
    for (auto file : bringing.files)
      if (!report_.files[file].problem.empty()) return;  // what lies in the part that is missing is not known
    auto filled =
        store::close_gaps(database_, user_, bringing.source, wall_time(times.front()), wall_time(times.back()));
    report_.filled_gaps.insert(report_.filled_gaps.end(), filled.begin(), filled.end());
  }

  static void count(RowCounts& counts, PlayKind kind, bool there) {
    if (there)
      ++counts.already_there;
    else if (kind == PlayKind::track)
      ++counts.added;
    else if (kind == PlayKind::episode)
      ++counts.episodes;
    else
      ++counts.audiobooks;
  }

  void note_time(Moment at) {
    first_ = first_ == history::kNever ? at : std::min(first_, at);
    last_ = std::max(last_, at);
  }

  static store::ImportedPlay play_of(const Bringing& bringing, std::size_t i, std::int16_t nth) {
    const auto& plays = bringing.plays;
    auto told = plays.sighting(i);
    store::ImportedPlay play;
    play.track_id = bringing.track_ids[told.track];
    play.at = microseconds(told.at);
    play.is_start = told.at_is_start;
    if (told.ms_played >= 0) play.ms_played = told.ms_played;
    play.nth = nth;
    play.kind = name_of(plays.kind(i));
    const auto& details = plays.details_at(i);
    play.reason_start = plays.words[details.reason_start];
    play.reason_end = plays.words[details.reason_end];
    play.shuffle = answer_of(details.said(0));
    play.skipped = answer_of(details.said(1));
    play.offline = answer_of(details.said(2));
    play.incognito = answer_of(details.said(3));
    play.platform = plays.words[details.platform];
    play.country = plays.words[details.country];
    play.file = static_cast<std::int16_t>(plays.files[i]);
    play.file_row = static_cast<std::int32_t>(plays.rows[i]);
    return play;
  }

  void finish_report() {
    for (const auto& file : report_.files) {
      if (!file.counts.accounted_for())
        throw std::logic_error(fmt::format("not every row of {} is accounted for", printable(file.name)));
      report_.sum.add(file.counts);
    }
    if (first_ != history::kNever) {
      report_.first_play = wall_time(first_);
      report_.last_play = wall_time(last_);
    }
    for (const auto& bringing : bringings_)
      report_.unconfirmed_tracks += store::unconfirmed_tracks(database_, user_, bringing.source);
    for (const auto& own : own_exports_) report_.unconfirmed_tracks += own.unconfirmed();
    if (report_.unconfirmed_tracks > 0) store::request_enrichment(database_, user_, report_.unconfirmed_tracks);
    rejects_.finish();
    report_.rejects_listed = rejects_.listed();
  }

  /// What became of the files of one source stays with it.
  void keep_report(const Bringing& bringing) {
    HistoryReport own = report_;
    own.files.clear();
    own.nouns.clear();
    own.sum = {};
    for (auto file : bringing.files) {
      own.files.push_back(report_.files[file]);
      own.sum.add(report_.files[file].counts);
    }
    own.sources.assign(1, bringing.source);
    store::keep_report(database_, user_, bringing.source, report_json(own).text);
  }

  const HistoryImportRequest& request_;
  FoundFiles found_;
  db::BlockingConnection database_;
  RejectsFile rejects_;
  const ShowProgress& show_;
  HistoryReport report_;
  std::deque<Bringing> bringings_;
  std::deque<OwnExportImport> own_exports_;
  Id user_;
  std::int64_t version_ = 0;
  std::int64_t rows_read_ = 0;
  Moment first_ = history::kNever, last_ = history::kNever;
};

}  // namespace

HistoryReport import_histories(const HistoryImportRequest& request, const std::string& database_url,
                               const std::atomic<bool>& stop, const ShowProgress& show) {
  return HistoryImport(request, database_url, stop, show).run();
}

}  // namespace mtm::transfer
