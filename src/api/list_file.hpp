// A list as a file to take along: CSV, an extended M3U in UTF-8, or JSPF, the form of XSPF in JSON.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/asked_counting.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace mtm::api {

enum class ListFormat { csv, m3u, jspf };

/// The `format` parameter; nothing when it is absent. Throws Problem(422).
std::optional<ListFormat> asked_format(const http::Request& request);
/// The same of lists that hold no tracks, of which only a table can be made.
std::optional<ListFormat> asked_table_format(const http::Request& request);

struct ListedTrack {
  std::string name, artist, album, release_date, spotify_id;  // empty: not known
  std::optional<int> duration_ms;
  std::string note;  // why it is here
  std::optional<ShownPlayed> played;
};

/// Of any track that an answer shows.
template <class Track>
ListedTrack listed(const Track& track, std::string note) {
  ListedTrack listed;
  listed.name = track.name;
  listed.artist = track.artist;
  if (track.album) listed.album = *track.album;
  listed.release_date = track.release_date.value_or("");
  if (track.spotify_url) listed.spotify_id = track.spotify_id;  // others are ids of our own
  listed.duration_ms = track.duration_ms;
  listed.note = std::move(note);
  return listed;
}

struct ListFile {
  std::string title, about;
  std::vector<ListedTrack> tracks;
};

/// The texts of the three formats.
std::string csv_of(const ListFile& file);
std::string m3u_of(const ListFile& file);
std::string jspf_of(const ListFile& file);

http::Response list_file(ListFormat format, const ListFile& file);

/// A table of whatever: its first row are the names of its columns.
using Table = std::vector<std::vector<std::string>>;
std::string csv_of(const Table& table);
http::Response table_file(const std::string& title, const Table& table);

}  // namespace mtm::api
