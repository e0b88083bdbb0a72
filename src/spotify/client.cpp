#include "spotify/client.hpp"

#include <fmt/format.h>

#include "core/json.hpp"
#include "core/races.hpp"

namespace mtm::spotify {

namespace {

[[noreturn]] void fail(Verdict verdict, const Heard& heard) {
  const auto& message = heard.outcome.message;
  switch (verdict) {
    case Verdict::needs_login:
      throw NeedsLogin(heard.sentence);
    case Verdict::capability_off:
      throw Forbidden(Forbidden::Cause::capability_off, message);
    case Verdict::not_ours:
      throw Forbidden(Forbidden::Cause::not_ours, message);
    case Verdict::missing_scope:
      throw Forbidden(Forbidden::Cause::missing_scope, message);
    case Verdict::not_registered:
      throw Forbidden(Forbidden::Cause::not_registered, message);
    case Verdict::not_found:
      throw NotFound(heard.sentence);
    case Verdict::unknown_outcome:
      throw UnknownOutcome(heard.sentence);
    case Verdict::refused:
      throw Refused(heard.sentence);
    default:
      throw Unavailable(heard.sentence);
  }
}

std::string items_of(const std::string& playlist_id) {
  return fmt::format("/playlists/{}/items", encoded(playlist_id));
}

/// For a query.
std::string playlist_uris(const std::vector<std::string>& playlist_ids) {
  std::string uris;
  for (const auto& id : playlist_ids) uris += (uris.empty() ? "" : ",") + std::string("spotify:playlist:") + id;
  return encoded(uris);
}

std::string uris_body(const std::vector<std::string>& uris) {
  if (uris.size() > kMostItemsAtOnce) throw Refused("Spotify takes at most 100 items at once");
  return fmt::format(R"({{"uris":{}}})", to_json(uris).text);
}

}  // namespace

std::string_view to_text(TimeRange range) {
  switch (range) {
    case TimeRange::short_term:
      return "short_term";
    case TimeRange::medium_term:
      return "medium_term";
    case TimeRange::long_term:
      break;
  }
  return "long_term";
}

struct Client::Question {
  Priority priority;
  Method method;
  std::string target;
  std::string body;
};

Client::Client(HttpClient& http, Budget& budget, BaseUrl api) : gate_(http, budget, std::move(api)) {}

Task<std::string> Client::ask(TokenSource& tokens, Question question) {
  auto token = co_await tokens.access_token(false);
  Tried tried;
  for (tried.attempts = 1;; ++tried.attempts) {
    HttpQuestion http;
    http.method = question.method;
    http.target = question.target;
    http.authorization = "Bearer " + token;
    http.body = question.body;
    if (!http.body.empty()) http.content_type = "application/json";
    tried.refusals = gate_.refusals();
    auto heard = co_await gate_.call(std::move(http), question.priority);

    auto decision = after(heard.outcome, tried, question.method, gate_.jitter());
    switch (decision.verdict) {
      case Verdict::ok:
        co_return std::move(heard.body);
      case Verdict::refresh_and_replay:
        tried.refreshed = true;
        token = co_await tokens.access_token(true);
        break;
      case Verdict::retry:
        co_await wait_for(decision.pause);
        break;
      case Verdict::wait:
        gate_.block(heard.outcome, decision.pause, question.priority);
        break;
      case Verdict::blocked:
        gate_.block(heard.outcome, decision.pause, question.priority);
        gate_.throw_blocked();
      default:
        fail(decision.verdict, heard);
    }
  }
}

Task<std::string> Client::read(TokenSource& tokens, Priority priority, std::string target) {
  Question question{priority, Method::get, std::move(target), {}};
  return ask(tokens, std::move(question));
}

Task<std::string> Client::change(TokenSource& tokens, Method method, std::string target, std::string body) {
  Question question{Priority::playlist_write, method, std::move(target), std::move(body)};
  return ask(tokens, std::move(question));
}

Task<Profile> Client::me(TokenSource& tokens) {
  auto body = co_await read(tokens, Priority::login, "/me");
  co_return reader_.profile(std::move(body));
}

Task<Page<SavedTrack>> Client::saved_tracks(TokenSource& tokens, std::int64_t offset, int limit) {
  auto target = fmt::format("/me/tracks?limit={}&offset={}", limit, offset);
  auto body = co_await read(tokens, Priority::library, std::move(target));
  if (body.empty()) co_return Page<SavedTrack>();
  co_return reader_.saved_tracks(std::move(body));
}

Task<Page<RankedTrack>> Client::top_tracks(TokenSource& tokens, TimeRange range, int offset, int limit) {
  auto target = fmt::format("/me/top/tracks?time_range={}&limit={}&offset={}", to_text(range), limit, offset);
  auto body = co_await read(tokens, Priority::library, std::move(target));
  if (body.empty()) co_return Page<RankedTrack>();
  co_return reader_.top_tracks(std::move(body), offset);
}

Task<Page<PlayedTrack>> Client::recently_played(TokenSource& tokens) {
  auto body = co_await read(tokens, Priority::recently_played, "/me/player/recently-played?limit=50");
  if (body.empty()) co_return Page<PlayedTrack>();
  co_return reader_.recently_played(std::move(body));
}

Task<Track> Client::track(TokenSource& tokens, std::string spotify_id) {
  auto body = co_await read(tokens, Priority::enrichment, "/tracks/" + encoded(spotify_id));
  co_return reader_.track(std::move(body));
}

Task<Page<Playlist>> Client::playlists(TokenSource& tokens, int offset, int limit) {
  auto target = fmt::format("/me/playlists?limit={}&offset={}", limit, offset);
  auto body = co_await read(tokens, Priority::playlist_write, std::move(target));
  if (body.empty()) co_return Page<Playlist>();
  co_return reader_.playlists(std::move(body));
}

Task<Playlist> Client::create_playlist(TokenSource& tokens, std::string name, std::string description, bool is_public) {
  auto body = fmt::format(R"({{"name":{},"description":{},"public":{}}})", to_json(name).text,
                          to_json(description).text, is_public);
  auto answer = co_await change(tokens, Method::post, "/me/playlists", std::move(body));
  try {
    co_return reader_.playlist(std::move(answer));
  } catch (const Unreadable& failure) {
    throw UnknownOutcome(fmt::format("the playlist was made, but the answer does not say which: {}", failure.what()));
  }
}

Task<> Client::rename_playlist(TokenSource& tokens, std::string playlist_id, std::string name) {
  auto target = "/playlists/" + encoded(playlist_id);
  auto body = fmt::format(R"({{"name":{}}})", to_json(name).text);
  co_await change(tokens, Method::put, std::move(target), std::move(body));
}

Task<> Client::replace_items(TokenSource& tokens, std::string playlist_id, std::vector<std::string> uris) {
  auto target = items_of(playlist_id);
  auto body = uris_body(uris);
  co_await change(tokens, Method::put, std::move(target), std::move(body));
}

Task<> Client::add_items(TokenSource& tokens, std::string playlist_id, std::vector<std::string> uris) {
  auto target = items_of(playlist_id);
  auto body = uris_body(uris);
  co_await change(tokens, Method::post, std::move(target), std::move(body));
}

Task<std::int64_t> Client::playlist_item_count(TokenSource& tokens, std::string playlist_id) {
  auto target = items_of(playlist_id) + "?limit=1&fields=total";
  auto body = co_await read(tokens, Priority::playlist_write, std::move(target));
  co_return reader_.total(std::move(body));
}

Task<std::vector<bool>> Client::has_playlists(TokenSource& tokens, Priority priority,
                                              std::vector<std::string> playlist_ids) {
  auto body = co_await read(tokens, priority, "/me/library/contains?uris=" + playlist_uris(playlist_ids));
  auto answers = reader_.truths(std::move(body));
  if (answers.size() != playlist_ids.size()) throw Unreadable("it has another number of answers than was asked for");
  co_return answers;
}

Task<> Client::remove_playlist(TokenSource& tokens, std::string playlist_id) {
  auto target = "/me/library?uris=" + playlist_uris({playlist_id});
  co_await change(tokens, Method::del, std::move(target), std::string());
}

}  // namespace mtm::spotify
