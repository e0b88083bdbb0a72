#include "store/playlists.hpp"

#include "api/asked_trip.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/list_file.hpp"
#include "api/playlist_id.hpp"
#include "api/source_playlist.hpp"
#include "db/transaction.hpp"
#include "http/json.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "playlists/trip.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

constexpr std::size_t kLongestName = 100;  // Spotify's own bound

/// How long a request waits for Spotify before it says "it goes on"; the page watches the playlist then. A server that
/// stops says so at once.
constexpr auto kPublishWait = std::chrono::seconds(20);

struct Playlists {
  std::vector<store::Playlist> playlists;
};
BOOST_DESCRIBE_STRUCT(Playlists, (), (playlists))

struct WholePlaylist : store::Playlist {
  std::vector<store::PlacedTrack> tracks;
};
BOOST_DESCRIBE_STRUCT(WholePlaylist, (store::Playlist), (tracks))

Task<store::Playlist> my_playlist(Services& services, Id user, std::string id) {
  auto playlist = co_await store::playlist(services.database, user, std::move(id));
  if (!playlist) throw Problem(Status::not_found, "You have no such playlist.");
  co_return std::move(*playlist);
}

/// What somebody wants to keep.
struct Wish {
  store::KeptAs as;
  std::vector<Id> tracks;
};

Task<Wish> wish_for_trip(const Request& request, Services& services, http::JsonBody& body) {
  auto query = trip_query(body);
  auto name = body.optional_text("name", kLongestName);
  auto history = co_await history_of(request, services);
  auto asked = kept_trip(query, *history);
  const auto& trip = asked.question;
  auto question = [history, trip] { return playlists::of_trip(*history, trip); };
  auto playlist = co_await answered(history, services, std::move(question));
  if (playlist.tracks.empty())
    throw Problem(Status::unprocessable, "There is nothing of " + playlists::in_words(trip.days) + " in your library.");
  Wish wish{{playlists::playlist_id(trip.days, trip.choice),
             name.value_or(playlists::default_name(trip.days, trip.choice)), "period", std::nullopt, std::nullopt},
            {}};
  if (auto year = playlists::whole_year(trip.days)) {  // those of a year are found by it
    wish.as.kind = "year";
    wish.as.year = *year;
    wish.as.choice = trip.choice;
  }
  for (const auto& chosen : playlist.tracks) wish.tracks.push_back(Id{history->tracks->ids[chosen.track]});
  co_return wish;
}

Task<Wish> wish_from_source(const Request& request, Services& services, http::JsonBody& body) {
  auto source = playlists::source_from(body.text("source", 30));
  if (!source)
    throw Problem(Status::unprocessable, "'source' must be a recipe that GET /api/v1/recipes/{recipe} knows.");
  auto asked = source_request(body, *source);
  auto name = body.optional_text("name", kLongestName);
  auto built = co_await build_source(request, services, asked);
  if (built.tracks.empty())
    throw Problem(Status::unprocessable, built.explanation.value_or("There is nothing to keep."));
  std::string kind(playlists::to_text(*source));
  Wish wish{{std::move(built.playlist_id), name.value_or(built.name), std::move(kind), std::nullopt, std::nullopt}, {}};
  for (const auto& track : built.tracks) wish.tracks.push_back(track.id);
  co_return wish;
}

}  // namespace

// GET /api/v1/playlists
Task<Response> playlists(const Request& request, Services& services) {
  auto playlists = co_await store::playlists(services.database, Id{request.caller.user_id});
  Playlists answer{std::move(playlists)};
  co_return http::json(answer);
}

// GET /api/v1/playlists/{playlist_id}?format=csv
Task<Response> playlist(const Request& request, Services& services) {
  auto id = playlist_id(request);
  auto format = asked_format(request);
  Id user{request.caller.user_id};
  auto found = co_await my_playlist(services, user, id);
  auto tracks = co_await store::playlist_tracks(services.database, user, id);
  if (format) {
    ListFile file{std::move(found.name), "", {}};
    for (const auto& track : tracks) file.tracks.push_back(listed(track, track.left_out.value_or("")));
    co_return list_file(*format, file);
  }
  WholePlaylist answer{std::move(found), std::move(tracks)};
  co_return http::json(answer);
}

// POST /api/v1/playlists {"period":"2016-W20","choice":"loved","order":"happened","limit":50,"name":"That week in May"}
// POST /api/v1/playlists {"source":"forgotten_gems","name":"Long not heard"}, with what the source takes
Task<Response> keep_playlist(const Request& request, Services& services) {
  http::JsonBody body(request);
  Id user{request.caller.user_id};
  auto from_source = body.optional_text("source", 30);
  Wish wish;
  if (from_source)
    wish = co_await wish_from_source(request, services, body);
  else
    wish = co_await wish_for_trip(request, services, body);
  auto id = wish.as.playlist_id;

  auto transaction = co_await db::Transaction::begin(services.database);
  auto before = co_await store::playlist(transaction, user, id);
  bool kept = co_await store::keep_playlist(transaction, user, std::move(wish.as), std::move(wish.tracks));
  if (!kept)
    throw Problem(Status::conflict, "This playlist is being published right now. Change it afterwards.",
                  std::chrono::seconds(5));
  co_await transaction.commit();
  auto answer = co_await my_playlist(services, user, id);
  co_return http::json(answer, before ? Status::ok : Status::created);
}

// POST /api/v1/playlists/{playlist_id}/publish
Task<Response> publish_playlist(const Request& request, Services& services) {
  auto id = playlist_id(request);
  Id user{request.caller.user_id};
  Watch watch(services.changes);
  watch.add(store::kPlaylistsChannel, std::to_string(user.number) + " " + id);
  auto playlist = co_await my_playlist(services, user, id);
  if (playlist.tracks_count == 0) throw Problem(Status::unprocessable, "This playlist has no tracks yet.");
  // Tracks that were added since the last time are still to be brought there.
  if (playlist.state != "published" || playlist.published_count + playlist.left_out_count != playlist.tracks_count) {
    auto asked = services.background.request_publication(user, id);
    co_await run_on(services.background.executor(), std::move(asked));
    auto deadline = Clock::now() + kPublishWait;
    do {
      co_await watch.next(deadline);
      playlist = co_await my_playlist(services, user, id);
    } while (playlist.state == "publishing" && Clock::now() < deadline && !services.draining);
  }
  co_return http::json(playlist, playlist.state == "publishing" ? Status::accepted : Status::ok);
}

}  // namespace mtm::api
