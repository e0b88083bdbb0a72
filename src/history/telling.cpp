#include "history/telling.hpp"

namespace mtm::history {

Telling telling_of(std::string_view kind) {
  struct Known {
    std::string_view kind;
    Telling telling;
  };
  static constexpr Known kKnown[] = {
      {"spotify", {Teller::spotify_api, false}},
      {"spotify_archived", {Teller::spotify_api, false}},
      {"spotify_extended", {Teller::extended_history, false}},
      {"spotify_account", {Teller::account_data, true}},
      {"lastfm_to_csv", {Teller::lastfm, true}},
      {"lastfm", {Teller::lastfm, false}},
      {"librefm", {Teller::lastfm, false}},
      {"listenbrainz", {Teller::scrobble, false}},
      {"hand", {Teller::scrobble, true}},  // the person says when it began, to the minute
      {"maloja", {Teller::scrobble, false}},
      {"koito", {Teller::scrobble, false}},
      {"rockbox", {Teller::scrobble, false}},
      {"pano", {Teller::scrobble, false}},
      {"your_spotify", {Teller::spotify_api, false}},  // it keeps what Spotify's API told
  };
  for (const auto& known : kKnown)
    if (known.kind == kind) return known.telling;
  return {};
}

}  // namespace mtm::history
