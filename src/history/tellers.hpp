// Which sources reported a play: the rows of one person's sources that reconciliation.hpp has made a play of.
//
// A history keeps its sightings, and which of them speak of one play is found out again for the few songs that are
// asked about, by the rules that made its plays.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "history/sightings.hpp"

namespace mtm::history {

/// A play with the rows that tell of it.
struct Told {
  std::vector<Sighting> rows;  // the one that knows it best comes first
  bool removed = false;        // it is among no plays

  const Sighting& best() const { return rows.front(); }
  /// Numbers in History::sources, each once, in their order.
  std::vector<std::uint32_t> sources() const;
};

/// Of plays by their numbers, in their order. Repeats by a sole source count as one row.
std::vector<Told> told(const History& history, std::span<const std::uint32_t> plays);

/// What one row of a source says: by that a play has a name that newer versions and other sources leave as it is.
struct RowName {
  std::int64_t track_id = 0;
  Moment at = kNever;           // its start or its end, as the source tells it
  std::int32_t ms_played = -1;  // the same
  bool at_is_start = false;

  friend bool operator==(const RowName&, const RowName&) = default;
};

/// By number, 1: of the track, or of another one of the same song, the source has a row. `source_id` is that of the
/// table; of one that is not the person's there are none.
std::vector<std::uint8_t> tracks_of_source(const History& history, std::int64_t source_id);

RowName name_of(const History& history, const Sighting& row);

/// The play of which such a row tells, removed or not; of several one that is not removed. Nothing when there is no
/// such row.
std::optional<Told> told_by(const History& history, const RowName& row);

}  // namespace mtm::history
