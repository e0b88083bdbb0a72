// The plays of one history while it is imported, as columns: 26 bytes a play, and what many plays say
// once.
#pragma once
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "history/sightings.hpp"
#include "history/telling.hpp"
#include "transfer/history/row.hpp"
#include "transfer/history/texts.hpp"

namespace mtm::transfer {

/// As the tables have it.
std::string_view name_of(PlayKind kind);

/// A track, episode or chapter that the history names. Its texts are numbers in Gathered::texts.
struct GatheredTrack {
  std::uint32_t spotify_id = 0;  // or the id of a nameless one (store/imported_plays.hpp)
  PlayKind kind = PlayKind::track;
  std::uint32_t title = 0, artist = 0, album = 0, isrc = 0, recording_mbid = 0;
  std::int32_t length_ms = -1;
  history::Moment named_at = history::kNever;  // the latest row that names it says how it is called
  history::Moment first_played = history::kNever;
};

/// What many plays have in common. Texts are numbers in Gathered::words.
struct PlayDetails {
  std::uint8_t answers = 0;  // shuffle, skipped, offline, incognito; two bits each
  std::uint16_t reason_start = 0, reason_end = 0, platform = 0, country = 0;
  bool operator==(const PlayDetails&) const = default;
  Said said(int question) const { return static_cast<Said>(answers >> (2 * question) & 3); }
};

/// More than anybody can have heard; its text is a sentence.
struct TooMuch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Gathered {
 public:
  /// How plays of this history are told; the number that its source has among those of one import.
  Gathered(history::Telling telling, std::uint32_t source) : telling_(telling), source_(source) {}

  /// `file` of the source, from 1. Throws TooMuch.
  void add(const HistoryRow& row, int file);
  /// Room for so many, of which only what is filled takes memory.
  void reserve(std::size_t plays);
  /// After the last play: gives back what only add() needs.
  void finish();

  std::size_t size() const { return at.size(); }
  PlayKind kind(std::size_t play) const { return tracks[track_numbers[play]].kind; }
  /// Its track is a number in `tracks`.
  history::Sighting sighting(std::size_t play) const;
  const PlayDetails& details_at(std::size_t play) const { return details[detail_numbers[play]]; }

  /// Puts the plays in the order of history::order_of(). Tracks have these ids in the catalogue.
  void sort(const std::vector<std::int64_t>& track_ids);

  Texts texts;
  std::vector<GatheredTrack> tracks;
  std::vector<history::Moment> at;
  std::vector<std::uint32_t> track_numbers;
  std::vector<std::int32_t> ms_played;
  std::vector<std::uint16_t> files;
  std::vector<std::uint32_t> rows;  // in their files
  std::vector<std::uint32_t> detail_numbers;
  std::vector<PlayDetails> details;
  Texts words;  // few

 private:
  std::uint32_t track_of(const HistoryRow& row);
  std::uint16_t word(std::string_view text);
  std::uint32_t details_of(const HistoryRow& row);
  /// By the number of the text that is a track's id, the number of the track; where there is none, kNone.
  std::uint32_t& track_with_id(std::uint32_t text);

  struct Name {
    std::uint32_t kind, artist, title, album;
    bool operator==(const Name&) const = default;
  };
  struct NameHash {
    std::size_t operator()(const Name& name) const {
      return (name.artist * 1'000'003ULL + name.title) * 1'000'003ULL + name.album * 4ULL + name.kind;
    }
  };
  struct DetailsHash {
    std::size_t operator()(const PlayDetails& told) const {
      auto reasons = (told.answers * 65'599ULL + told.reason_start) * 65'599ULL + told.reason_end;
      return (reasons * 65'599ULL + told.platform) * 65'599ULL + told.country;
    }
  };
  history::Telling telling_;
  std::uint32_t source_;
  bool at_is_start_ = false;  // of all plays: no format tells starts and ends
  std::vector<std::uint32_t> by_id_;
  std::unordered_map<Name, std::uint32_t, NameHash> nameless_;
  std::unordered_map<PlayDetails, std::uint32_t, DetailsHash> details_known_;
};

}  // namespace mtm::transfer
