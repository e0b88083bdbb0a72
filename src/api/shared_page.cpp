// What a person shares, for everybody who has the link. No cookie is read or set, no script runs, and nothing is asked
// of other servers: the page is made here, and its pictures are drawn here.
#include <fmt/format.h>

#include <kainjow/mustache.hpp>

#include "api/card_answer.hpp"
#include "api/handlers.hpp"
#include "api/shared_list.hpp"
#include "api/slug.hpp"
#include "core/crypto.hpp"
#include "db/errors.hpp"
#include "http/problem.hpp"
#include "store/shares.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using kainjow::mustache::data;

namespace {

/// Asked after each time, so that a page that was revoked is gone at once.
constexpr const char* kAskedAgain = "no-cache";
/// Services that show previews look again after that.
constexpr const char* kShortly = "public, max-age=60";
constexpr const char* kNoIndex = "noindex, nofollow, noarchive";

struct ShownPage {
  store::PublicShare share;
  std::string slug;
  SharedList list;
};

/// Nothing when the link shows nothing, for whatever reason.
Task<std::optional<ShownPage>> what_is_shown(const Request& request, Services& services) {
  auto slug = request.path_text("slug");
  if (!is_slug(slug)) co_return std::nullopt;
  auto share = co_await store::public_share(services.database, slug);
  if (!share) co_return std::nullopt;
  auto question = kept_question(share->what, share->parameters);
  if (!question) co_return std::nullopt;
  auto list = co_await shared_list(share->user_id, services, std::move(*question));
  if (!list) co_return std::nullopt;
  co_return ShownPage{std::move(*share), std::move(slug), std::move(*list)};
}

Response html_page(Status status, std::string html) {
  Response response;
  response.status = status;
  response.audience = http::Audience::page;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(html);
  response.with("X-Robots-Tag", kNoIndex);
  return response;
}

/// The same for a link that was revoked, has expired or never was.
Response gone_page(const Services& services) {
  auto page = html_page(Status::not_found, std::string(services.files.text("/shared/gone.html")));
  return std::move(page).with("Cache-Control", "no-store");
}

/// Between marks that keep the direction of its script from the words around it (Unicode's isolates).
std::string isolated(std::string_view text) { return fmt::format("\u2068{}\u2069", text); }

std::string summary_of(const SharedList& list) {
  constexpr std::size_t kNamed = 5;
  std::string text;
  for (std::size_t i = 0; i < list.entries.size() && i < kNamed; ++i) {
    const auto& entry = list.entries[i];
    if (i > 0) text += ", ";
    text += list.ranked ? fmt::format("{}. {}", i + 1, isolated(entry.name))
                        : fmt::format("{}: {}", entry.detail, isolated(entry.name));
  }
  return text.empty() ? list.nothing : text;
}

data entry_data(const SharedEntry& entry, std::size_t rank) {
  data shown;
  shown.set("rank", std::to_string(rank));
  shown.set("name", entry.name);
  shown.set("detail", entry.detail);
  shown.set("figure", entry.figure);
  shown.set("part", std::to_string(entry.part));
  shown.set("has_detail", !entry.detail.empty());
  shown.set("has_figure", !entry.figure.empty());
  return shown;
}

data page_data(const ShownPage& shown, const std::string& origin) {
  const auto& list = shown.list;
  auto person = shown.share.person.value_or("");
  data page;
  page.set("title", list.title);
  page.set("period", list.period);
  page.set("person", person);
  page.set("has_person", !person.empty());
  page.set("heading", isolated(list.title) + (person.empty() ? "" : " · " + isolated(person)));
  page.set("summary", summary_of(list));
  page.set("figures", list.figures);
  page.set("more", list.more);
  page.set("nothing", list.nothing);
  page.set("slug", shown.slug);
  page.set("address", origin + "/s/" + shown.slug);
  data entries(data::type::list);
  std::size_t rank = 0;
  for (const auto& entry : list.entries) entries.push_back(entry_data(entry, ++rank));
  page.set("entries", entries);
  page.set("ranked", list.ranked && !list.entries.empty());
  page.set("facts", !list.ranked && !list.entries.empty());
  page.set("has_entries", !list.entries.empty());
  return page;
}

std::string html_of(const ShownPage& shown, const Services& services) {
  kainjow::mustache::mustache page(std::string(services.files.text("/shared/page.html")));
  if (!page.is_valid()) throw std::logic_error("the share page template is invalid: " + page.error_message());
  return page.render(page_data(shown, services.site.origin));
}

/// A database that only reads shows pages all the same; that view is not counted.
Task<> count_view(Services& services, Id user, std::string slug) {
  store::SharedView view{user, std::move(slug)};
  try {
    co_await services.share_views.join(std::move(view));
  } catch (const db::Unavailable&) {
  }
}

}  // namespace

// GET /s/{slug}
Task<Response> shared_page(const Request& request, Services& services) {
  auto shown = co_await what_is_shown(request, services);
  if (!shown) co_return gone_page(services);
  auto page = html_page(Status::ok, html_of(*shown, services));
  auto etag = '"' + hex(sha256(std::get<std::string>(page.body))).substr(0, 32) + '"';
  if (request.method == http::Method::get) co_await count_view(services, shown->share.user_id, shown->slug);
  if (has_already(request, etag)) {
    page.status = Status::not_modified;
    page.body = std::string();
  }
  page.with("ETag", std::move(etag));
  page.with("Cache-Control", kAskedAgain);
  co_return page;
}

// GET /s/{slug}/card.png?form=story
Task<Response> shared_card(const Request& request, Services& services) {
  auto form = form_asked(request);
  auto shown = co_await what_is_shown(request, services);
  if (!shown) throw Problem(Status::not_found, "There is nothing at this address.");
  auto card = card_of(shown->list, shown->share.person);
  auto answer = co_await card_answer(request, services, std::move(card), form);
  answer.with("Cache-Control", kShortly);
  answer.with("X-Robots-Tag", kNoIndex);
  co_return answer;
}

}  // namespace mtm::api
