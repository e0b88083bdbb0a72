#include "sandbox/payloads.hpp"

#include <fmt/format.h>

#include "core/crypto.hpp"
#include "sandbox/json_writer.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kMarkets = R"(["BR","DE","ES","FR","GB","JP","KR","NG","SE","US"])";

std::string_view to_string(AlbumType type) {
  switch (type) {
    case AlbumType::album:
      return "album";
    case AlbumType::single:
      return "single";
    case AlbumType::compilation:
      return "compilation";
  }
  return "album";
}

// href, id, type, uri and external_urls, which everything has.
void write_identity(JsonWriter& json, const std::string& origin, std::string_view type, const std::string& id) {
  json.name("external_urls").object().member("spotify", fmt::format("{}/{}/{}", origin, type, id)).end_object();
  json.member("href", fmt::format("{}/v1/{}s/{}", origin, type, id));
  json.member("id", id).member("type", type).member("uri", fmt::format("spotify:{}:{}", type, id));
}

void write_cover(JsonWriter& json, const std::string& origin, const Album& album) {
  json.name("images").array();
  for (int size : {640, 300, 64}) {
    json.object().member("height", size).member("url", fmt::format("{}/covers/{}.svg", origin, album.id));
    json.member("width", size).end_object();
  }
  json.end_array();
}

// Spotify writes three figures, whole numbers without a point and small ones with an exponent: 0.71, 0, 2.33e-05.
void write_share(JsonWriter& json, std::string_view name, double share) {
  json.json_member(name, fmt::format("{:.3g}", share));
}

void write_shares(JsonWriter& json, const Features& features) {
  write_share(json, "danceability", features.danceability);
  write_share(json, "energy", features.energy);
  json.member("key", features.key);
  json.json_member("loudness", fmt::format("{:.6g}", features.loudness));
  json.member("mode", features.mode);
  write_share(json, "speechiness", features.speechiness);
  write_share(json, "acousticness", features.acousticness);
  write_share(json, "instrumentalness", features.instrumentalness);
  write_share(json, "liveness", features.liveness);
  write_share(json, "valence", features.valence);
  json.json_member("tempo", fmt::format("{:.6g}", features.tempo));
}

// The provider's own id, which looks like a UUID of version 4.
std::string provider_id(const Track& track) {
  std::string digits = hex(sha256(track.id)).substr(0, 32);
  digits[12] = '4';
  digits[16] = 'a';
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                     digits.substr(16, 4), digits.substr(20));
}

std::string open_link(const Track& track) { return "https://open.spotify.com/track/" + track.id; }

}  // namespace

Payloads::Payloads(const Catalogue& catalogue, std::string origin) : catalogue_(catalogue), origin_(std::move(origin)) {
  for (const Artist& artist : catalogue_.artists) {
    std::string out;
    JsonWriter json(out);
    json.object();
    write_identity(json, origin_, "artist", artist.id);
    json.member("name", artist.name).end_object();
    artists_.push_back(std::move(out));
  }
  for (Detail detail : {Detail::trimmed, Detail::full}) {
    auto& written = tracks_[static_cast<int>(detail)];
    written.reserve(catalogue_.tracks.size());
    for (const Track& track : catalogue_.tracks) written.push_back(write_track(track, detail));
  }
}

std::string Payloads::write_artists(const std::vector<std::uint32_t>& numbers) const {
  std::string out;
  JsonWriter json(out);
  json.array();
  for (auto number : numbers) json.json(artists_[number]);
  json.end_array();
  return out;
}

// Without the closing brace, so that GET /albums/{id} can go on with the tracks.
std::string Payloads::write_album_start(const Album& album, Detail detail) const {
  std::string out;
  JsonWriter json(out);
  json.object().member("album_type", to_string(album.type)).json_member("artists", write_artists({album.artist}));
  if (detail == Detail::full) json.json_member("available_markets", kMarkets);
  write_cover(json, origin_, album);
  json.member("name", album.name);
  json.member("release_date", album.released.text()).member("release_date_precision", album.released.precision());
  json.member("total_tracks", album.tracks.size());
  write_identity(json, origin_, "album", album.id);
  return out;
}

std::string Payloads::write_track(const Track& track, Detail detail) const {
  std::string out;
  JsonWriter json(out);
  json.object().json_member("album", write_album_start(catalogue_.album_of(track), detail) + '}');
  json.json_member("artists", write_artists(track.artists));
  if (detail == Detail::full) json.json_member("available_markets", kMarkets);
  json.member("disc_number", 1).member("duration_ms", track.duration_ms).member("explicit", track.is_explicit);
  json.name("external_ids").object();
  if (!track.isrc.empty()) json.member("isrc", track.isrc);
  json.end_object();
  json.member("is_local", false).member("name", track.name);
  if (detail == Detail::full) json.member("popularity", track.popularity);
  json.null_member("preview_url").member("track_number", track.number);
  write_identity(json, origin_, "track", track.id);
  json.end_object();
  return out;
}

