#include "capture/publishing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "capture/claim_lost.hpp"
#include "core/log.hpp"

namespace mtm::capture {

namespace {

std::string description(const std::string& marker) { return fmt::format("Made by Music Time Machine ({})", marker); }

std::string sentence(const spotify::Blocked& blocked) {
  return fmt::format("Spotify asks us to wait until {}. Publish again then; nothing will be made twice.",
                     to_rfc3339(blocked.until));
}

}  // namespace

Task<> Publishing::publish(store::Publication publication) {
  std::string state = "published";
  std::optional<std::string> problem;
  bool created = publication.spotify_playlist_id.has_value();
  bool gone = false;
  try {
    co_await try_to_publish(publication, created);
  } catch (const ClaimLost&) {
    co_return;
  } catch (const spotify::NotConnected&) {
    problem = "Spotify is not connected. Log in with Spotify to connect it, then publish once more.";
  } catch (const spotify::NeedsLogin&) {
    problem = "Spotify wants you to log in again. Then publish once more.";
  } catch (const spotify::Blocked& blocked) {
    problem = sentence(blocked);
  } catch (const spotify::Unavailable&) {
    problem = "Spotify does not answer at the moment. Publish again in a while; it goes on where it stopped.";
  } catch (const spotify::UnknownOutcome&) {
    problem =
        "Spotify's answer was lost. Publish again: what may have been made is looked for first, so there will be no "
        "second one.";
  } catch (const spotify::Forbidden& refused) {
    problem = refused.cause == spotify::Forbidden::Cause::missing_scope
                  ? "Spotify has not allowed us to change your playlists. Log in again and agree to it."
                  : "Spotify refuses this playlist. Nothing more can be added to it by us.";
  } catch (const spotify::NotFound&) {
    problem = "The playlist is no longer on Spotify. Publish again to make it anew.";
    gone = true;
  } catch (const spotify::Error& error) {
    log(Level::error, "a playlist could not be published",
        {{"user", publication.user_id.number}, {"reason", std::string_view(error.what())}});
    problem = "Spotify did not take the playlist. It was noted; publish again later.";
  }
  if (gone) co_await store::note_gone(database_, publication, claimant_);
  if (problem) state = created && !gone ? "partial" : "failed";
  co_await store::finish_publication(database_, publication, claimant_, state, problem);
  log(Level::info, "a publication has ended",
      {{"user", publication.user_id.number}, {"state", std::string_view(state)}});
}

Task<> Publishing::try_to_publish(store::Publication& publication, bool& created) {
  UserTokens tokens(grants_, publication.user_id);
  auto uris = co_await store::playlist_uris(database_, publication.user_id, publication.playlist_id);
  if (publication.spotify_playlist_id) {
    // The name may be another since.
    co_await spotify_.rename_playlist(tokens, *publication.spotify_playlist_id, publication.name);
  } else {
    // An earlier attempt may have made it without hearing so. The first attempt finds nothing, for one cheap question.
    auto playlist = co_await find_by_marker(tokens, publication.marker);
    if (!playlist) playlist = co_await create(tokens, publication);
    publication.spotify_playlist_id = playlist->id;
    created = true;
    auto url = playlist->url.value_or("https://open.spotify.com/playlist/" + playlist->id);
    bool ours = co_await store::note_created(database_, publication, claimant_, playlist->id, url);
    if (!ours) throw ClaimLost();
  }
  co_await fill(tokens, publication, std::move(uris));
}

Task<std::optional<spotify::Playlist>> Publishing::find_by_marker(spotify::TokenSource& tokens, std::string marker) {
  // New playlists come first; one that was made by an attempt minutes ago is not behind the first two pages.
  for (int offset = 0; offset < 100; offset += spotify::kLargestPage) {
    auto page = co_await spotify_.playlists(tokens, offset);
    for (auto& playlist : page.items)
      if (playlist.description.find(marker) != playlist.description.npos) co_return std::move(playlist);
    if (!page.next) break;
  }
  co_return std::nullopt;
}

Task<spotify::Playlist> Publishing::create(spotify::TokenSource& tokens, const store::Publication& publication) {
  std::exception_ptr lost;
  try {
    co_return co_await spotify_.create_playlist(tokens, publication.name, description(publication.marker), false);
  } catch (const spotify::UnknownOutcome&) {
    lost = std::current_exception();
  }
  auto found = co_await find_by_marker(tokens, publication.marker);
  if (!found) std::rethrow_exception(lost);
  co_return std::move(*found);
}

Task<> Publishing::fill(spotify::TokenSource& tokens, const store::Publication& publication,
                        std::vector<std::string> uris) {
  auto first = std::min(uris.size(), spotify::kMostItemsAtOnce);
  std::vector<std::string> chunk(uris.begin(), uris.begin() + static_cast<std::ptrdiff_t>(first));
  const auto& id = *publication.spotify_playlist_id;
  co_await spotify_.replace_items(tokens, id, std::move(chunk));
  auto done = first;
  bool ours = co_await store::note_published(database_, publication, claimant_, static_cast<int>(done));
  if (!ours) throw ClaimLost();
  constexpr int kMostInVain = 2;
  for (int in_vain = 0; done < uris.size();) {
    auto count = std::min(uris.size() - done, spotify::kMostItemsAtOnce);
    std::vector<std::string> next(uris.begin() + static_cast<std::ptrdiff_t>(done),
                                  uris.begin() + static_cast<std::ptrdiff_t>(done + count));
    std::exception_ptr unknown;
    try {
      co_await spotify_.add_items(tokens, id, std::move(next));
    } catch (const spotify::UnknownOutcome&) {
      unknown = std::current_exception();
    }
    auto before = done;
    done += count;
    if (unknown) {
      auto there = co_await spotify_.playlist_item_count(tokens, id);
      done = std::min(static_cast<std::size_t>(there), uris.size());
      // Each attempt costs everybody's budget two calls.
      if (done <= before && ++in_vain > kMostInVain) std::rethrow_exception(unknown);
    }
    ours = co_await store::note_published(database_, publication, claimant_, static_cast<int>(done));
    if (!ours) throw ClaimLost();
  }
}

}  // namespace mtm::capture
