#include "store/tracks.hpp"

#include "api/asked_range.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/seen_track.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "questions/mine.hpp"
#include "store/playlists.hpp"

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

struct Mine {
  std::optional<WallTime> first_seen_at, saved_at, unsaved_at;
  std::uint32_t play_count;
  std::optional<WallTime> last_played_at;
  std::optional<BestRank> best_rank;
  std::vector<store::PlaylistPlace> playlists;
};
BOOST_DESCRIBE_STRUCT(Mine, (), (first_seen_at, saved_at, unsaved_at, play_count, last_played_at, best_rank, playlists))

Mine answer_of(const questions::Mine& mine) {
  Mine answer{shown(mine.first_seen),
              shown(mine.saved),
              shown(mine.unsaved),
              mine.plays,
              shown(mine.last_played),
              std::nullopt,
              {}};
  if (const auto& best = mine.best_rank) answer.best_rank = BestRank{best->rank, best->range, date_text(best->day)};
  return answer;
}

}  // namespace

// GET /api/v1/tracks/{id}
Task<Response> track(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto track = co_await seen_track(request, services, id);
  if (!track) throw Problem(Status::not_found, "There is no such track.");
  co_return http::json(*track);
}

// GET /api/v1/tracks/{id}/mine
Task<Response> my_track(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto history = co_await history_of(request, services);
  auto mine = questions::mine(*history, id);
  if (!mine) throw Problem(Status::not_found, "This track is not in your library.");
  auto answer = answer_of(*mine);
  answer.playlists = co_await store::playlists_with(services.database, history->user, id);
  co_return http::json(answer);
}

}  // namespace mtm::api
