#include "api/list_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "core/json.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Response;
using http::Status;

namespace {

/// The letters before a file's first one, without which Excel takes it for the code page of its machine.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A field as RFC 4180 quotes it. Nothing is added to a text that begins like a formula: docs/decisions.md.
std::string in_quotes(std::string_view text) {
  std::string field = "\"";
  for (char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (const auto& field : fields) row += (row.empty() ? "" : ",") + in_quotes(field);
  return row + "\r\n";
}

/// Lines are what M3U is made of.
std::string on_one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return text;
}

std::string uri_of(const ListedTrack& track) {
  return track.spotify_id.empty() ? std::string() : "spotify:track:" + track.spotify_id;
}

/// `"name":value`, with a comma where others stand before it.
template <class Value>
void add_member(std::string& object, std::string_view name, const Value& value) {
  if (object.back() != '{') object += ',';
  write_json(object, name);
  object += ':';
  write_json(object, value);
}

void add_known(std::string& object, std::string_view name, const std::string& text) {
  if (!text.empty()) add_member(object, name, text);
}

/// What is not known is left out, as XSPF has it.
Json jspf_track(const ListedTrack& track) {
  std::string object = "{";
  add_member(object, "title", track.name);
  add_member(object, "creator", track.artist);
  add_known(object, "album", track.album);
  if (track.duration_ms) add_member(object, "duration", *track.duration_ms);
  if (!track.spotify_id.empty()) {
    add_member(object, "identifier", std::vector{uri_of(track)});
    add_member(object, "location", std::vector{"https://open.spotify.com/track/" + track.spotify_id});
  }
  add_known(object, "annotation", track.note);
  return {object + '}'};
}

/// For the reader's disk. `type` and `ending` are literals.
Response file_answer(std::string_view type, const std::string& title, std::string_view ending, std::string text) {
  Response response;
  response.content_type = type;
  // RFC 6266: a plain name for programs that read no other.
  auto name = boost::urls::encode(title + std::string(ending), boost::urls::unreserved_chars);
  response.with("Content-Disposition",
                fmt::format("attachment; filename=\"music-time-machine{}\"; filename*=UTF-8''{}", ending, name));
  response.body = std::move(text);
  return response;
}

}  // namespace

std::optional<ListFormat> asked_format(const http::Request& request) {
  auto text = request.text("format");
  if (!text) return std::nullopt;
  if (*text == "csv") return ListFormat::csv;
  if (*text == "m3u") return ListFormat::m3u;
  if (*text == "jspf") return ListFormat::jspf;
  throw Problem(Status::unprocessable, "'format' must be csv, m3u or jspf.");
}

std::optional<ListFormat> asked_table_format(const http::Request& request) {
  auto format = asked_format(request);
  if (format && *format != ListFormat::csv)
    throw Problem(Status::unprocessable, "'format' must be csv: only lists of tracks can be playlists.");
  return format;
}

std::string csv_of(const ListFile& file) {
  Table table{{"position", "name", "artist", "album", "release_date", "duration_ms", "spotify_uri", "note"}};
  bool counted = std::any_of(file.tracks.begin(), file.tracks.end(), [](const auto& track) { return !!track.played; });
  if (counted) table.front().insert(table.front().end(), {"plays", "minutes"});
  for (const auto& track : file.tracks) {
    std::vector<std::string> row{std::to_string(table.size()),
                                 track.name,
                                 track.artist,
                                 track.album,
                                 track.release_date,
                                 track.duration_ms ? std::to_string(*track.duration_ms) : "",
                                 uri_of(track),
                                 track.note};
    if (counted) {
      row.push_back(track.played ? std::to_string(track.played->plays) : "");
      row.push_back(track.played ? fmt::format("{}", track.played->minutes) : "");
    }
    table.push_back(std::move(row));
  }
  return csv_of(table);
}

std::string csv_of(const Table& table) {
  std::string text(kByteOrderMark);
  for (const auto& row : table) text += csv_row(row);
  return text;
}

std::string m3u_of(const ListFile& file) {
  std::string text = fmt::format("#EXTM3U\n#PLAYLIST:{}\n", on_one_line(file.title));
  for (const auto& track : file.tracks) {
    constexpr int kUnknown = -1;  // seconds
    auto names = on_one_line(track.artist + " - " + track.name);
    auto seconds = track.duration_ms ? (*track.duration_ms + 500) / 1'000 : kUnknown;
    text += fmt::format("#EXTINF:{},{}\n", seconds, names);
    if (!track.album.empty()) text += fmt::format("#EXTALB:{}\n", on_one_line(track.album));
    // A track that Spotify does not have stands there as a file of its name would.
    auto uri = uri_of(track);
    text += (uri.empty() ? "./" + names : uri) + '\n';
  }
  return text;
}

std::string jspf_of(const ListFile& file) {
  std::vector<Json> tracks;
  for (const auto& track : file.tracks) tracks.push_back(jspf_track(track));
  std::string playlist = "{";
  add_member(playlist, "title", file.title);
  add_known(playlist, "annotation", file.about);
  add_member(playlist, "track", tracks);
  return "{\"playlist\":" + playlist + "}}";
}

Response list_file(ListFormat format, const ListFile& file) {
  switch (format) {
    case ListFormat::csv:
      return file_answer("text/csv; charset=utf-8", file.title, ".csv", csv_of(file));
    case ListFormat::m3u:
      return file_answer("audio/x-mpegurl; charset=utf-8", file.title, ".m3u8", m3u_of(file));
    case ListFormat::jspf:
      return file_answer("application/jspf+json", file.title, ".jspf", jspf_of(file));
  }
  throw std::logic_error("unknown format of a list");
}

Response table_file(const std::string& title, const Table& table) {
  return file_answer("text/csv; charset=utf-8", title, ".csv", csv_of(table));
}

}  // namespace mtm::api
