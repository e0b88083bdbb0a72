// What a person shows to everybody who has the link: made, listed, given another end, revoked; and the same pictures
// for themselves.
#include "store/shares.hpp"

#include <map>

#include "api/card_answer.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shared_list.hpp"
#include "api/slug.hpp"
#include "http/json.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "store/playlists.hpp"
#include "store/users.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

constexpr std::int64_t kLongestDays = 3'650;
constexpr std::size_t kLongestPerson = 100;

struct ShownShare {
  std::string slug, url, card_url;
  std::string what, parameters;
  std::string title, period;
  bool rolling;
  std::optional<std::string> person;
  WallTime created_at;
  std::optional<WallTime> expires_at;
  bool expired;
  std::int64_t views;
};
BOOST_DESCRIBE_STRUCT(ShownShare, (),
                      (slug, url, card_url, what, parameters, title, period, rolling, person, created_at, expires_at,
                       expired, views))

struct Shares {
  std::vector<ShownShare> shares;
};
BOOST_DESCRIBE_STRUCT(Shares, (), (shares))

using Names = std::map<std::string, std::string>;

/// Of a person's playlists, by their ids; none when no share is about one.
Task<Names> names_of_playlists(Services& services, Id user, const std::vector<store::Share>& shares) {
  Names names;
  bool wanted = false;
  for (const auto& share : shares) wanted = wanted || share.what == "playlist";
  if (!wanted) co_return names;
  auto playlists = co_await store::playlists(services.database, user);
  for (auto& playlist : playlists) names.emplace(std::move(playlist.playlist_id), std::move(playlist.name));
  co_return names;
}

ShownShare shown_share(store::Share share, const Services& services, const history::History& history,
                       const Names& names) {
  ShownShare answer{share.slug,
                    services.site.origin + "/s/" + share.slug,
                    services.site.origin + "/s/" + share.slug + "/card.png",
                    share.what,
                    share.parameters,
                    "",
                    "",
                    false,
                    std::move(share.person),
                    share.created_at,
                    share.expires_at,
                    share.expired,
                    share.views};
  auto question = kept_question(share.what, share.parameters);
  if (!question) return answer;
  auto name = names.find(playlist_asked(*question));
  auto heading = heading_of(*question, history, name == names.end() ? "A playlist that is gone" : name->second);
  answer.title = std::move(heading.title);
  answer.period = std::move(heading.period);
  answer.rolling = is_rolling(*question);
  return answer;
}

Task<Response> answer_with(const Request& request, Services& services, std::vector<store::Share> shares) {
  auto history = co_await history_of(request, services);
  auto names = co_await names_of_playlists(services, history->user, shares);
  Shares answer;
  for (auto& share : shares) answer.shares.push_back(shown_share(std::move(share), services, *history, names));
  co_return http::json(answer);
}

Task<Response> answer_with(const Request& request, Services& services, store::Share share, Status status) {
  auto history = co_await history_of(request, services);
  std::vector<store::Share> shares(1, std::move(share));
  auto names = co_await names_of_playlists(services, history->user, shares);
  auto answer = shown_share(std::move(shares.front()), services, *history, names);
  co_return http::json(answer, status);
}

/// 0 stands for no end.
std::optional<std::int64_t> days_from(std::int64_t days) {
  if (days == 0) return std::nullopt;
  return days;
}

std::string slug_asked(const Request& request) {
  auto slug = request.path_text("slug");
  if (!is_slug(slug)) throw Problem(Status::not_found, "You share nothing there.");
  return slug;
}

}  // namespace

// GET /api/v1/shares
Task<Response> shares(const Request& request, Services& services) {
  auto list = co_await store::shares(services.database, Id{request.caller.user_id});
  auto answer = co_await answer_with(request, services, std::move(list));
  co_return answer;
}

// POST /api/v1/shares {"what":"artists","by":"plays","range":"12m","rolling":true,"days":30,"person":"Ada"}
Task<Response> share(const Request& request, Services& services) {
  http::JsonBody body(request);
  auto question = share_question(body);
  auto rolling = body.flag("rolling", true);
  store::NewShare wanted;
  wanted.days = days_from(body.number("days", 0, kLongestDays, 0));
  wanted.person = body.optional_text("person", kLongestPerson);
  Id user{request.caller.user_id};
  auto history = co_await history_of(request, services);
  if (!rolling) question = frozen(question, *history);
  // What can't be shown is refused here, not on the page.
  auto list = co_await shared_list(user, services, question);
  if (!list) throw Problem(Status::not_found, "You have no such playlist.");
  wanted.slug = new_slug();
  wanted.what = boost::describe::enum_to_string(question.what, "");
  wanted.parameters = std::move(question.parameters);
  auto made = co_await store::add_share(services.database, user, std::move(wanted));
  if (!made) throw Problem(Status::conflict, "You share a hundred things. Revoke one first.");
  auto answer = co_await answer_with(request, services, std::move(*made), Status::created);
  co_return answer;
}

// PATCH /api/v1/shares/{slug} {"days":7}
Task<Response> change_share(const Request& request, Services& services) {
  http::JsonBody body(request);
  auto slug = slug_asked(request);
  auto days = days_from(body.number("days", 0, kLongestDays));
  auto changed = co_await store::set_expiry(services.database, Id{request.caller.user_id}, std::move(slug), days);
  if (!changed) throw Problem(Status::not_found, "You share nothing there.");
  auto answer = co_await answer_with(request, services, std::move(*changed), Status::ok);
  co_return answer;
}

// DELETE /api/v1/shares/{slug}
Task<Response> revoke_share(const Request& request, Services& services) {
  auto slug = slug_asked(request);
  auto revoked = co_await store::revoke_share(services.database, Id{request.caller.user_id}, std::move(slug));
  if (!revoked) throw Problem(Status::not_found, "You share nothing there.");
  co_return http::no_content();
}

// GET /api/v1/card.png?what=artists&range=12m&form=story&person=Ada
Task<Response> my_card(const Request& request, Services& services) {
  auto question = share_question(request);
  auto form = form_asked(request);
  auto person = request.text("person");
  if (person && person->size() > 4 * kLongestPerson) throw Problem(Status::unprocessable, "'person' is too long.");
  auto list = co_await shared_list(Id{request.caller.user_id}, services, std::move(question));
  if (!list) throw Problem(Status::not_found, "You have no such playlist.");
  auto answer = co_await card_answer(request, services, card_of(*list, person), form);
  answer.with("Cache-Control", "private, no-cache");
  co_return answer;
}

}  // namespace mtm::api
