// The catalogue over the Web API: tracks, artists, albums, search, and the audio features that only old apps get.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sandbox/api.hpp"
#include "sandbox/spotify_id.hpp"

namespace mtm::sandbox {
namespace {

std::string checked_id(const std::string& id) {
  if (!is_spotify_id(id)) throw Refusal(400, "Invalid base62 id");
  return id;
}

template <class Find, class Write>
http::Response batch(Call& call, std::string_view name, std::size_t most, Find find, Write write) {
  auto ids = list_of(call, "ids");
  if (ids.empty()) throw Refusal(400, "invalid id");
  if (ids.size() > most) throw Refusal(400, "Too many ids requested");
  std::string out;
  JsonWriter json(out);
  json.object().name(name).array();
  for (const std::string& id : ids) {
    if (const auto* thing = find(id))
      json.json(write(*thing));
    else
      json.json("null");
  }
  json.end_array().end_object();
  return http::json_text(std::move(out));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& letter : out) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  return out;
}

// What a search asks for: words that must all occur, and filters such as artist:"…" or year:1955-1960.
struct Question {
  std::vector<std::string> words, track, artist, album;
  std::string isrc;
  int first_year = 0, last_year = 9999;
};

void take_years(Question& question, std::string_view text) {
  auto dash = text.find('-');
  auto number = [](std::string_view digits) {
    int year = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), year);
    return year;
  };
  question.first_year = number(text.substr(0, dash));
  question.last_year = dash == text.npos ? question.first_year : number(text.substr(dash + 1));
}

Question question_from(std::string_view text) {
  Question question;
  std::string filter;  // stays in force for the words after it: artist:Ada Lindström
  auto take = [&](std::string value) {
    if (value.empty()) return;
    if (filter == "track")
      question.track.push_back(std::move(value));
    else if (filter == "artist")
      question.artist.push_back(std::move(value));
    else if (filter == "album")
      question.album.push_back(std::move(value));
    else if (filter == "isrc")
      question.isrc = std::move(value);
    else if (filter == "year")
      take_years(question, value);
    else
      question.words.push_back(std::move(value));
  };
  while (!text.empty()) {
    auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    auto colon = word.find(':');
    constexpr std::string_view kFilters[] = {"track", "artist", "album", "isrc", "year"};
    auto known = std::find(std::begin(kFilters), std::end(kFilters), word.substr(0, colon));
    if (colon != word.npos && known != std::end(kFilters)) {
      filter = *known;
      word.remove_prefix(colon + 1);
    }
    std::string value = lower(word);
    std::erase(value, '"');
    take(std::move(value));
  }
  return question;
}

bool holds_all(const std::string& text, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return text.find(word) != text.npos; });
}

bool answers(const Question& question, const Catalogue& catalogue, const Track& track) {
  const Album& album = catalogue.album_of(track);
  if (!question.isrc.empty()) return lower(track.isrc) == question.isrc;
  if (album.released.year < question.first_year || album.released.year > question.last_year) return false;
  std::string artists;
  for (auto number : track.artists) artists += lower(catalogue.artists[number].name) + '\n';
  if (!holds_all(artists, question.artist) || !holds_all(lower(track.name), question.track) ||
      !holds_all(lower(album.name), question.album))
    return false;
  return holds_all(lower(track.name) + '\n' + artists + lower(album.name), question.words);
}

}  // namespace

http::Response track(Call& call) {
  const Track* found = call.world.catalogue.track(checked_id(call.request.path_text("id")));
  if (!found) throw Refusal(404, "Resource not found");
  return http::json_text(track_json(call, relinked(call, call.world.catalogue.number_of(*found))));
}

http::Response tracks(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  return batch(
      call, "tracks", 50, [&](const std::string& id) { return catalogue.track(id); },
      [&](const Track& found) { return track_json(call, catalogue.number_of(found)); });
}

http::Response artist(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Artist* found = catalogue.artist(checked_id(call.request.path_text("id")));
  if (!found) throw Refusal(404, "Resource not found");
  return http::json_text(
      call.world.payloads().artist(static_cast<std::uint32_t>(found - catalogue.artists.data()), call.world.detail()));
}

http::Response artists(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  return batch(
      call, "artists", 50, [&](const std::string& id) { return catalogue.artist(id); },
      [&](const Artist& found) {
        return call.world.payloads().artist(static_cast<std::uint32_t>(&found - catalogue.artists.data()),
                                            call.world.detail());
      });
}

http::Response album(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Album* found = catalogue.album(checked_id(call.request.path_text("id")));
  if (!found) throw Refusal(404, "Resource not found");
  return http::json_text(
      call.world.payloads().album(static_cast<std::uint32_t>(found - catalogue.albums.data()), call.world.detail()));
}

http::Response search(Call& call) {
  auto text = call.request.text("q").value_or("");
  if (text.empty()) throw Refusal(400, "No search query");
  auto types = list_of(call, "type");
  if (types.empty()) throw Refusal(400, "Missing parameter type");
  bool new_app = call.world.faults.app_class == AppClass::dev2026;
  auto window = window_of(call, new_app ? 5 : 20, new_app ? 10 : 50);
  if (window.offset > 1000) throw Refusal(400, "Invalid offset");
  auto question = question_from(text);
  const Catalogue& catalogue = call.world.catalogue;

  std::string out;
  JsonWriter json(out);
  json.object();
  for (const std::string& type : types) {
    auto query = fmt::format("type={}", type);
    if (type == "track") {
      std::vector<std::uint32_t> found;
      for (std::uint32_t number = 0; number < catalogue.tracks.size(); ++number) {
        if (answers(question, catalogue, catalogue.tracks[number])) found.push_back(number);
      }
      json.json_member("tracks",
                       paging(call, "/v1/search", query, window, found.size(),
                              [&](JsonWriter& items, std::size_t item) { items.json(track_json(call, found[item])); }));
    } else if (type == "artist") {
      std::vector<std::uint32_t> found;
      for (std::uint32_t number = 0; number < catalogue.artists.size(); ++number) {
        auto name = lower(catalogue.artists[number].name);
        if (holds_all(name, question.words) && holds_all(name, question.artist)) found.push_back(number);
      }
      json.json_member(
          "artists", paging(call, "/v1/search", query, window, found.size(), [&](JsonWriter& items, std::size_t item) {
            items.json(call.world.payloads().artist(found[item], call.world.detail()));
          }));
    } else {
      throw Refusal(400, "Bad search type field " + type);
    }
  }
  json.end_object();
  return http::json_text(std::move(out));
}

http::Response audio_features_of_one(Call& call) {
  if (call.world.faults.app_class != AppClass::extended) throw Refusal(403);
  const Track* found = call.world.catalogue.track(checked_id(call.request.path_text("id")));
  if (!found || !found->features_known) throw Refusal(404, "analysis not found");
  return http::json_text(call.world.payloads().spotify_features(call.world.catalogue.number_of(*found)));
}

http::Response audio_features(Call& call) {
  if (call.world.faults.app_class != AppClass::extended) throw Refusal(403);
  const Catalogue& catalogue = call.world.catalogue;
  auto find = [&](const std::string& id) {
    const Track* found = catalogue.track(id);
    return found && found->features_known ? found : nullptr;
  };
  return batch(call, "audio_features", 100, find,
               [&](const Track& found) { return call.world.payloads().spotify_features(catalogue.number_of(found)); });
}

http::Response gone(Call&) { throw Refusal(404, "Service not found"); }

}  // namespace mtm::sandbox
