#include "http/response.hpp"

#include "http/events.hpp"
#include "http/outgoing.hpp"

namespace mtm::http {

namespace {

Task<> write_events(Streaming streaming, Outgoing& out) {
  co_await out.begin();
  Events events(out);
  auto writing = streaming(events);
  co_await std::move(writing);
  co_await out.end();
}

Task<> write_body(Download download, Outgoing& out) {
  co_await out.begin();
  auto writing = download(out);
  co_await std::move(writing);
  co_await out.end();
}

}  // namespace

std::string_view reason(Status status) {
  switch (status) {
    case Status::ok:
      return "OK";
    case Status::created:
      return "Created";
    case Status::accepted:
      return "Accepted";
    case Status::no_content:
      return "No Content";
    case Status::see_other:
      return "See Other";
    case Status::not_modified:
      return "Not Modified";
    case Status::bad_request:
      return "Bad Request";
    case Status::unauthorized:
      return "Unauthorized";
    case Status::forbidden:
      return "Forbidden";
    case Status::not_found:
      return "Not Found";
    case Status::method_not_allowed:
      return "Method Not Allowed";
    case Status::request_timeout:
      return "Request Timeout";
    case Status::conflict:
      return "Conflict";
    case Status::precondition_failed:
      return "Precondition Failed";
    case Status::payload_too_large:
      return "Content Too Large";
    case Status::uri_too_long:
      return "URI Too Long";
    case Status::unsupported_media_type:
      return "Unsupported Media Type";
    case Status::expectation_failed:
      return "Expectation Failed";
    case Status::unprocessable:
      return "Unprocessable Content";
    case Status::too_many_requests:
      return "Too Many Requests";
    case Status::header_fields_too_large:
      return "Request Header Fields Too Large";
    case Status::internal_error:
      return "Internal Server Error";
    case Status::not_implemented:
      return "Not Implemented";
    case Status::bad_gateway:
      return "Bad Gateway";
    case Status::service_unavailable:
      return "Service Unavailable";
    case Status::gateway_timeout:
      return "Gateway Timeout";
    case Status::version_not_supported:
      return "HTTP Version Not Supported";
  }
  return "Unknown";
}

Response& Response::with(std::string_view name, std::string value) & {
  fields.emplace_back(name, std::move(value));
  return *this;
}

Response&& Response::with(std::string_view name, std::string value) && {
  fields.emplace_back(name, std::move(value));
  return std::move(*this);
}

Response json_text(std::string text, Status status) {
  Response response;
  response.status = status;
  response.body = std::move(text);
  return response;
}

Response redirect(std::string location) {
  Response response;
  response.status = Status::see_other;
  response.audience = Audience::page;
  response.content_type = {};
  response.fields.emplace_back("Location", std::move(location));
  response.fields.emplace_back("Cache-Control", "no-store");
  return response;
}

Response no_content() {
  Response response;
  response.status = Status::no_content;
  response.content_type = {};
  return response;
}

Response event_stream(Streaming streaming) {
  Response response;
  response.content_type = "text/event-stream";
  response.fields.emplace_back("X-Accel-Buffering", "no");  // nginx and its kin would hold events back
  response.body = [streaming = std::move(streaming)](Outgoing& out) { return write_events(streaming, out); };
  return response;
}

Response download(std::string_view content_type, std::string_view file_name, Download writing) {
  Response response;
  response.content_type = content_type;
  response.fields.emplace_back("Content-Disposition", "attachment; filename=\"" + std::string(file_name) + "\"");
  response.fields.emplace_back("X-Accel-Buffering", "no");
  response.body = [writing = std::move(writing)](Outgoing& out) { return write_body(writing, out); };
  return response;
}

}  // namespace mtm::http
