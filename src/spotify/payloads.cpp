#include "spotify/payloads.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "spotify/json_fields.hpp"
#include "spotify/release_date.hpp"

namespace mtm::spotify {

namespace {

constexpr std::size_t kLongestMessage = 200;  // of an error's text: enough for every sentence Spotify is known to send

bool is_id(std::string_view text) {
  auto base62 = [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  };
  return !text.empty() && text.size() <= 22 && std::all_of(text.begin(), text.end(), base62);
}

std::optional<std::string> spotify_url(JsonObject& object) {
  auto urls = child_if_any(object, "external_urls");
  return urls ? text_if_any(*urls, "spotify") : std::nullopt;
}

/// The smallest that is at least 300 pixels wide, which is what a list of tracks shows; else the widest.
std::optional<std::string> image(JsonObject& object) {
  constexpr std::int64_t kWanted = 300;
  std::optional<std::string> best;
  std::int64_t best_width = -1;
  auto images = list_if_any(object, "images");
  if (!images) return best;
  for (auto element : *images) {
    JsonValue value;
    check_syntax(element.get(value));
    JsonObject picture;
    if (value.get_object().get(picture)) continue;
    auto width = whole_number_if_any(picture, "width").value_or(0);
    auto url = text_if_any(picture, "url");
    bool better = best_width < kWanted ? width > best_width : width >= kWanted && width < best_width;
    if (url && better) {
      best = std::move(url);
      best_width = width;
    }
  }
  return best;
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
  track.image_url = image(*album);
  if (auto date = text_if_any(*album, "release_date")) track.release = release_date(*date);
}

enum class LocalFiles { skip, keep };

WallTime required_time(JsonObject& object, std::string_view key) {
  auto written = text(object, key);
  auto time = written ? from_rfc3339(*written) : std::nullopt;
  if (!time) throw Unfit{fmt::format("its {} is not a time", key)};
  return *time;
}

}  // namespace

struct Reader::Parser {
  simdjson::ondemand::parser ondemand;
  simdjson::dom::parser whole;
  std::string bytes;  // what is being read
  simdjson::ondemand::document document;

  JsonObject root(std::string json) {
    bytes = std::move(json);
    bytes.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
    JsonObject object;
    auto error = ondemand.iterate(bytes).get(document);
    if (!error) error = document.get_object().get(object);
    if (error) throw Unreadable(fmt::format("it is not a JSON object: {}", simdjson::error_message(error)));
    return object;
  }

  /// On-demand parsing looks only at what is asked for, but jsonb takes nothing broken, and no \u0000 either.
  std::string keepable(std::string_view raw) {
    constexpr std::string_view kSpace = " \t\r\n";
    raw.remove_suffix(raw.size() - (raw.find_last_not_of(kSpace) + 1));
    if (raw.find("\\u0000") != raw.npos) return {};
    simdjson::dom::element ignored;
    if (whole.parse(raw.data(), raw.size()).get(ignored)) return {};
    return std::string(raw);
  }

  Track track(JsonObject object, LocalFiles local_files) {
    Track track;
    std::string_view raw;
    check_syntax(object.raw_json().get(raw));
    check_syntax(object.reset().error());
    track.raw_json = keepable(raw);

    auto type = text_if_any(object, "type");
    if (type && *type != "track") throw Unfit{fmt::format("it is no track but of the type {}", *type)};
    track.is_local = flag_if_any(object, "is_local").value_or(false);
    track.id = text(object, "id").value_or("");
    if (track.id.empty()) {
      if (!track.is_local) throw Unfit{"it has no id"};
      if (local_files == LocalFiles::skip) throw Unfit{"it has no id: a local file"};
    } else if (!is_id(track.id)) {
      throw Unfit{"its id is none of Spotify's"};
    }
    auto name = text(object, "name");
    if (!name) throw Unfit{"it has no name"};
    track.name = std::move(*name);
    track.uri = text_if_any(object, "uri").value_or("spotify:track:" + track.id);
    track.artists = artists(object);
    if (track.artists.empty() && !track.is_local) throw Unfit{"it has no artist"};
    track.duration_ms = duration(object);
    read_album(object, track);
    auto popularity = whole_number_if_any(object, "popularity");
    if (popularity && *popularity >= 0 && *popularity <= 100) track.popularity = static_cast<int>(*popularity);
    if (auto ids = child_if_any(object, "external_ids")) track.isrc = text_if_any(*ids, "isrc");
    track.spotify_url = spotify_url(object);
    return track;
  }

