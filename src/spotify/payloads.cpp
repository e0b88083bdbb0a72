#include "spotify/payloads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "spotify/error_body.hpp"
#include "spotify/items.hpp"
#include "spotify/json_fields.hpp"

namespace mtm::spotify {

namespace {

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
};

namespace {

/// The parameter `offset` of an address.
std::optional<std::int64_t> offset_in(std::string_view address) {
  constexpr std::string_view kName = "offset=";
  auto place = address.find(kName);
  if (place == 0 || place == address.npos || (address[place - 1] != '?' && address[place - 1] != '&')) return {};
  auto digits = address.substr(place + kName.size());
  std::int64_t offset = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
  if (error != std::errc() || offset < 0) return {};
  return offset;
}

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
      page.skipped.push_back({index, std::move(unfit.reason), std::move(unfit.track_id), unfit.names_no_track});
    }
    ++index;
  }
  auto total = whole_number_if_any(root, "total");
  if (total && *total >= 0) page.total = total;
  page.next = text_if_any(root, "next");
  if (page.next) page.next_offset = offset_in(*page.next);
  return page;
}

/// For a question about one thing there is no page that could go on without it.
template <class Read>
auto only(Read read) try {
  return read();
} catch (const Unfit& unfit) {
  throw Unreadable(fmt::format("it is not usable: {}", unfit.reason));
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
    profile.image_url = picture(root);
    return profile;
  });
}

Track Reader::track(std::string json) {
  auto root = parser_->root(std::move(json));
  return only([&] { return read_track(root, LocalFiles::keep, parser_->whole); });
}

Page<SavedTrack> Reader::saved_tracks(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<SavedTrack>(root, "items", [this](JsonObject& entry, std::size_t) {
    auto added_at = required_time(entry, "added_at");
    return SavedTrack{added_at, track_of(entry, LocalFiles::skip, parser_->whole)};
  });
}

Page<RankedTrack> Reader::top_tracks(std::string json, int offset) {
  auto root = parser_->root(std::move(json));
  return page<RankedTrack>(root, "items", [this, offset](JsonObject& entry, std::size_t index) {
    return RankedTrack{offset + static_cast<int>(index) + 1, read_track(entry, LocalFiles::skip, parser_->whole)};
  });
}

Page<PlayedTrack> Reader::recently_played(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<PlayedTrack>(root, "items", [this](JsonObject& entry, std::size_t) {
    auto played_at = required_time(entry, "played_at");
    return PlayedTrack{played_at, track_of(entry, LocalFiles::skip, parser_->whole)};
  });
}

Page<Playlist> Reader::playlists(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<Playlist>(root, "items", [](JsonObject& entry, std::size_t) { return read_playlist(entry); });
}

Playlist Reader::playlist(std::string json) {
  auto root = parser_->root(std::move(json));
  return only([&] { return read_playlist(root); });
}

Page<PlaylistItem> Reader::playlist_items(std::string json) {
  auto root = parser_->root(std::move(json));
  return page<PlaylistItem>(root, "items", [this](JsonObject& entry, std::size_t) {
    auto added_at = text_if_any(entry, "added_at");
    return PlaylistItem{added_at ? from_rfc3339(*added_at) : std::nullopt,
                        track_of(entry, LocalFiles::keep, parser_->whole)};
  });
}

std::int64_t Reader::total(std::string json) {
  auto root = parser_->root(std::move(json));
  auto total = whole_number_if_any(root, "total");
  if (!total || *total < 0) throw Unreadable("it has no total");
  return *total;
}

std::vector<bool> Reader::truths(const std::string& json) {
  simdjson::dom::array list;
  if (parser_->whole.parse(json).get(list)) throw Unreadable("it is not a JSON list");
  std::vector<bool> truths;
  for (auto element : list) {
    bool truth = false;
    if (element.get(truth)) throw Unreadable("it is not a list of true and false");
    truths.push_back(truth);
  }
  return truths;
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
  if (auto plain = plain_error(body)) return std::move(*plain);
  return read_error(parser_->root(std::move(body)));
} catch (const Unreadable&) {
  return {"broken JSON", ""};
}

bool Reader::is_json(const std::string& body) {
  auto start = body.find_first_not_of(" \t\r\n");
  if (start == body.npos || (body[start] != '{' && body[start] != '[')) return false;
  simdjson::dom::element ignored;
  return parser_->whole.parse(body).get(ignored) == simdjson::SUCCESS;
}

}  // namespace mtm::spotify
