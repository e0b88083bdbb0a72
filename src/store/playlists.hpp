// Playlists that a user keeps, and how far each has come on Spotify.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/database.hpp"
#include "music/choice.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

/// Says on this channel, with "user_id playlist_id", that a playlist changed; whoever watches it asks again.
inline constexpr const char* kPlaylistsChannel = "playlists_changed";

struct Playlist {
  std::string playlist_id;
  std::string name;
  std::string kind;
  std::optional<int> year;
  std::optional<std::string> choice;
  std::string state;  // draft, publishing, published, partial, failed
  std::int64_t tracks_count;
  int published_count;
  int left_out_count;  // tracks that Spotify refused
  std::optional<std::string> spotify_url;
  std::optional<std::string> problem;  // a sentence: what stopped it, what was left out, or that it was removed there
  WallTime created_at;
  WallTime updated_at;
};
BOOST_DESCRIBE_STRUCT(Playlist, (),
                      (playlist_id, name, kind, year, choice, state, tracks_count, published_count, left_out_count,
                       spotify_url, problem, created_at, updated_at))

/// Newest first, at most 200.
Task<std::vector<Playlist>> playlists(db::Database& database, Id user);

/// All of them.
Task<std::int64_t> count_playlists(db::Database& database, Id user);
Task<std::optional<Playlist>> playlist(db::Database& database, Id user, std::string playlist_id);

/// Where a track stands in a playlist.
struct PlaylistPlace {
  std::string playlist_id, name;
  int position;
};
BOOST_DESCRIBE_STRUCT(PlaylistPlace, (), (playlist_id, name, position))

/// In the playlists that have the track, those that changed last first, at most 100.
Task<std::vector<PlaylistPlace>> playlists_with(db::Database& database, Id user, Id track);

/// How many of some tracks are in a playlist.
struct PlaylistHolding {
  std::string playlist_id, name;
  std::int64_t tracks;
};
BOOST_DESCRIBE_STRUCT(PlaylistHolding, (), (playlist_id, name, tracks))

/// The playlists that have any of these tracks, those with most of them first, then those that changed last, at most
/// 100.
Task<std::vector<PlaylistHolding>> playlists_holding(db::Database& database, Id user, std::vector<Id> tracks);

struct PlacedTrack : Track {
  int position;
  std::optional<std::string> left_out;  // of the playlist on Spotify: why
};
BOOST_DESCRIBE_STRUCT(PlacedTrack, (Track), (position, left_out))

Task<std::vector<PlacedTrack>> playlist_tracks(db::Database& database, Id user, std::string playlist_id);

/// What a playlist is kept as; those of a year have a year and a choice.
struct KeptAs {
  std::string playlist_id, name, kind;
  std::optional<int> year;
  std::optional<music::Choice> choice;
};

/// Keeps a playlist with these tracks in this order. One that is being published is left as it is: false. The tracks of
/// one that was published before are what they are now, and its state is draft again. In a transaction.
Task<bool> keep_playlist(db::Database& transaction, Id user, KeptAs playlist, std::vector<Id> tracks);

/// What a publisher needs, in one row.
struct Publication {
  Id user_id;
  std::string playlist_id;
  std::string name;
  std::string state;
  std::string marker;  // stands in the description on Spotify
  std::optional<std::string> spotify_playlist_id;
  int published_count;
};
BOOST_DESCRIBE_STRUCT(Publication, (),
                      (user_id, playlist_id, name, state, marker, spotify_playlist_id, published_count))

/// Marks it as being published by `claimant` for the next 30 seconds; nothing when there is no such playlist, or when
/// another process is at it. `marker` is kept from the first attempt on: it stands there before Spotify is asked for
/// anything.
Task<std::optional<Publication>> claim_publication(db::Database& database, Id user, std::string playlist_id,
                                                   std::string claimant, std::string marker);
/// One whose publisher is gone: published for longer than its claim.
Task<std::optional<Publication>> claim_abandoned_publication(db::Database& database, std::string claimant);

/// Says that this process lives and is still at these: the n-th playlist of the n-th user.
Task<> renew_publication_claims(db::Database& database, std::string claimant, std::vector<Id> users,
                                std::vector<std::string> playlists);

struct PlaylistItem {
  Id track_id;
  std::string name;
  std::string uri;  // spotify:track:…
  bool left_out;    // by an earlier attempt
};
BOOST_DESCRIBE_STRUCT(PlaylistItem, (), (track_id, name, uri, left_out))

/// What is to be on Spotify, in order.
Task<std::vector<PlaylistItem>> playlist_items(db::Database& database, Id user, std::string playlist_id);

/// Notes what has been reached; renews the claim. False when the claim was lost meanwhile.
Task<bool> note_created(db::Database& database, Publication publication, std::string claimant, std::string spotify_id,
                        std::string url);
Task<bool> note_published(db::Database& database, Publication publication, std::string claimant, int count);
/// Spotify refuses a track: it is left out of this playlist from now on. False when the claim was lost meanwhile.
Task<bool> note_left_out(db::Database& database, Publication publication, std::string claimant, Id track,
                         std::string why);
/// Nothing is left out any more.
Task<> forget_left_out(db::Database& database, Publication publication, std::string claimant);
/// It is no longer on Spotify: the next publishing makes it anew.
Task<> note_gone(db::Database& database, Publication publication, std::string claimant);
/// Ends the attempt: `state` is published, partial or failed, `problem` a sentence or nothing.
Task<> finish_publication(db::Database& database, Publication publication, std::string claimant, std::string state,
                          std::optional<std::string> problem);

struct OnSpotify {
  std::string playlist_id;
  std::string spotify_playlist_id;
};
BOOST_DESCRIBE_STRUCT(OnSpotify, (), (playlist_id, spotify_playlist_id))

/// Those of a user's playlists that Spotify should have, but not those that are being published.
Task<std::vector<OnSpotify>> playlists_on_spotify(db::Database& database, Id user);
/// They were removed there: they are kept here as drafts, with a sentence that says so.
Task<> note_removed(db::Database& database, Id user, std::vector<std::string> spotify_playlist_ids,
                    std::string sentence);

}  // namespace mtm::store
