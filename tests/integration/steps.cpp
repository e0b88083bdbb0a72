#include "integration/steps.hpp"

#include <stdexcept>

#include "core/crypto.hpp"

namespace mtm::test {
namespace {

const Fields kForm{{"Content-Type", "application/x-www-form-urlencoded"}};

std::string parameter(const std::string& address, const std::string& name) {
  auto begin = address.find(name + "=");
  if (begin == std::string::npos) throw std::runtime_error("no " + name + " in " + address);
  begin += name.size() + 1;
  return address.substr(begin, address.find('&', begin) - begin);
}

}  // namespace

Outcome command(const std::vector<std::string>& words, const Environment& environment) {
  std::vector<std::string> line{program("music-time-machine")};
  line.insert(line.end(), words.begin(), words.end());
  return run(line, environment);
}

Reply capture_when(HttpClient& client, const std::function<bool(const Reply&)>& wanted) {
  Reply capture;
  auto holds = [&] {
    capture = client.get("/api/v1/capture");
    return capture.status == 200 && capture.body != "null" && wanted(capture);
  };
  if (!eventually(holds, std::chrono::seconds(60)))
    throw std::runtime_error("the capture does not come so far: " + capture.body);
  return capture;
}

Reply finished_capture(HttpClient& client) {
  return capture_when(client, [](const Reply& capture) { return capture.at("/finished_at") != "null"; });
}

std::string step(const Reply& capture, const std::string& name) {
  for (std::size_t i = 0; i < capture.size_at("/steps"); ++i) {
    auto place = "/steps/" + std::to_string(i);
    if (capture.at(place + "/name") == name) return place;
  }
  throw std::runtime_error("no step " + name + " in " + capture.body);
}

HttpClient with_history(const Server& server, const std::string& person) {
  auto client = server.signed_in(person);
  auto capture = finished_capture(client);
  if (capture.at("/state") != "done") throw std::runtime_error("the history is not whole: " + capture.body);
  return client;
}

std::string keep_a_year(HttpClient& client, int limit, std::size_t which) {
  auto year = client.get("/api/v1/years").at("/years/" + std::to_string(which) + "/year");
  auto kept = client.post("/api/v1/playlists",
                          R"({"choice":"loved","year":)" + year + R"(,"limit":)" + std::to_string(limit) + "}");
  if (kept.status != 201) throw std::runtime_error("the year was not kept: " + kept.body);
  return kept.at("/playlist_id");
}

int calls(const Sandbox& sandbox, const std::string& route) {
  auto state = sandbox.client().get("/sandbox/state");
  std::string escaped;  // RFC 6901
  for (char c : route) escaped += c == '/' ? std::string("~1") : std::string(1, c);
  try {
    return std::stoi(state.at("/calls/" + escaped));
  } catch (const std::runtime_error&) {
    return 0;  // it lists what was called at least once
  }
}

SpotifyAccount::SpotifyAccount(const Sandbox& sandbox, const std::string& person) : client_(sandbox.client()) {
  const std::string redirect = "http%3A%2F%2F127.0.0.1%2Fcallback";
  auto agreed = client_.post("/authorize/decision",
                             "client_id=sandbox-client&response_type=code&redirect_uri=" + redirect +
                                 "&scope=user-library-read%20user-library-modify%20playlist-read-private"
                                 "%20playlist-modify-private%20user-read-recently-played&decision=agree&person=" +
                                 person,
                             kForm);
  auto fields = kForm;
  fields.emplace_back("Authorization", "Basic " + base64("sandbox-client:sandbox-secret"));
  auto code = parameter(agreed.field("location"), "code");
  auto tokens =
      client_.post("/api/token", "grant_type=authorization_code&redirect_uri=" + redirect + "&code=" + code, fields);
  access_token_ = tokens.at("/access_token");
  refresh_token_ = tokens.at("/refresh_token");
}

void SpotifyAccount::change(const std::string& method, const std::string& spotify_id) {
  client_.ask(method, "/v1/me/library?uris=spotify:track:" + spotify_id, "",
              {{"Authorization", "Bearer " + access_token_}});
  auto done = client_.read_reply();
  if (done.status != 200) throw std::runtime_error("Spotify's library did not change: " + done.body);
}

std::map<std::string, std::string> SpotifyAccount::liked() {
  std::map<std::string, std::string> liked;
  for (int offset = 0;; offset += 50) {
    auto page = client_.get("/v1/me/tracks?limit=50&offset=" + std::to_string(offset),
                            {{"Authorization", "Bearer " + access_token_}});
    for (std::size_t i = 0; i < page.size_at("/items"); ++i) {
      auto item = "/items/" + std::to_string(i);
      liked[page.at(item + "/track/id")] = page.at(item + "/added_at");
    }
    if (page.at("/next") == "null") return liked;
  }
}

void SpotifyAccount::remove_playlist(const std::string& id) {
  auto removed = client_.send("DELETE", "/v1/me/library?uris=spotify:playlist:" + id, "",
                              {{"Authorization", "Bearer " + access_token_}});
  if (removed.status != 200) throw std::runtime_error("the playlist was not removed: " + removed.body);
}

}  // namespace mtm::test
