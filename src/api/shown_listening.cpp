#include "api/shown_listening.hpp"

namespace mtm::api {

namespace {

ShownRank shown_rank(const questions::Rank& rank) {
  ShownRank answer{{}, static_cast<std::int64_t>(rank.of)};
  if (rank.place) answer.rank = static_cast<std::int64_t>(*rank.place);
  return answer;
}

}  // namespace

ShownListening shown(const AskedCounting& asked, const questions::Listening& listening) {
  ShownListening answer{asked,
                        shown(listening.played),
                        shown(listening.ever),
                        shown_rank(listening.rank),
                        shown_rank(listening.rank_ever),
                        {},
                        shown(listening.last),
                        {},
                        listening.months.at_least,
                        {}};
  if (listening.ever.plays > 0) answer.first_play = shown(listening.ever.first);
  const questions::Bucket* peak = nullptr;
  auto metric = [by_plays = asked.by == "plays"](const questions::Bucket& month) -> std::int64_t {
    return by_plays ? month.played.plays : month.played.ms_played;
  };
  auto shown_month = [](const questions::Bucket& month) {
    return ShownMonth{shown(month.played), month_text(month_of(month.days.first)), month.gap};
  };
  for (const auto& month : listening.months.buckets) {
    if (metric(month) > 0 && (!peak || metric(month) > metric(*peak))) peak = &month;
    answer.months.push_back(shown_month(month));
  }
  if (peak) answer.peak = shown_month(*peak);
  return answer;
}

std::vector<PlayedTrack> shown_tracks(const history::Tracks& tracks,
                                      const std::vector<questions::ChartEntry>& entries) {
  std::vector<PlayedTrack> answer;
  for (const auto& entry : entries)
    answer.push_back({shown(entry.played), shown(tracks, entry.number), static_cast<std::int64_t>(answer.size()) + 1});
  return answer;
}

std::vector<Id> track_ids_of(const history::History& history, const questions::Subject& subject) {
  questions::SubjectTracks own(history, subject);
  std::vector<Id> ids;
  for (history::TrackNo track = 0; track < history.tracks->size(); ++track)
    if (own.have(track)) ids.push_back(Id{history.tracks->ids[track]});
  return ids;
}

}  // namespace mtm::api