  static std::optional<std::int64_t> duration(JsonObject& object) {
    auto milliseconds = whole_number(object, "duration_ms");
    // Kept as PostgreSQL's integer; 24 days are enough for any track.
    if (milliseconds && (*milliseconds < 0 || *milliseconds > 2147483647))
      throw Unfit{"its duration_ms is out of bounds"};
    return milliseconds;
  }

  /// The track of an entry, under its new or its old name.
  Track track_of(JsonObject& entry, LocalFiles local_files) {
    auto object = child(entry, "item");
    if (!object) object = child(entry, "track");
    if (!object) throw Unfit{"it has no track"};
    return track(*object, local_files);
  }

  Playlist playlist(JsonObject object) {
    Playlist playlist;
    auto id = text(object, "id");
    if (!id || !is_id(*id)) throw Unfit{"it has no id"};
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
};

namespace {

/// Reads each object of a list; those that are unfit are named and left out.
template <class Item, class Read>
Page<Item> page(JsonObject& root, std::string_view key, Read read) {
  Page<Item> page;
  auto entries = list_if_any(root, key);
  if (!entries) throw Unreadable(fmt::format("it has no list of {}", key));
  std::size_t index = 0;
  for (auto element : *entries) {
    JsonValue value;
    check_syntax(element.get(value));
    try {
      auto object = as_object(value);
      page.items.push_back(read(object, index));
    } catch (Unfit& unfit) {
      page.skipped.push_back({index, std::move(unfit.reason)});
    }
    ++index;
  }
  page.total = std::max<std::int64_t>(whole_number_if_any(root, "total").value_or(static_cast<std::int64_t>(index)), 0);
  page.next = text_if_any(root, "next");
  return page;
}

/// For a question about one thing there is no page that could go on without it.
template <class Read>
auto only(Read read) try {
  return read();
} catch (const Unfit& unfit) {
  throw Unreadable(fmt::format("it is not usable: {}", unfit.reason));
}

music::AudioFeatures feature_values(JsonObject& object) {
  music::AudioFeatures features;
  struct Part {
    std::string_view key;
    double music::AudioFeatures::* member;
  };
  using Features = music::AudioFeatures;
  constexpr Part kParts[] = {
      {"danceability", &Features::danceability}, {"energy", &Features::energy},
      {"valence", &Features::valence},           {"acousticness", &Features::acousticness},
      {"liveness", &Features::liveness},         {"instrumentalness", &Features::instrumentalness},
      {"speechiness", &Features::speechiness},   {"tempo", &Features::tempo},
      {"loudness", &Features::loudness}};
  for (const auto& part : kParts) {
    auto value = number(object, part.key);
    if (!value) throw Unfit{fmt::format("it has no {}", part.key)};
    features.*part.member = *value;
  }
  return features;
}

TrackFeatures track_features(JsonObject& object) {
  auto id = text(object, "id");
  if (!id || !is_id(*id)) throw Unfit{"it has no id"};
  return {std::move(*id), feature_values(object)};
}

/// The provider's own id is another one; Spotify's is the last part of `href`.
TrackFeatures provided_features_of(JsonObject& object) {
  auto href = text(object, "href").value_or("");
  auto id = href.substr(href.rfind('/') + 1);
  if (!is_id(id)) throw Unfit{"its href names no track"};
  return {std::move(id), feature_values(object)};
}

/// One line, of printable characters, not too long: it will stand in logs.
std::string sentence(std::string text) {
  bool utf8 = simdjson::validate_utf8(text);
  for (auto& letter : text) {
    auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x20 || byte == 0x7f) letter = ' ';
    if (byte >= 0x80 && !utf8) letter = '?';
  }
  if (text.size() > kLongestMessage) {
    auto end = kLongestMessage;
    while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text.resize(end);
  }
  return text;
}

}  // namespace

Reader::Reader() : parser_(std::make_unique<Parser>()) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

Profile Reader::profile(std::string json) {
  auto root = parser_->root(std::move(json));
  return only([&] {
    Profile profile;
    auto id = text(root, "id");
    if (!id || id->empty()) throw Unfit{"it has no id"};
    profile.id = std::move(*id);
    profile.account_id = text_if_any(root, "account_id");
    profile.display_name = text_if_any(root, "display_name");
    profile.image_url = image(root);
    return profile;
  });
}

Track Reader::track(std::string json) {
  auto root = parser_->root(std::move(json));
  return only([&] { return parser_->track(root, LocalFiles::keep); });
}

Page<SavedTrack> Reader::saved_tracks(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<SavedTrack>(root, "items", [this](JsonObject& entry, std::size_t) {
    auto added_at = required_time(entry, "added_at");
    return SavedTrack{added_at, parser_->track_of(entry, LocalFiles::skip)};
  });
}

Page<RankedTrack> Reader::top_tracks(std::string json, int offset) {
  auto root = parser_->root(std::move(json));
  return page<RankedTrack>(root, "items", [this, offset](JsonObject& entry, std::size_t index) {
    return RankedTrack{offset + static_cast<int>(index) + 1, parser_->track(entry, LocalFiles::skip)};
  });
}

Page<PlayedTrack> Reader::recently_played(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<PlayedTrack>(root, "items", [this](JsonObject& entry, std::size_t) {
    auto played_at = required_time(entry, "played_at");
    return PlayedTrack{played_at, parser_->track_of(entry, LocalFiles::skip)};
  });
}

Page<Playlist> Reader::playlists(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<Playlist>(root, "items", [this](JsonObject& entry, std::size_t) { return parser_->playlist(entry); });
}

Playlist Reader::playlist(std::string json) {
  auto root = parser_->root(std::move(json));
  return only([&] { return parser_->playlist(root); });
}

Page<PlaylistItem> Reader::playlist_items(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<PlaylistItem>(root, "items", [this](JsonObject& entry, std::size_t) {
    auto added_at = text_if_any(entry, "added_at");
    return PlaylistItem{added_at ? from_rfc3339(*added_at) : std::nullopt, parser_->track_of(entry, LocalFiles::keep)};
  });
}

std::int64_t Reader::total(std::string json) {
  auto root = parser_->root(std::move(json));
  auto total = whole_number_if_any(root, "total");
  if (!total || *total < 0) throw Unreadable("it has no total");
  return *total;
}

Page<TrackFeatures> Reader::audio_features(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<TrackFeatures>(root, "audio_features",
                             [](JsonObject& entry, std::size_t) { return track_features(entry); });
}

Page<TrackFeatures> Reader::provided_features(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<TrackFeatures>(root, "content",
                             [](JsonObject& entry, std::size_t) { return provided_features_of(entry); });
}

Tokens Reader::tokens(std::string json) {
  auto root = parser_->root(std::move(json));
  return only([&] {
    Tokens tokens;
    auto access = text(root, "access_token");
    if (!access || access->empty()) throw Unfit{"it has no access_token"};
    tokens.access_token = std::move(*access);
    tokens.refresh_token = text_if_any(root, "refresh_token");
    if (tokens.refresh_token && tokens.refresh_token->empty()) tokens.refresh_token.reset();
    tokens.scope = text_if_any(root, "scope");
    // An hour is what Spotify has always given; should it be less, the first 401 tells us.
    auto seconds = whole_number_if_any(root, "expires_in").value_or(3600);
    tokens.expires_in = std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 86400));
    return tokens;
  });
}

ErrorBody Reader::error(std::string body) try {
  auto start = body.find_first_not_of(" \t\r\n");
  if (start == body.npos) return {};
  if (body[start] == '<') return {"an HTML page instead of JSON", ""};
  if (body[start] != '{') return {sentence(std::move(body)), ""};
  auto root = parser_->root(std::move(body));
  if (auto regular = child_if_any(root, "error")) {
    auto message = text_if_any(*regular, "message").value_or("");
    auto reason = text_if_any(*regular, "reason").value_or("");
    return {sentence(std::move(message)), sentence(std::move(reason))};
  }
  auto reason = text_if_any(root, "error").value_or("");
  auto message = text_if_any(root, "error_description").value_or("");
  return {sentence(std::move(message)), sentence(std::move(reason))};
} catch (const Unreadable&) {
  return {"broken JSON", ""};
}

}  // namespace mtm::spotify
