// The questions we ask Spotify's Web API, one function each. Only routes that apps of 2026 have too are used.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/task.hpp"
#include "spotify/gate.hpp"
#include "spotify/payloads.hpp"
#include "spotify/token_source.hpp"

namespace mtm::spotify {

enum class TimeRange { short_term, medium_term, long_term };  // about four weeks, six months, a year
std::string_view to_text(TimeRange range);

inline constexpr int kLargestPage = 50;
inline constexpr std::size_t kMostItemsAtOnce = 100;
inline constexpr std::size_t kMostLibraryUrisAtOnce = 40;

/// Each function may throw what errors.hpp lists, and what the budget's SharedDay does. Reading is tried up to three
/// times; changes only as far as they can't be made twice. "204 No Content" in place of a list is a page that says
/// nothing: no items, no total, no next one. A reference to a TokenSource must outlive the task. Belongs to one thread.
class Client {
 public:
  Client(HttpClient& http, Budget& budget, BaseUrl api);

  Task<Profile> me(TokenSource& tokens);
  /// Newest first.
  Task<Page<SavedTrack>> saved_tracks(TokenSource& tokens, std::int64_t offset, int limit = kLargestPage);
  Task<Page<RankedTrack>> top_tracks(TokenSource& tokens, TimeRange range, int offset = 0, int limit = kLargestPage);
  /// The last 50 plays, newest first: Spotify remembers no more.
  Task<Page<PlayedTrack>> recently_played(TokenSource& tokens);

  /// Throws NotFound when Spotify knows no track of that id, and Unreadable when it says too little of it.
  Task<Track> track(TokenSource& tokens, std::string spotify_id);

  Task<Page<Playlist>> playlists(TokenSource& tokens, int offset, int limit = kLargestPage);
  /// Throws UnknownOutcome when it may have been made: look for it in playlists() before making another.
  Task<Playlist> create_playlist(TokenSource& tokens, std::string name, std::string description,
                                 bool is_public = false);
  Task<> rename_playlist(TokenSource& tokens, std::string playlist_id, std::string name);
  /// Makes these, at most 100, all that the playlist holds.
  Task<> replace_items(TokenSource& tokens, std::string playlist_id, std::vector<std::string> uris);
  /// Puts these, at most 100, at the end. Throws UnknownOutcome when they may be there: count before adding them again.
  Task<> add_items(TokenSource& tokens, std::string playlist_id, std::vector<std::string> uris);
  Task<std::int64_t> playlist_item_count(TokenSource& tokens, std::string playlist_id);
  /// Whether the person has these playlists, at most 40, in their library: the n-th answer is the n-th playlist's. One
  /// that was removed in Spotify's app is in no library, but can still be read and filled.
  Task<std::vector<bool>> has_playlists(TokenSource& tokens, Priority priority, std::vector<std::string> playlist_ids);
  /// Takes a playlist out of the person's library. Spotify deletes none.
  Task<> remove_playlist(TokenSource& tokens, std::string playlist_id);

 private:
  struct Question;
  Task<std::string> ask(TokenSource& tokens, Question question);
  Task<std::string> read(TokenSource& tokens, Priority priority, std::string target);
  Task<std::string> change(TokenSource& tokens, Method method, std::string target, std::string body);

  Gate gate_;
  Reader reader_;
};

}  // namespace mtm::spotify
