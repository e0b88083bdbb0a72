#include "api/backlog.hpp"

#include <fmt/format.h>

#include "http/problem.hpp"
#include "store/backlog.hpp"

namespace mtm::api {

std::string sentence_of_backlog(std::int64_t tracks) {
  return fmt::format("Your library is still being taken in: {} {} to come. Ask again in a few seconds.", tracks,
                     tracks == 1 ? "track is" : "tracks are");
}

Task<> refuse_half_a_library(db::Database& database, Id user) {
  auto tracks = co_await store::tracks_to_come(database, user);
  if (tracks > 0)
    throw http::Problem(http::Status::service_unavailable, sentence_of_backlog(tracks), std::chrono::seconds(3));
}

}  // namespace mtm::api
