#include "http/problem.hpp"

#include "http/json.hpp"

namespace mtm::http {

Response to_response(const Problem& problem, std::string_view request_id) {
  std::string text = R"({"type":"about:blank","title":)";
  write_json(text, reason(problem.status));
  text += R"(,"status":)";
  write_json(text, static_cast<unsigned>(problem.status));
  text += R"(,"detail":)";
  write_json(text, problem.what());
  text += R"(,"request_id":)";
  write_json(text, request_id);
  text += '}';

  auto response = json_text(std::move(text), problem.status);
  response.content_type = "application/problem+json";
  response.fields = problem.fields;
  if (problem.retry_after) response.with("Retry-After", std::to_string(problem.retry_after->count()));
  return response;
}

}  // namespace mtm::http
