// What was played of an artist, an album or a track, as their answers show it.
#pragma once
#include "api/asked_counting.hpp"
#include "api/shown_track.hpp"
#include "questions/listening.hpp"

namespace mtm::api {

struct ShownRank {
  std::optional<std::int64_t> rank;  // from 1; nothing when no play counts
  std::int64_t of;                   // how many there are in the chart
};
BOOST_DESCRIBE_STRUCT(ShownRank, (), (rank, of))

struct ShownMonth : ShownPlayed {
  std::string month;  // "2026-05"
  bool gap;           // plays may be missing
};
BOOST_DESCRIBE_STRUCT(ShownMonth, (ShownPlayed), (month, gap))

struct ShownListening : AskedCounting {
  ShownPlayed played, ever;
  ShownRank rank, rank_ever;
  std::optional<WallTime> first_play, last_play;
  std::optional<ShownMonth> peak;  // the month with most plays or minutes, of equals the first
  bool at_least;
  std::vector<ShownMonth> months;
};
BOOST_DESCRIBE_STRUCT(ShownListening, (AskedCounting),
                      (played, ever, rank, rank_ever, first_play, last_play, peak, at_least, months))

ShownListening shown(const AskedCounting& asked, const questions::Listening& listening);

/// An entry of a list within; its texts live as long as the history.
struct PlayedTrack : ShownPlayed, ShownTrack {
  std::int64_t rank;
};
BOOST_DESCRIBE_STRUCT(PlayedTrack, (ShownPlayed, ShownTrack), (rank))

std::vector<PlayedTrack> shown_tracks(const history::Tracks& tracks, const std::vector<questions::ChartEntry>& entries);

/// The ids of all tracks of the subject.
std::vector<Id> track_ids_of(const history::History& history, const questions::Subject& subject);

}  // namespace mtm::api
