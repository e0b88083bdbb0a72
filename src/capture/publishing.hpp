// Puts a kept playlist on Spotify, so that no lost answer ever makes a second one.
//
// Creating is not idempotent at Spotify's. So the intent is kept first, with a marker that stands in the playlist's
// description; whoever tries again looks for the marker before making anything. Filling starts with a replacement of
// all items, which may be repeated, and goes on by counting what is there.
#pragma once
#include <string>

#include "capture/grants.hpp"
#include "db/pool.hpp"
#include "spotify/client.hpp"
#include "store/playlists.hpp"

namespace mtm::capture {

class Publishing {
 public:
  Publishing(db::Pool& database, spotify::Client& spotify, Grants& grants, std::string claimant)
      : database_(database), spotify_(spotify), grants_(grants), claimant_(std::move(claimant)) {}

  /// Publishes one that was claimed, and notes how it ended, in a sentence when it was not well. Throws only
  /// db::Unavailable: then the claim runs out and somebody takes it up again.
  Task<> publish(store::Publication publication);

 private:
  Task<> try_to_publish(store::Publication& publication, bool& created);
  Task<std::optional<spotify::Playlist>> find_by_marker(spotify::TokenSource& tokens, std::string marker);
  Task<spotify::Playlist> create(spotify::TokenSource& tokens, const store::Publication& publication);
  Task<> fill(spotify::TokenSource& tokens, const store::Publication& publication, std::vector<std::string> uris);

  db::Pool& database_;
  spotify::Client& spotify_;
  Grants& grants_;
  std::string claimant_;
};

}  // namespace mtm::capture
