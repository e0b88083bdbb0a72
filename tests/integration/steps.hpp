// Steps that many tests take: run a command, wait for a history, keep a year, ask Spotify what it knows.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "support/app.hpp"

namespace mtm::test {

/// For a sandbox whose demo person liked little, which is quickly read.
inline const std::vector<std::string> kFewLikes{"--likes", "120"};

/// Runs `music-time-machine` with these words to its end.
Outcome command(const std::vector<std::string>& words, const Environment& environment);

/// The latest capture as soon as it is as wanted; throws with what it was instead.
Reply capture_when(HttpClient& client, const std::function<bool(const Reply&)>& wanted);
/// As soon as it has ended, well or badly.
Reply finished_capture(HttpClient& client);
/// Where a step stands in a capture, as a JSON pointer: "/steps/0".
std::string step(const Reply& capture, const std::string& name);

/// Logged in, with the whole history captured.
HttpClient with_history(const Server& server, const std::string& person = "demo");

/// Keeps the playlist of a year that has something; its playlist_id.
std::string keep_a_year(HttpClient& client, int limit = 10, std::size_t which = 0);

/// How often a route of the sandbox was called, such as "GET /v1/me/tracks".
int calls(const Sandbox& sandbox, const std::string& route);

/// A person's account at the sandbox, as an app of the test's own sees it.
class SpotifyAccount {
 public:
  SpotifyAccount(const Sandbox& sandbox, const std::string& person);

  const std::string& access_token() const { return access_token_; }
  const std::string& refresh_token() const { return refresh_token_; }
  /// The Liked Songs by Spotify id, with the time they were liked at.
  std::map<std::string, std::string> liked();
  void like(const std::string& spotify_id) { change("PUT", spotify_id); }
  void unlike(const std::string& spotify_id) { change("DELETE", spotify_id); }
  /// As Spotify's app deletes a playlist: it is in nobody's library any more.
  void remove_playlist(const std::string& id);

 private:
  void change(const std::string& method, const std::string& spotify_id);

  HttpClient client_;
  std::string access_token_, refresh_token_;
};

}  // namespace mtm::test
