#include "jobs/publications.hpp"

#include "core/crypto.hpp"

namespace mtm::jobs {

Job Publications::job(store::Publication publication) {
  JobKey key{publication.user_id, publication.playlist_id};
  return {std::move(key), publish(std::move(publication))};
}

Task<bool> Publications::request(Id user, std::string playlist_id) {
  auto publication =
      co_await store::claim_publication(database_, user, std::move(playlist_id), claimant_, random_token(9));
  if (!publication) co_return false;
  loop_.run(*this, job(std::move(*publication)));
  co_return true;
}

Task<std::optional<Job>> Publications::claim() {
  auto abandoned = co_await store::claim_abandoned_publication(database_, claimant_);
  std::optional<Job> claimed;
  if (abandoned) claimed = job(std::move(*abandoned));
  co_return std::move(claimed);
}

Task<> Publications::renew(std::vector<JobKey> running) {
  std::vector<Id> users;
  std::vector<std::string> playlists;
  for (auto& key : running) {
    users.push_back(key.user);
    playlists.push_back(std::move(key.item));
  }
  co_await store::renew_publication_claims(database_, claimant_, std::move(users), std::move(playlists));
}

Task<> Publications::publish(store::Publication publication) {
  co_await publishing_.publish(std::move(publication));
  meters_.publications.add();
}

}  // namespace mtm::jobs
