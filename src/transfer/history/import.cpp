#include "transfer/history/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <set>

#include "core/utf8.hpp"
#include "history/builder.hpp"
#include "history/same_plays.hpp"
#include "history/same_songs.hpp"
#include "history/telling.hpp"
#include "store/enrichments.hpp"
#include "store/gaps.hpp"
#include "store/imported_plays.hpp"
#include "store/staging.hpp"
#include "transfer/csv.hpp"
#include "transfer/history/own_export.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

using history::Moment;

/// More would need gigabytes; nobody has played so much.
constexpr std::size_t kMostPlays = 20'000'000;

std::string_view source_kind(Format format) {
  switch (format) {
    case Format::spotify_extended:
      return "spotify_extended";
    case Format::spotify_account:
      return "spotify_account";
    case Format::lastfm_to_csv:
      return "lastfm_to_csv";
    case Format::ghan_csv:
    case Format::ghan_json:
    case Format::lastfmstats_csv:
    case Format::lastfmstats_json:
      return "lastfm";
    case Format::librefm:
      return "librefm";
    case Format::listenbrainz_lines:
    case Format::listenbrainz_list:
      return "listenbrainz";
    case Format::maloja:
      return "maloja";
    case Format::koito:
      return "koito";
    case Format::your_spotify:
      return "your_spotify";
    case Format::rockbox:
      return "rockbox";
    case Format::pano_lines:
    case Format::pano_csv:
      return "pano";
  }
  throw std::logic_error("a format without a kind of source");
}

bool of_spotify(Format format) { return format == Format::spotify_extended || format == Format::spotify_account; }

/// More than there are, by the sizes of the files: columns that grow would be copied, and take twice their memory
/// meanwhile, while room that stays empty takes none.
std::size_t rows_expected(const FoundHistory& history) {
  constexpr std::uint64_t kBytesOfRow = 100, kBytesOfExtendedRow = 500;
  std::uint64_t bytes = 0;
  for (const auto& file : history.files) bytes += file.bytes;
  auto rows = bytes / (history.format == Format::spotify_extended ? kBytesOfExtendedRow : kBytesOfRow);
  return static_cast<std::size_t>(std::min<std::uint64_t>(rows, kMostPlays));
}

std::string_view name_of(PlayKind kind) {
  switch (kind) {
    case PlayKind::track:
      return "track";
    case PlayKind::episode:
      return "episode";
    case PlayKind::chapter:
      return "chapter";
  }
  throw std::logic_error("a kind of play without a name");
}

std::optional<bool> answer_of(Said said) {
  std::optional<bool> answer;
  if (said != Said::nothing) answer = said == Said::yes;
  return answer;
}

WallTime wall_time(Moment moment) {
  return WallTime(std::chrono::duration_cast<WallTime::duration>(std::chrono::microseconds(moment)));
}

db::Microseconds microseconds(Moment moment) { return db::Microseconds(std::chrono::microseconds(moment)); }

/// One history on its way into the tables.
struct Bringing {
  Bringing(const FoundHistory& found, std::uint32_t number)
      : found(found), plays(history::telling_of(source_kind(found.format)), number) {}

  const FoundHistory& found;
  Gathered plays;
  std::vector<std::size_t> files;        // of the report
  std::vector<std::int64_t> track_ids;   // in the catalogue, by the numbers of its tracks
  std::vector<std::uint32_t> artists;    // texts of `plays`, in the order of their numbers, each once
  std::vector<std::int64_t> artist_ids;  // in the catalogue, of these
  std::vector<std::uint8_t> there;       // by play: 1 when it was told before
  Id source;
};

/// Whose plays files say they hold, and how many each; of very many people the first.
using Owners = std::map<std::string, std::int64_t, std::less<>>;
constexpr std::size_t kMostOwners = 100, kLongestOwner = 200, kOwnersInSentence = 10;

class FileRows final : public HistoryRows {
 public:
  FileRows(Bringing& bringing, HistoryFileReport& report, Owners& owners, RejectsFile& rejects,
           const std::string& wanted_owner, const std::function<void()>& look_up)
      : bringing_(bringing),
        report_(report),
        owners_(owners),
        rejects_(rejects),
        wanted_owner_(wanted_owner),
        look_up_(look_up),
        file_(static_cast<int>(bringing.files.size())),
        name_(csv_field(report.name)) {}

