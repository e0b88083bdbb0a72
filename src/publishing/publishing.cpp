#include "publishing/publishing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "core/log.hpp"
#include "store/users.hpp"
#include "sync/claim_lost.hpp"

namespace mtm::publishing {

namespace {

using Piece = std::vector<store::PlaylistItem>;

constexpr int kMostInVain = 2;     // each attempt to add costs everybody's budget two calls
constexpr int kMostRefusals = 60;  // about eight bad tracks among a hundred, and less than a tenth of everybody's day
constexpr int kMostNamed = 3;      // tracks in a sentence

constexpr const char* kRefusedBySpotify = "Spotify refuses this track";

/// Spotify refuses one track after the other; those that were tried are marked, and left out the next time.
struct TooManyRefused : std::runtime_error {
  TooManyRefused() : std::runtime_error("Spotify refuses too many tracks of a playlist") {}
};

std::string description(const std::string& marker) { return fmt::format("Made by Music Time Machine ({})", marker); }

std::string sentence(const spotify::Blocked& blocked) {
  return fmt::format("Spotify asks us to wait until {}. Publish again then; nothing will be made twice.",
                     to_rfc3339(blocked.until));
}

/// "“Song”, “Another” and 3 more"
std::string named(const std::vector<std::string>& tracks) {
  std::string text;
  for (std::size_t i = 0; i < tracks.size() && i < kMostNamed; ++i)
    text += fmt::format("{}“{}”", i == 0 ? "" : ", ", tracks[i]);
  if (tracks.size() > kMostNamed) text += fmt::format(" and {} more", tracks.size() - kMostNamed);
  return text;
}

std::vector<std::string> uris_of(const Piece& piece) {
  std::vector<std::string> uris;
  for (const auto& item : piece) uris.push_back(item.uri);
  return uris;
}

std::deque<Piece> pieces_of(const std::vector<store::PlaylistItem>& items) {
  std::deque<Piece> pieces;
  for (const auto& item : items) {
    if (pieces.empty() || pieces.back().size() == spotify::kMostItemsAtOnce) pieces.emplace_back();
    pieces.back().push_back(item);
  }
  return pieces;
}

/// The first of the pieces becomes two.
void halve_first(std::deque<Piece>& pieces) {
  auto& first = pieces.front();
  auto middle = first.begin() + static_cast<std::ptrdiff_t>(first.size() / 2);
  Piece front(first.begin(), middle);
  first.erase(first.begin(), middle);
  pieces.push_front(std::move(front));
}

/// Whether a refusal of several tracks can be one track's fault.
bool may_be_a_tracks(const spotify::Forbidden& refused) {
  using Cause = spotify::Forbidden::Cause;
  return refused.cause == Cause::not_ours || refused.cause == Cause::capability_off;
}

}  // namespace

Task<> Publishing::publish(store::Publication publication) {
  Attempt attempt{std::move(publication)};
  std::string state = "partial";
  std::optional<std::string> problem;
  bool gone = false;
  try {
    co_await try_to_publish(attempt);
    state = "published";
    if (!attempt.left_out.empty())
      problem = fmt::format("Left out, because Spotify refuses {}: {}.", attempt.left_out.size() == 1 ? "it" : "them",
                            named(attempt.left_out));
  } catch (const sync::ClaimLost&) {
    co_return;
  } catch (const spotify::NotConnected&) {
    problem = "Spotify is not connected. Log in with Spotify to connect it, then publish once more.";
  } catch (const TooManyRefused&) {
    problem = fmt::format(
        "Spotify refuses many of these tracks: {} are left out so far. Publish again to go on with the rest.",
        attempt.left_out.size());
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
    log(Level::error, "publication failed",
        {{"user", attempt.publication.user_id.number}, {"reason", std::string_view(error.what())}});
    problem = "Spotify did not take the playlist. It was noted; publish again later.";
  }
  if (attempt.refusals > 0 && attempt.there == 0 && !gone) {
    if (state == "published") problem = fmt::format("Spotify refuses every track: {}.", named(attempt.left_out));
    state = "partial";
    gone = co_await removed_when_empty(attempt.publication);
  }
  if (gone) co_await store::note_gone(database_, attempt.publication, claimant_);
  bool there = attempt.publication.spotify_playlist_id && !gone;
  if (state == "partial" && !there) state = "failed";
  co_await store::finish_publication(database_, attempt.publication, claimant_, state, problem);
  log(Level::info, "publication ended",
      {{"user", attempt.publication.user_id.number}, {"state", std::string_view(state)}});
}

Task<> Publishing::try_to_publish(Attempt& attempt) {
  auto& publication = attempt.publication;
  sync::UserTokens tokens(grants_, publication.user_id);
  auto items = co_await items_to_send(attempt);
  if (publication.spotify_playlist_id) {
    bool removed = co_await was_removed(tokens, *publication.spotify_playlist_id);
    if (removed) throw spotify::NotFound("the playlist is not in the person's library any more");
    // The name may be another since.
    co_await spotify_.rename_playlist(tokens, *publication.spotify_playlist_id, publication.name);
  } else {
    // An earlier attempt may have made it without hearing so. The first attempt finds nothing, for one cheap question.
    auto playlist = co_await find_by_marker(tokens, publication.marker);
    if (!playlist) playlist = co_await create(tokens, publication);
    publication.spotify_playlist_id = playlist->id;
    auto url = playlist->url.value_or("https://open.spotify.com/playlist/" + playlist->id);
    bool ours = co_await store::note_created(database_, publication, claimant_, playlist->id, url);
    if (!ours) throw sync::ClaimLost();
  }
  co_await fill(tokens, attempt, std::move(items));
}

/// Without those that Spotify refused before, unless that was all.
Task<Publishing::Piece> Publishing::items_to_send(Attempt& attempt) {
  const auto& publication = attempt.publication;
  auto items = co_await store::playlist_items(database_, publication.user_id, publication.playlist_id);
  std::vector<store::PlaylistItem> wanted;
  for (const auto& item : items) {
    if (item.left_out)
      attempt.left_out.push_back(item.name);
    else
      wanted.push_back(item);
  }
  if (!wanted.empty()) co_return wanted;
  co_await store::forget_left_out(database_, publication, claimant_);
  attempt.left_out.clear();
  co_return items;
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

/// A piece that is refused is halved until the bad track stands alone.
Task<> Publishing::fill(spotify::TokenSource& tokens, Attempt& attempt, Piece items) {
  auto pieces = pieces_of(items);
  while (!pieces.empty()) {
    auto& piece = pieces.front();
    auto refused = co_await send(tokens, attempt, piece);
    if (!refused) {
      bool ours =
          co_await store::note_published(database_, attempt.publication, claimant_, static_cast<int>(attempt.there));
      if (!ours) throw sync::ClaimLost();
      if (piece.empty()) pieces.pop_front();
    } else if (piece.size() > 1) {
      halve_first(pieces);
    } else {
      co_await leave_out(attempt, piece.front(), std::move(*refused));
      pieces.pop_front();
    }
  }
}

/// Takes out of the piece what Spotify has then; says why when Spotify refuses it.
Task<std::optional<std::string>> Publishing::send(spotify::TokenSource& tokens, Attempt& attempt, Piece& piece) {
  const auto& id = *attempt.publication.spotify_playlist_id;
  auto uris = uris_of(piece);
  bool first = attempt.there == 0;
  std::exception_ptr unknown;
  std::optional<std::string> refused;
  bool playlist_in_doubt = false;
  try {
    if (first)
      co_await spotify_.replace_items(tokens, id, std::move(uris));
    else
      co_await spotify_.add_items(tokens, id, std::move(uris));
  } catch (const spotify::UnknownOutcome&) {
    unknown = std::current_exception();
  } catch (const spotify::Refused& refusal) {
    refused = refusal.what();
  } catch (const spotify::NotFound& refusal) {
    refused = refusal.what();
    playlist_in_doubt = true;
  } catch (const spotify::Forbidden& refusal) {
    if (!may_be_a_tracks(refusal)) throw;
    refused = refusal.what();
    playlist_in_doubt = true;
  }
  if (refused) {
    if (playlist_in_doubt && first && attempt.refusals == 0) co_await throw_if_refused_empty(tokens, id);
    if (++attempt.refusals > kMostRefusals) throw TooManyRefused();
    co_return refused;
  }
  auto added = piece.size();
  if (unknown) {
    auto counted = co_await spotify_.playlist_item_count(tokens, id);
    auto more = std::max<std::int64_t>(counted - static_cast<std::int64_t>(attempt.there), 0);
    added = std::min(static_cast<std::size_t>(more), added);
    if (added == 0 && ++attempt.in_vain > kMostInVain) std::rethrow_exception(unknown);
  }
  attempt.there += added;
  piece.erase(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(added));
  co_return std::nullopt;
}

/// A playlist that is gone, or that we may not change, is refused without any track, too.
Task<> Publishing::throw_if_refused_empty(spotify::TokenSource& tokens, std::string spotify_id) {
  std::vector<std::string> none;
  try {
    co_await spotify_.replace_items(tokens, std::move(spotify_id), none);
  } catch (const spotify::Refused&) {
    // It wants tracks, so it is there.
  }
}

Task<> Publishing::leave_out(Attempt& attempt, store::PlaylistItem item, std::string why) {
  const auto& publication = attempt.publication;
  log(Level::warning, "Spotify refuses a track of a playlist",
      {{"user", publication.user_id.number}, {"track", item.track_id.number}, {"reason", std::string_view(why)}});
  bool ours = co_await store::note_left_out(database_, publication, claimant_, item.track_id, kRefusedBySpotify);
  if (!ours) throw sync::ClaimLost();
  attempt.left_out.push_back(std::move(item.name));
}

/// A playlist that was made for nothing goes again. One that has tracks of an earlier time stays.
Task<bool> Publishing::removed_when_empty(const store::Publication& publication) {
  sync::UserTokens tokens(grants_, publication.user_id);
  const auto& id = *publication.spotify_playlist_id;
  try {
    auto count = co_await spotify_.playlist_item_count(tokens, id);
    if (count > 0) co_return false;
    co_await spotify_.remove_playlist(tokens, id);
  } catch (const spotify::NotFound&) {
    co_return true;
  } catch (const spotify::Error& error) {
    log(Level::warning, "an empty playlist stays on Spotify",
        {{"user", publication.user_id.number}, {"reason", std::string_view(error.what())}});
    co_return false;
  }
  co_return true;
}

/// Only a clear "no" counts: a playlist that is made anew by mistake would be a second one.
Task<bool> Publishing::was_removed(spotify::TokenSource& tokens, std::string spotify_id) {
  std::vector<std::string> ids{std::move(spotify_id)};
  try {
    auto has = co_await spotify_.has_playlists(tokens, spotify::Priority::playlist_write, std::move(ids));
    co_return !has[0];
  } catch (const spotify::Forbidden&) {
  } catch (const spotify::NotFound&) {
  } catch (const spotify::Refused&) {
  } catch (const spotify::Unreadable&) {
  }
  co_return false;
}

/// Asks for each; where Spotify refuses that question, looks for them in the list of all. What can't be told is there.
Task<std::vector<bool>> Publishing::in_library(spotify::TokenSource& tokens, Id user, std::vector<std::string> ids) {
  try {
    co_return co_await spotify_.has_playlists(tokens, spotify::Priority::library, ids);
  } catch (const spotify::Forbidden&) {
  } catch (const spotify::NotFound&) {
  } catch (const spotify::Refused&) {
  }
  std::vector<bool> everywhere(ids.size(), true);
  auto grant = co_await store::grant(database_, user);
  bool sees_private = grant && grant->scopes.find("playlist-read-private") != std::string::npos;
  if (!sees_private) co_return everywhere;
  std::vector<bool> has(ids.size(), false);
  constexpr int kMostPages = 20;
  for (int page_number = 0; page_number < kMostPages; ++page_number) {
    auto page = co_await spotify_.playlists(tokens, page_number * spotify::kLargestPage);
    if (!page.skipped.empty()) co_return everywhere;
    for (const auto& playlist : page.items) {
      auto found = std::find(ids.begin(), ids.end(), playlist.id);
      if (found != ids.end()) has[static_cast<std::size_t>(found - ids.begin())] = true;
    }
    if (!page.next) co_return has;
  }
  co_return everywhere;
}

Task<> Publishing::notice_removed(Id user) {
  auto ours = co_await store::playlists_on_spotify(database_, user);
  if (ours.empty()) co_return;
  sync::UserTokens tokens(grants_, user);
  std::vector<std::string> removed;
  for (std::size_t begin = 0; begin < ours.size(); begin += spotify::kMostLibraryUrisAtOnce) {
    std::vector<std::string> ids;
    for (std::size_t i = begin; i < ours.size() && ids.size() < spotify::kMostLibraryUrisAtOnce; ++i)
      ids.push_back(ours[i].spotify_playlist_id);
    auto has = co_await in_library(tokens, user, ids);
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (!has[i]) removed.push_back(ids[i]);
  }
  if (removed.empty()) co_return;
  co_await store::note_removed(database_, user, std::move(removed),
                               "You removed it on Spotify. Publish it to make it anew.");
}

}  // namespace mtm::publishing
