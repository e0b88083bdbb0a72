#include "api/playlist_id.hpp"

#include "http/problem.hpp"

namespace mtm::api {

std::string playlist_id(const http::Request& request) {
  auto id = request.path_text("playlist_id");
  // Those of the old app may be any text: 100 characters at most, of at most four bytes.
  if (id.empty() || id.size() > 400) throw http::Problem(http::Status::not_found, "You have no such playlist.");
  return id;
}

}  // namespace mtm::api
