#include "api/card_answer.hpp"

#include "api/card_pictures.hpp"
#include "http/problem.hpp"

namespace mtm::api {

cards::Form form_asked(const http::Request& request) {
  auto form = request.text("form").value_or("preview");
  if (form == "preview") return cards::Form::preview;
  if (form == "story") return cards::Form::story;
  throw http::Problem(http::Status::unprocessable, "'form' must be preview or story.");
}

Task<http::Response> card_answer(const http::Request& request, Services& services, cards::Card card, cards::Form form) {
  http::Response response;
  response.audience = http::Audience::asset;
  response.content_type = "image/png";
  auto etag = '"' + card_tag(card, form) + '"';
  if (has_already(request, etag)) {
    response.status = http::Status::not_modified;
  } else {
    auto png = co_await services.card_pictures.png(services.database.executor(), std::move(card), form);
    response.body = *png;
  }
  response.with("ETag", std::move(etag));
  co_return response;
}

// If-None-Match compares weakly: W/ before a tag does not matter (RFC 9110 section 13.1.2).
bool has_already(const http::Request& request, std::string_view etag) {
  for (auto tag : request.list("If-None-Match")) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == "*" || tag == etag) return true;
  }
  return false;
}

}  // namespace mtm::api
