// Spotify's answers; the first byte says to which question. What can't be read is said so, and nothing else happens.
#include "fuzz/input.hpp"
#include "spotify/payloads.hpp"

using namespace mtm::spotify;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static Reader reader;
  if (size == 0) return 0;
  std::string json(mtm::fuzz::text_of(bytes + 1, size - 1));
  try {
    switch (bytes[0] % 12) {
      case 0:
        reader.profile(json);
        break;
      case 1:
        reader.track(json);
        break;
      case 2:
        reader.saved_tracks(json);
        break;
      case 3:
        reader.top_tracks(json, 50);
        break;
      case 4:
        reader.recently_played(json);
        break;
      case 5:
        reader.playlists(json);
        break;
      case 6:
        reader.playlist(json);
        break;
      case 7:
        reader.playlist_items(json);
        break;
      case 8:
        reader.audio_features(json);
        break;
      case 9:
        reader.provided_features(json);
        break;
      case 10:
        reader.tokens(json);
        break;
      default:
        reader.error(json);
        reader.is_json(json);
    }
  } catch (const Unreadable&) {
  }
  return 0;
}
