#include "spotify/items.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "spotify/release_date.hpp"

namespace mtm::spotify {

namespace {

constexpr std::size_t kLongestIsrc = 32;  // 12 by the standard (ISO 3901)
constexpr std::size_t kIdLength = 22;

bool is_base62(std::string_view text) {
  auto known = [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  };
  return !text.empty() && text.size() <= kIdLength && std::all_of(text.begin(), text.end(), known);
}

/// Of a track or an artist.
bool is_id(std::string_view text) { return text.size() == kIdLength && is_base62(text); }

std::optional<std::string> spotify_url(JsonObject& object) {
  auto urls = child_if_any(object, "external_urls");
  return urls ? text_if_any(*urls, "spotify") : std::nullopt;
}

std::vector<Artist> artists(JsonObject& object) {
  std::vector<Artist> found;
  auto entries = list(object, "artists");
  if (!entries) return found;
  for (auto element : *entries) {
    JsonValue value;
    check_syntax(element.get(value));
    JsonObject artist;
    if (value.get_object().get(artist)) continue;
    auto id = text_if_any(artist, "id");
    if (id && !is_id(*id)) id.reset();
    if (auto name = text_if_any(artist, "name")) found.push_back({std::move(id), std::move(*name)});
  }
  return found;
}

void read_album(JsonObject& track_object, Track& track) {
  auto album = child(track_object, "album");
  if (!album) return;
  track.album_name = text_if_any(*album, "name").value_or("");
  track.image_url = picture(*album);
  if (auto date = text_if_any(*album, "release_date")) track.release = release_date(*date);
}

std::optional<std::int64_t> duration(JsonObject& object) {
  auto milliseconds = whole_number(object, "duration_ms");
  // Kept as PostgreSQL's integer; 24 days are enough for any track.
  if (milliseconds && (*milliseconds < 0 || *milliseconds > 2147483647))
    throw Unfit{"its duration_ms is out of bounds"};
  return milliseconds;
}

/// On-demand parsing looks only at what is asked for, but jsonb takes nothing broken, and no \u0000 either.
std::string keepable(std::string_view raw, simdjson::dom::parser& checker) {
  constexpr std::string_view kSpace = " \t\r\n";
  raw.remove_suffix(raw.size() - (raw.find_last_not_of(kSpace) + 1));
  if (raw.find("\\u0000") != raw.npos) return {};
  simdjson::dom::element ignored;
  if (checker.parse(raw.data(), raw.size()).get(ignored)) return {};
  return std::string(raw);
}

music::AudioFeatures feature_values(JsonObject& object) {
  music::AudioFeatures features;
  for (const auto& feature : music::kFeatureRanges) {
    auto value = number(object, feature.name);
    if (!value) throw Unfit{fmt::format("it has no {}", feature.name)};
    if (!feature.holds(*value))
      throw Unfit{fmt::format("its {} is out of range: {} to {}", feature.name, feature.least, feature.most)};
    features.*feature.member = *value;
  }
  return features;
}

}  // namespace

std::optional<std::string> picture(JsonObject& object) {
  constexpr std::int64_t kWanted = 300;
  std::optional<std::string> best;
  std::int64_t best_width = -1;
  auto images = list_if_any(object, "images");
  if (!images) return best;
  for (auto element : *images) {
    JsonValue value;
    check_syntax(element.get(value));
    JsonObject one;
    if (value.get_object().get(one)) continue;
    auto width = whole_number_if_any(one, "width").value_or(0);
    auto url = text_if_any(one, "url");
    bool better = best_width < kWanted ? width > best_width : width >= kWanted && width < best_width;
    if (url && better) {
      best = std::move(url);
      best_width = width;
    }
  }
  return best;
}

namespace {

/// The address of something else than a track: spotify:episode:…, spotify:local:….
bool of_kind(std::string_view uri, std::string_view kind) {
  constexpr std::string_view kScheme = "spotify:";
  return uri.starts_with(kScheme) && uri.substr(kScheme.size()).starts_with(kind);
}

/// The id that the list was asked for, or that it holds: not that of the instance Spotify put in its place today.
std::string track_id(JsonObject& object) {
  if (auto original = child_if_any(object, "linked_from")) {
    auto id = text_if_any(*original, "id");
    if (id && is_id(*id)) return std::move(*id);
  }
  return text(object, "id").value_or("");
}

void read_details(JsonObject& object, Track& track) {
  auto name = text(object, "name");
  if (!name) throw Unfit{"it has no name"};
  track.name = std::move(*name);
  track.artists = artists(object);
  if (track.artists.empty() && !track.is_local) throw Unfit{"it has no artist"};
  track.duration_ms = duration(object);
  read_album(object, track);
  auto popularity = whole_number_if_any(object, "popularity");
  if (popularity && *popularity >= 0 && *popularity <= 100) track.popularity = static_cast<int>(*popularity);
  if (auto ids = child_if_any(object, "external_ids")) track.isrc = text_if_any(*ids, "isrc");
  if (track.isrc && track.isrc->size() > kLongestIsrc) track.isrc.reset();
  track.spotify_url = spotify_url(object);
}

}  // namespace

Track read_track(JsonObject object, LocalFiles local_files, simdjson::dom::parser& checker) {
  Track track;
  std::string_view raw;
  check_syntax(object.raw_json().get(raw));
  check_syntax(object.reset().error());
  track.raw_json = keepable(raw, checker);

  auto type = text_if_any(object, "type");
  if (type && *type != "track") throw Unfit{fmt::format("it is no track but of the type {}", *type), "", true};
  auto uri = text_if_any(object, "uri").value_or("");
  if (of_kind(uri, "episode:")) throw Unfit{"it is no track but an episode", "", true};
  track.is_local = flag_if_any(object, "is_local").value_or(false) || of_kind(uri, "local:");
  if (track.is_local && local_files == LocalFiles::skip) throw Unfit{"it has no id: a local file", "", true};
  if (track.is_local) {
    track.uri = std::move(uri);
  } else {
    track.id = track_id(object);
    if (track.id.empty()) throw Unfit{"it has no id"};
    if (!is_id(track.id)) throw Unfit{"its id is none of Spotify's"};
    track.uri = "spotify:track:" + track.id;
  }
  try {
    read_details(object, track);
  } catch (Unfit& unfit) {
    unfit.track_id = track.id;
    throw;
  }
  return track;
}

Track track_of(JsonObject& entry, LocalFiles local_files, simdjson::dom::parser& checker) {
  auto object = child(entry, "item");
  if (!object) object = child(entry, "track");
  if (!object) throw Unfit{"it has no track"};
  return read_track(*object, local_files, checker);
}

Playlist read_playlist(JsonObject object) {
  Playlist playlist;
  auto id = text(object, "id");
  if (!id || !is_base62(*id)) throw Unfit{"it has no id"};
  playlist.id = std::move(*id);
  playlist.name = text(object, "name").value_or("");
  playlist.description = text_if_any(object, "description").value_or("");
  playlist.is_public = flag_if_any(object, "public");
  playlist.url = spotify_url(object);
  if (auto owner = child_if_any(object, "owner")) playlist.owner_id = text_if_any(*owner, "id");
  auto items = child_if_any(object, "items");
  if (!items) items = child_if_any(object, "tracks");
  if (items) playlist.item_count = whole_number_if_any(*items, "total");
  return playlist;
}

TrackFeatures track_features(JsonObject& object) {
  auto id = text(object, "id");
  if (!id || !is_id(*id)) throw Unfit{"it has no id"};
  return {std::move(*id), feature_values(object)};
}

TrackFeatures provided_features_of(JsonObject& object) {
  auto href = text(object, "href").value_or("");
  auto id = href.substr(href.rfind('/') + 1);
  if (!is_id(id)) throw Unfit{"its href names no track"};
  return {std::move(id), feature_values(object)};
}

}  // namespace mtm::spotify