  void take(const HistoryRow& row) override {
    if (owner_ != nullptr) ++owner_->second;
    if (!ours_) return;
    if (bringing_.plays.size() == kMostPlays)
      throw TooMuch(fmt::format("This history has more than {} plays: it is not taken.", counted(kMostPlays)));
    count_row();
    bringing_.plays.add(row, file_);
  }

  void reject(std::int64_t row, std::string_view reason, std::string_view value) override {
    if (!ours_) return;
    count_row();
    ++report_.counts.rejected;
    report_.reasons[std::string(reason)].add(row);
    rejects_.add(name_, row, reason, printable(value, 200));
  }

  void owner(std::string_view whole_name) override {
    auto name = first_characters(whole_name, kLongestOwner);
    ours_ = wanted_owner_.empty() || wanted_owner_ == name;
    if (owner_ != nullptr && owner_->first == name) return;
    auto known = owners_.find(name);
    bool room = owners_.size() < kMostOwners || wanted_owner_ == name;
    if (known == owners_.end() && room) known = owners_.emplace(name, 0).first;
    owner_ = known == owners_.end() ? nullptr : &*known;
  }

  void broken(std::string_view why) override { report_.problem = why; }

 private:
  void count_row() {
    if (++report_.counts.rows % kShowEvery == 0) look_up_();
  }

