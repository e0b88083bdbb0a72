// The plays of one history while it is imported, as columns: about 36 bytes a play, and each track's names once.
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

/// A track, episode or chapter that the history names. Its texts are numbers in Gathered::texts.
struct GatheredTrack {
  std::uint32_t spotify_id = 0;  // or the id of a nameless one (store/imported_plays.hpp)
  PlayKind kind = PlayKind::track;
  std::uint32_t title = 0, artist = 0, album = 0, isrc = 0, recording_mbid = 0;
  std::int32_t length_ms = -1;
  history::Moment named_at = history::kNever;  // the latest row that names it says how it is called
  history::Moment first_played = history::kNever;
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

  std::size_t size() const { return sightings.size(); }
  PlayKind kind(std::size_t play) const { return tracks[sightings.tracks[play]].kind; }
  Said said(std::size_t play, int question) const { return static_cast<Said>(answers[play] >> (2 * question) & 3); }

  /// Puts the plays in this order, as history::order_of() gives it.
  void reorder(const std::vector<std::uint32_t>& order);

  Texts texts;
  std::vector<GatheredTrack> tracks;
  history::Sightings sightings;  // their tracks are numbers in `tracks`
  std::vector<std::uint16_t> files;
  std::vector<std::uint32_t> rows;    // in their files
  std::vector<std::uint8_t> answers;  // shuffle, skipped, offline, incognito; two bits each
  Texts words;                        // few
  std::vector<std::uint16_t> reasons_start, reasons_end, platforms, countries;  // numbers in `words`

 private:
  std::uint32_t track_of(const HistoryRow& row);
  std::uint16_t word(std::string_view text);

  struct Name {
    std::uint32_t kind, artist, title, album;
    bool operator==(const Name&) const = default;
  };
  struct NameHash {
    std::size_t operator()(const Name& name) const {
      return (name.artist * 1'000'003ULL + name.title) * 1'000'003ULL + name.album * 4ULL + name.kind;
    }
  };
  history::Telling telling_;
  std::uint32_t source_;
  std::unordered_map<std::uint32_t, std::uint32_t> by_id_;  // text of the id to number of the track
  std::unordered_map<Name, std::uint32_t, NameHash> nameless_;
};

}  // namespace mtm::transfer
