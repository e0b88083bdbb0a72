#include "questions/versions.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "history/recordings.hpp"

namespace mtm::questions {

using history::History;
using history::TrackNo;

namespace {

constexpr std::int32_t kAsLong = 2'000;  // ms

/// A decision of two tracks that are both in the history, by their numbers.
struct NumberedDecision {
  TrackNo track, other;
  bool same;

  bool names(TrackNo asked) const { return track == asked || other == asked; }
};

std::vector<NumberedDecision> numbered(const History& history) {
  std::vector<NumberedDecision> found;
  for (const auto& decision : *history.decisions) {
    auto track = history.tracks->find(Id{decision.track_id}), other = history.tracks->find(Id{decision.as_track_id});
    if (track != history::kNoTrack && other != history::kNoTrack) found.push_back({track, other, decision.same});
  }
  return found;
}

bool sounds_like(const history::Tracks& tracks, TrackNo a, TrackNo b) {
  if (tracks.durations_ms[a] < 0 || tracks.durations_ms[b] < 0) return false;
  if (std::abs(std::int64_t(tracks.durations_ms[a]) - tracks.durations_ms[b]) > kAsLong) return false;
  auto title = tracks.text(tracks.folded_names[a]);
  auto artist = [&](TrackNo track) { return tracks.text(tracks.folded_artist_names[tracks.artists[track]]); };
  auto says_something = [](std::string_view folded) { return folded.find_first_not_of(' ') != folded.npos; };
  return title == tracks.text(tracks.folded_names[b]) && artist(a) == artist(b) && says_something(title) &&
         says_something(artist(a));
}

}  // namespace

Versions versions(const History& history, TrackNo track) {
  const auto& tracks = *history.tracks;
  const auto& recordings = *history.recordings;
  auto decisions = numbered(history);
  auto decided_apart = [&](TrackNo other) {
    return std::any_of(decisions.begin(), decisions.end(), [&](const NumberedDecision& decision) {
      auto one = recordings[decision.track], another = recordings[decision.other];
      return !decision.same && ((one == recordings[track] && another == recordings[other]) ||
                                (one == recordings[other] && another == recordings[track]));
    });
  };
  Versions found;
  for (auto other : history::tracks_of_recording(history, track)) {
    bool decided = std::any_of(decisions.begin(), decisions.end(), [&](const NumberedDecision& decision) {
      return decision.same && decision.names(other);
    });
    auto why = other == track ? WhyTogether::itself : decided ? WhyTogether::decided : WhyTogether::isrc;
    found.together.push_back({other, why});
  }
  for (TrackNo other = 0; other < tracks.size(); ++other)
    if (recordings[other] != recordings[track] && sounds_like(tracks, track, other) && !decided_apart(other))
      found.suggested.push_back(other);
  for (const auto& decision : decisions)
    if (!decision.same && decision.names(track))
      found.apart.push_back(decision.track == track ? decision.other : decision.track);
  auto place = [&](TrackNo of) { return std::tuple(-std::int64_t(history.counts->plays[of]), tracks.ids[of]); };
  auto before = [&](TrackNo a, TrackNo b) { return place(a) < place(b); };
  std::sort(found.suggested.begin(), found.suggested.end(), before);
  std::sort(found.apart.begin(), found.apart.end(), before);
  std::sort(found.together.begin(), found.together.end(), [&](const TrackVersion& a, const TrackVersion& b) {
    return std::tuple(a.track != track, place(a.track)) < std::tuple(b.track != track, place(b.track));
  });
  return found;
}

}  // namespace mtm::questions
