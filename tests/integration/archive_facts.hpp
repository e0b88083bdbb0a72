// What an export says, without the numbers that only one database gives, so that two of them can be compared.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "integration/old_database.hpp"
#include "integration/unpacked.hpp"

namespace mtm::test {

/// The files of an archive by their names.
using Files = std::map<std::string, std::string>;

inline Files files_of(const std::string& archive) {
  Unpacked unpacked(archive);
  Files files;
  for (const auto& name : unpacked.names()) files[name] = bytes_of(unpacked.folder.path("files/" + name));
  return files;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

inline std::string member(const std::string& line, const std::string& key) {
  auto at = line.find("\"" + key + "\":");
  if (at == line.npos) return "";
  at += key.size() + 3;
  auto end = line[at] == '"' ? line.find('"', at + 1) + 1 : line.find_first_of(",}", at);
  return line.substr(at, end - at);
}

inline void put_member(std::string& line, const std::string& key, const std::string& value) {
  auto at = line.find("\"" + key + "\":");
  if (at == line.npos) return;
  line.replace(at + key.size() + 3, member(line, key).size(), value);
}

/// An archive's facts without the numbers that only one database gives: lines in an order of their own, which speak of
/// tracks and artists by their Spotify ids and of sources by kind, name and time.
inline std::map<std::string, std::vector<std::string>> facts_of(const Files& files, bool same_catalogue) {
  std::map<std::string, std::map<std::string, std::string>> names;
  for (const auto& line : lines_of(files.at("tracks.jsonl")))
    names["track"][member(line, "id")] = member(line, "spotify_id");
  for (const auto& line : lines_of(files.at("artists.jsonl")))
    names["artist"][member(line, "id")] = member(line, "spotify_id");
  for (const auto& line : lines_of(files.at("sources.jsonl")))
    names["source"][member(line, "id")] = member(line, "kind") + member(line, "name") + member(line, "created_at");
  auto put_name = [&](std::string& line, const std::string& key, const std::string& of) {
    auto id = member(line, key);
    if (id.empty() || id == "null") return;
    CAPTURE(line, key);
    REQUIRE(names[of].contains(id));
    put_member(line, key, names[of][id]);
  };
  std::map<std::string, std::vector<std::string>> facts;
  for (const char* noun : {"artists", "tracks", "track_claims", "artist_claims", "sources", "library", "plays",
                           "snapshots", "playlists", "playlist_tracks", "recordings", "gaps", "covered_spans"}) {
    auto& lines = facts[noun];
    lines = lines_of(files.at(std::string(noun) + ".jsonl"));
    for (auto& line : lines) {
      if (noun == std::string("tracks"))
        put_name(line, "id", "track");
      else if (noun == std::string("artists"))
        put_name(line, "id", "artist");
      else if (noun == std::string("sources")) {
        auto own = member(line, "id");
        if (auto at = line.find("\"sources\": [" + own + "]"); at != line.npos)
          line.replace(at + 12, own.size(), "\"this one\"");
        put_name(line, "id", "source");
      } else if (noun == std::string("gaps"))
        put_member(line, "id", "null");
      put_name(line, "track_id", "track");
      put_name(line, "as_track_id", "track");
      put_name(line, "artist_id", "artist");
      put_name(line, "source_id", "source");
      if (!same_catalogue) put_member(line, "features_source", "null");
    }
    std::sort(lines.begin(), lines.end());
  }
  facts["account"] = {member(files.at("account.jsonl"), "time_zone")};
  return facts;
}

inline void check_equal(const Files& one, const Files& other, bool same_catalogue = true) {
  auto a = facts_of(one, same_catalogue), b = facts_of(other, same_catalogue);
  for (const auto& [noun, lines] : a) {
    CAPTURE(noun, lines.size(), b[noun].size());
    auto [mine, theirs] = std::mismatch(lines.begin(), lines.end(), b[noun].begin(), b[noun].end());
    CHECK((mine == lines.end() ? "" : *mine) == (theirs == b[noun].end() ? "" : *theirs));
  }
}

}  // namespace mtm::test
