// The catalogue as Spotify writes it. Every track is written once, at the start; a page is put together from them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/catalogue.hpp"

namespace mtm::sandbox {

/// Whether an answer carries the members that new apps no longer get: popularity, markets, followers.
enum class Detail : bool { trimmed, full };

class Payloads {
 public:
  /// `origin` is our own address, "http://127.0.0.1:7300": hrefs, pages and covers point to it.
  Payloads(const Catalogue& catalogue, std::string origin);

  std::string_view track(std::uint32_t number, Detail detail) const {
    return tracks_[static_cast<int>(detail)][number];
  }
  std::string artist(std::uint32_t number, Detail detail) const;
  /// With all its tracks.
  std::string album(std::uint32_t number, Detail detail) const;
  /// As Spotify's GET /audio-features/{id}.
  std::string spotify_features(std::uint32_t track) const;
  /// As ReccoBeats writes them.
  /// `absurd`: louder than anything can be.
  std::string provider_features(std::uint32_t track, bool absurd) const;
  std::string provider_track(std::uint32_t track) const;

  /// A file from somebody's own disk, which lists may hold and nobody can look up.
  std::string local_track(std::uint32_t like) const;

  const std::string& origin() const { return origin_; }

 private:
  std::string write_track(const Track& track, Detail detail) const;
  std::string write_album_start(const Album& album, Detail detail) const;
  std::string write_artists(const std::vector<std::uint32_t>& numbers) const;

  const Catalogue& catalogue_;
  std::string origin_;
  std::vector<std::string> artists_;    // simplified
  std::vector<std::string> tracks_[2];  // by Detail
};

}  // namespace mtm::sandbox