std::string Payloads::artist(std::uint32_t number, Detail detail) const {
  const Artist& artist = catalogue_.artists[number];
  std::string out;
  JsonWriter json(out);
  json.object();
  if (detail == Detail::full) {
    json.name("followers").object().null_member("href");
    json.member("total", artist.popularity * artist.popularity * 317).end_object();
  }
  json.name("genres").array();
  if (detail == Detail::full) json.value(artist.genre->name);
  json.end_array();
  if (artist.albums.empty())
    json.name("images").array().end_array();
  else
    write_cover(json, origin_, catalogue_.albums[artist.albums.front()]);
  json.member("name", artist.name);
  if (detail == Detail::full) json.member("popularity", artist.popularity);
  write_identity(json, origin_, "artist", artist.id);
  json.end_object();
  return out;
}

std::string Payloads::album(std::uint32_t number, Detail detail) const {
  const Album& album = catalogue_.albums[number];
  std::string out = write_album_start(album, detail);
  JsonWriter json(out);
  json.name("tracks").object().member("href", fmt::format("{}/v1/albums/{}/tracks", origin_, album.id));
  json.member("limit", 50).null_member("next").member("offset", 0).null_member("previous");
  json.member("total", album.tracks.size()).name("items").array();
  for (auto track_number : album.tracks) json.json(track(track_number, detail));
  json.end_array().end_object().end_object();
  return out;
}

std::string Payloads::spotify_features(std::uint32_t number) const {
  const Track& track = catalogue_.tracks[number];
  std::string out;
  JsonWriter json(out);
  json.object();
  write_shares(json, track.features);
  json.member("type", "audio_features").member("id", track.id).member("uri", "spotify:track:" + track.id);
  json.member("track_href", fmt::format("{}/v1/tracks/{}", origin_, track.id));
  json.member("analysis_url", fmt::format("{}/v1/audio-analysis/{}", origin_, track.id));
  json.member("duration_ms", track.duration_ms).member("time_signature", track.features.time_signature).end_object();
  return out;
}

std::string Payloads::provider_features(std::uint32_t number, bool absurd) const {
  const Track& track = catalogue_.tracks[number];
  std::string out;
  JsonWriter json(out);
  json.object().member("id", provider_id(track)).member("href", open_link(track));
  if (!track.isrc.empty()) json.member("isrc", track.isrc);
  auto features = track.features;
  if (absurd) features.loudness = 1e30;
  write_shares(json, features);
  json.end_object();
  return out;
}

std::string Payloads::provider_track(std::uint32_t number) const {
  const Track& track = catalogue_.tracks[number];
  std::string out;
  JsonWriter json(out);
  json.object().member("id", provider_id(track)).member("trackTitle", track.name).name("artists").array();
  for (auto artist : track.artists) {
    json.object().member("name", catalogue_.artists[artist].name);
    json.member("href", "https://open.spotify.com/artist/" + catalogue_.artists[artist].id).end_object();
  }
  json.end_array().member("durationMs", track.duration_ms);
  if (!track.isrc.empty()) json.member("isrc", track.isrc);
  json.member("href", open_link(track)).member("availableCountries", "BR,DE,ES,FR,GB,JP,KR,NG,SE,US");
  json.member("popularity", track.popularity).end_object();
  return out;
}

std::string Payloads::local_track(std::uint32_t like) const {
  const Track& track = catalogue_.tracks[like];
  std::string name = "Demo tape: " + track.name;
  std::string out;
  JsonWriter json(out);
  json.object().name("album").object().null_member("album_type").name("artists").array().end_array();
  json.name("external_urls")
      .object()
      .end_object()
      .null_member("href")
      .null_member("id")
      .name("images")
      .array()
      .end_array();
  json.member("name", "My own recordings").null_member("release_date").null_member("release_date_precision");
  json.member("type", "album").null_member("uri").end_object();
  json.name("artists")
      .array()
      .object()
      .name("external_urls")
      .object()
      .end_object()
      .null_member("href")
      .null_member("id");
  json.member("name", "Me").member("type", "artist").null_member("uri").end_object().end_array();
  json.member("disc_number", 0).member("duration_ms", track.duration_ms).member("explicit", false);
  json.name("external_ids")
      .object()
      .end_object()
      .name("external_urls")
      .object()
      .end_object()
      .null_member("href")
      .null_member("id");
  json.member("is_local", true)
      .member("name", name)
      .null_member("preview_url")
      .member("track_number", 0)
      .member("type", "track");
  json.member("uri", fmt::format("spotify:local:Me:My+own+recordings:Demo+tape:{}", track.duration_ms / 1000))
      .end_object();
  return out;
}

}  // namespace mtm::sandbox
