// Puts a kept playlist on Spotify, so that no lost answer ever makes a second one.
//
// Creating is not idempotent at Spotify's. So the intent is kept first, with a marker that stands in the playlist's
// description; whoever tries again looks for the marker before making anything. Filling starts with a replacement of
// all items, which may be repeated, and goes on by counting what is there. Tracks that Spotify refuses are left out and
// named.
#pragma once
#include <string>

#include "db/pool.hpp"
#include "spotify/client.hpp"
#include "store/playlists.hpp"
#include "sync/grants.hpp"

namespace mtm::publishing {

class Publishing {
 public:
  Publishing(db::Pool& database, spotify::Client& spotify, sync::Grants& grants, std::string claimant)
      : database_(database), spotify_(spotify), grants_(grants), claimant_(std::move(claimant)) {}

  /// Publishes one that was claimed, and notes how it ended, in a sentence when it was not well. Throws only
  /// db::Unavailable: then the claim runs out and somebody takes it up again.
  Task<> publish(store::Publication publication);

  /// Asks Spotify whether a user has removed playlists there, and notes those that were. Throws what errors.hpp of
  /// Spotify lists, and db::Unavailable.
  Task<> notice_removed(Id user);

 private:
  /// One run over one playlist.
  struct Attempt {
    store::Publication publication;
    std::vector<std::string> left_out;  // names of tracks that Spotify refuses
    std::size_t there = 0;              // tracks that this run has put on Spotify
    int refusals = 0;
    int in_vain = 0;  // pieces that were sent, and are not there
  };
  using Piece = std::vector<store::PlaylistItem>;

  Task<> try_to_publish(Attempt& attempt);
  Task<Piece> items_to_send(Attempt& attempt);
  Task<std::optional<spotify::Playlist>> find_by_marker(spotify::TokenSource& tokens, std::string marker);
  Task<spotify::Playlist> create(spotify::TokenSource& tokens, const store::Publication& publication);
  Task<> fill(spotify::TokenSource& tokens, Attempt& attempt, Piece items);
  Task<std::optional<std::string>> send(spotify::TokenSource& tokens, Attempt& attempt, Piece& piece);
  Task<> throw_if_refused_empty(spotify::TokenSource& tokens, std::string spotify_id);
  Task<> leave_out(Attempt& attempt, store::PlaylistItem item, std::string why);
  Task<bool> removed_when_empty(const store::Publication& publication);
  Task<bool> was_removed(spotify::TokenSource& tokens, std::string spotify_id);
  Task<std::vector<bool>> in_library(spotify::TokenSource& tokens, Id user, std::vector<std::string> ids);

  db::Pool& database_;
  spotify::Client& spotify_;
  sync::Grants& grants_;
  std::string claimant_;
};

}  // namespace mtm::publishing
