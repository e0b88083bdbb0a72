// What several sources tell of one person's plays, reconciled: which of their rows speak of the same play.
//
// A sighting is a row of a source. Rows of different sources are the same play when they are of the same song and
//
//   extended history, again   are equal in track, end and ms_played, whatever their sources
//   Spotify's API, again      are equal in their end (of one source: and in their track)
//   API - extended            end within 90 s of each other; or the API's within [end - ms_played - 10 s, end + 90 s]
//   scrobble - the two above  start within 120 s of (end - ms_played, or the track's length); or within
//                             [end - length - 10 s, end]
//   scrobble - scrobble       start in the same second (of one source: and are of the same track); a start that is cut
//                             to the minute: in the same minute, each with one (of one source: and track)
//   account - extended        end in the same minute or one beside it, ms_played within 1000 of each other
//   account - API             the API's end is at most 90 s before or after the account's minute; of those that no
//                             extended history tells
//   account - scrobble        start at most 120 s before or after (the account's minute - ms_played); of those that
//                             neither of the two above tells
//   account - account         are of two sources and equal in minute and ms_played, the first with the first, the
//                             second with the second
//
// and no others. A play takes at most one row of each source, apart from rows that are told again. Rows choose the
// nearest play (nearest_pairs.hpp), each source by itself. Nothing depends on the order of sightings, nor on the
// numbers of sources, tracks and songs: what is left to chance goes by time, ms_played and the track's id. So a source
// that is taken away leaves what would be there had it never come.
//
// A play has the time and track of the row that knows best, and the ms_played of the best one that knows it: extended
// history, API, scrobbles that tell how long they were played, account data, other scrobbles, Last.fm. So it is with
// each of its details; but a play was in private when any row says so (music/play_details.hpp).
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "history/sightings.hpp"

namespace mtm::history {

/// What reconciliation needs to know of the tracks, by their numbers.
struct TrackFacts {
  std::span<const std::int64_t> ids;           // in the catalogue; no two are equal
  std::span<const std::int32_t> durations_ms;  // -1: unknown
  /// Tracks of one number are the same song, as same_songs() numbers them. May be empty, which is: none is the song
  /// of another. That is enough where told_alike() is true.
  std::span<const std::uint32_t> songs;

  std::int32_t duration(TrackNo track) const { return track < durations_ms.size() ? durations_ms[track] : -1; }
  std::uint32_t song(TrackNo track) const { return songs.empty() ? track : songs[track]; }
};

/// What is known of the plays of sightings, by the numbers of these.
struct SamePlays {
  /// The number of the sighting that knows the play best, which is its own where that is it. There are as many plays as
  /// sightings that lead.
  std::vector<std::uint32_t> leaders;
  std::vector<std::int32_t> ms_played;  // of those that lead: what the best row says that knows it
  std::vector<PlayDetails> details;     // the same
};

/// `order` as order_of() gives it.
SamePlays same_plays(const Sightings& sightings, const TrackFacts& tracks, const std::vector<std::uint32_t>& order);

/// The leaders of sightings of one teller that are told_alike() and in their order. Empty: none is told again.
std::vector<std::uint32_t> told_again(Teller teller, std::span<const Moment> at, std::span<const TrackNo> tracks,
                                      std::span<const std::int32_t> ms_played);

/// By the numbers of those that lead, what is known of the plays, of all their sightings. The leader of a leader is
/// itself.
std::vector<PlayDetails> details_of_plays(const Sightings& sightings, const std::vector<std::uint32_t>& leaders);

/// The numbers of the sightings in the order of their times, those of one time by what else they say; empty when that
/// is the order they have.
std::vector<std::uint32_t> order_of(const Sightings& sightings, const TrackFacts& tracks);

}  // namespace mtm::history
