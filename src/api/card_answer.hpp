// A card as an answer: 304 when the client has it already, which costs no drawing, else the picture.
#pragma once
#include "api/services.hpp"
#include "cards/card.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace mtm::api {

/// `form` of the query: preview (when nothing is said) or story. Throws Problem(422).
cards::Form form_asked(const http::Request& request);

/// With an ETag made of what is drawn.
Task<http::Response> card_answer(const http::Request& request, Services& services, cards::Card card, cards::Form form);

/// Whether the client said that it has what this tag names, "…" with its quotation marks.
bool has_already(const http::Request& request, std::string_view etag);

}  // namespace mtm::api
