#include "api/playlist_id.hpp"

#include <algorithm>

#include "http/problem.hpp"

namespace mtm::api {

std::string playlist_id(const http::Request& request) {
  auto id = request.path_text("playlist_id");
  bool fits = !id.empty() && id.size() <= 100 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
  if (!fits) throw http::Problem(http::Status::not_found, "You have no such playlist.");
  return id;
}

}  // namespace mtm::api
