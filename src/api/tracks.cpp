#include "store/tracks.hpp"

#include <algorithm>

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/seen_track.hpp"
#include "api/shown_listening.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "questions/mine.hpp"
#include "questions/told_by.hpp"
#include "store/playlists.hpp"
#include "store/source_names.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

struct BestRank {
  int rank;
  history::TimeRange time_range;
  std::string snapshot_date;
};
BOOST_DESCRIBE_STRUCT(BestRank, (), (rank, time_range, snapshot_date))

/// A source that told of its plays.
struct TellingSource {
  Id id;
  std::string kind;
  std::optional<std::string> name;
  std::int64_t plays;
  std::optional<WallTime> first_play, last_play;
};
BOOST_DESCRIBE_STRUCT(TellingSource, (), (id, kind, name, plays, first_play, last_play))

struct Mine : ShownListening {
  std::optional<WallTime> first_seen_at, saved_at, unsaved_at;
  std::uint32_t play_count;
  std::optional<WallTime> last_played_at;
  std::optional<BestRank> best_rank;
  std::vector<store::PlaylistPlace> playlists;
  std::vector<TellingSource> sources;
};
BOOST_DESCRIBE_STRUCT(Mine, (ShownListening),
                      (first_seen_at, saved_at, unsaved_at, play_count, last_played_at, best_rank, playlists, sources))

struct FoundOfMine {
  questions::Mine mine;
  questions::Listening listening;
  std::vector<questions::ToldBy> told_by;
};

Mine answer_of(const AskedCounting& asked, const FoundOfMine& found) {
  const auto& mine = found.mine;
  Mine answer{shown(asked, found.listening),
              shown(mine.first_seen),
              shown(mine.saved),
              shown(mine.unsaved),
              mine.plays,
              shown(mine.last_played),
              std::nullopt,
              {},
              {}};
  if (const auto& best = mine.best_rank) answer.best_rank = BestRank{best->rank, best->range, date_text(best->day)};
  return answer;
}

/// Those that are there still: a source may have been taken back since the history was read.
std::vector<TellingSource> telling_sources(const std::vector<questions::ToldBy>& told_by,
                                           const std::vector<store::SourceName>& names) {
  std::vector<TellingSource> sources;
  for (const auto& told : told_by) {
    auto name = std::find_if(names.begin(), names.end(), [&](const auto& of) { return of.id.number == told.source; });
    if (name == names.end()) continue;
    sources.push_back(
        {name->id, name->kind, name->name, static_cast<std::int64_t>(told.rows), shown(told.first), shown(told.last)});
  }
  return sources;
}

}  // namespace

// GET /api/v1/tracks/{id}
Task<Response> track(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto track = co_await seen_track(request, services, id);
  if (!track) throw Problem(Status::not_found, "There is no such track.");
  co_return http::json(*track);
}

// GET /api/v1/tracks/{id}/mine?range=all&by=plays&counted_from=30
Task<Response> my_track(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history, "all");
  auto subject = questions::subject_of(*history, questions::ChartOf::tracks, id);
  if (!subject) throw Problem(Status::not_found, "This track is not in your library.");
  questions::ListeningQuestion question{*subject, asked.counting()};
  auto work = [history, id, question] {
    return FoundOfMine{questions::mine(*history, id).value(), questions::listening(*history, question).value(),
                       questions::told_by(*history, question.subject)};
  };
  auto found = co_await answered(history, services, std::move(work));
  auto answer = answer_of(asked, found);
  answer.playlists = co_await store::playlists_with(services.database, history->user, id);
  auto names = co_await store::source_names(services.database, history->user);
  answer.sources = telling_sources(found.told_by, names);
  co_return http::json(answer);
}

}  // namespace mtm::api