  Bringing& bringing_;
  HistoryFileReport& report_;
  Owners& owners_;
  RejectsFile& rejects_;
  const std::string& wanted_owner_;
  const std::function<void()>& look_up_;
  int file_;
  std::string name_;
  Owners::value_type* owner_ = nullptr;
  bool ours_ = true;
};

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
    find_what_was_there();
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
      bringing.plays.reserve(rows_expected(history));
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

  std::vector<Id> new_sources() const { return report_.sources; }

  /// Of each play whether it was told before: by a source that was there, or by an earlier row of these files.
  void find_what_was_there() {
    say("comparing with what is there");
    for (auto& bringing : bringings_) {
      auto& plays = bringing.plays;
      plays.reorder(history::order_of(plays.sightings, history::TrackFacts{bringing.track_ids, {}, {}}));
      bringing.there.resize(plays.size());
    }
    if (bringings_.empty()) return;
    bool alone = bringings_.size() == 1 && !store::others_told(database_, user_, new_sources());
    if (alone) {
      auto& bringing = bringings_.front();
      auto again = history::told_again(bringing.plays.sightings);
      if (!again.empty()) bringing.there = std::move(again);
    } else {
      compare_with_others();
    }
  }

  void compare_with_others() {
    history::Builder builder;
    store::each_played_track(database_, user_, [&](const store::PlayedTrack& track) { add_track(builder, track); });
    for (auto& bringing : bringings_) add_tracks(builder, bringing);
    auto known = builder.finish(user_, 0, 0, nullptr);
    const auto& tracks = *known->tracks;
    history::Sightings all;
    for (auto& bringing : bringings_) {
      const auto& plays = bringing.plays;
      std::vector<history::TrackNo> numbers;
      for (auto id : bringing.track_ids) numbers.push_back(tracks.find(Id{id}));
      for (std::size_t i = 0; i < plays.size(); ++i) {
        auto sighting = plays.sightings[i];
        sighting.track = numbers[sighting.track];
        all.push_back(sighting);
      }
    }
    auto ours = all.size();
    add_others(tracks, all);
    std::vector<std::string_view> isrcs;
    for (auto isrc : tracks.isrcs) isrcs.push_back(tracks.text(isrc));
    auto songs = history::same_songs(tracks, isrcs);
    history::TrackFacts facts{tracks.ids, tracks.durations_ms, songs};
    auto same = history::same_plays(all, facts, history::order_of(all, facts));
    std::vector<std::uint8_t> told(all.size());  // by leader
    std::vector<std::uint32_t> teller(all.size(), history::kNone);
    std::vector<std::uint8_t> several(all.size());
    auto note = [&](std::size_t i) {
      auto leader = same.leaders[i];
      if (teller[leader] != history::kNone && teller[leader] != all.sources[i]) several[leader] = 1;
      teller[leader] = all.sources[i];
      told[leader] = 1;
    };
    for (auto i = ours; i < all.size(); ++i) note(i);
    std::size_t place = 0;
    for (auto& bringing : bringings_) {
      for (std::size_t i = 0; i < bringing.plays.size(); ++i, ++place) {
        bringing.there[i] = told[same.leaders[place]];
        note(place);
      }
    }
    std::vector<std::uint8_t> counted_once(all.size());
    for (std::size_t i = 0; i < ours; ++i) {
      auto leader = same.leaders[i];
      if (several[leader] && !counted_once[leader]) ++report_.told_by_several;
      counted_once[leader] = 1;
    }
  }

  static void add_track(history::Builder& builder, const store::PlayedTrack& track) {
    history::TrackRow row;
    row.id = track.id;
    row.name = track.name;
    row.artist_id = track.artist_id;
    row.artist = track.artist;
    row.duration_ms = track.duration_ms.value_or(-1);
    row.isrc = track.isrc;
    builder.add(row);
  }

  /// Those that are not among the tracks of plays yet, with what the catalogue knows of them.
  void add_tracks(history::Builder& builder, const Bringing& bringing) {
    store::each_claimed_track(database_, user_, bringing.source,
                              [&](const store::PlayedTrack& track) { add_track(builder, track); });
  }

  void add_others(const history::Tracks& tracks, history::Sightings& all) {
    std::map<std::int64_t, history::Telling> tellings;
    std::map<std::int64_t, std::uint32_t> numbers;
    for (const auto& source : store::source_kinds(database_, user_))
      tellings[source.id] = history::telling_of(source.kind);
    auto next = static_cast<std::uint32_t>(bringings_.size());
    store::each_other_play(database_, user_, new_sources(), [&](const store::ToldPlay& play) {
      auto [number, added] = numbers.try_emplace(play.source_id, next);
      if (added) ++next;
      auto telling = tellings[play.source_id];
      history::Sighting sighting;
      sighting.track = tracks.find(Id{play.track_id});
      sighting.at = play.at.time_since_epoch().count();
      sighting.ms_played = play.ms_played.value_or(-1);
      sighting.source = number->second;
      sighting.teller = telling.teller;
      sighting.at_is_start = play.is_start;
      sighting.cut_to_minute = telling.cut_to_minute;
      all.push_back(sighting);
    });
  }

  void write_plays(Bringing& bringing) {
    const auto& plays = bringing.plays;
    const auto& told = plays.sightings;
    Progress progress{"writing plays", 0, static_cast<std::int64_t>(plays.size())};
    store::PlaysIn rows(database_, user_, bringing.source, version_);
    std::int32_t nth = 0;
    for (std::size_t i = 0; i < plays.size(); ++i) {
      if (i % kShowEvery == 0) {
        progress.done = static_cast<std::int64_t>(i);
        show_(progress);
      }
      bool again = i > 0 && told.at[i] == told.at[i - 1] && told.tracks[i] == told.tracks[i - 1];
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
      note_time(told.at[i]);
    }
    rows.finish();
    progress.done = progress.total;
    progress.finished = true;
    show_(progress);
  }

  /// What Spotify itself exported is all that there was, from the first row to the last.
  void fill_gaps(const Bringing& bringing) {
    const auto& told = bringing.plays.sightings;
    if (!of_spotify(bringing.found.format) || told.size() == 0 || !found_.refused.empty()) return;
    for (auto file : bringing.files)
      if (!report_.files[file].problem.empty()) return;  // what lies in the part that is missing is not known
    auto filled =
        store::close_gaps(database_, user_, bringing.source, wall_time(told.at.front()), wall_time(told.at.back()));
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
    auto told = plays.sightings[i];
    store::ImportedPlay play;
    play.track_id = bringing.track_ids[told.track];
    play.at = microseconds(told.at);
    play.is_start = told.at_is_start;
    if (told.ms_played >= 0) play.ms_played = told.ms_played;
    play.nth = nth;
    play.kind = name_of(plays.kind(i));
    play.reason_start = plays.words[plays.reasons_start[i]];
    play.reason_end = plays.words[plays.reasons_end[i]];
    play.shuffle = answer_of(plays.said(i, 0));
    play.skipped = answer_of(plays.said(i, 1));
    play.offline = answer_of(plays.said(i, 2));
    play.incognito = answer_of(plays.said(i, 3));
    play.platform = plays.words[plays.platforms[i]];
    play.country = plays.words[plays.countries[i]];
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
