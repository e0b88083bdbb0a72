#include "transfer/history/spotify_row.hpp"

#include "transfer/history/play_times.hpp"

namespace mtm::transfer {

namespace {

constexpr PlayTime kSpotifyBegan = std::chrono::sys_days(std::chrono::year(2006) / 1 / 1);
constexpr std::string_view kUnknownArtist = "Unknown Artist";  // what Spotify writes for what it knows no longer
constexpr std::size_t kLongestTime = 40;

}  // namespace

bool set_time_and_duration(HistoryRow& row, const JsonValue& time, const JsonValue& duration,
                           const ReadingOptions& options, HistoryRows& rows) {
  auto at = play_time(time.text(kLongestTime));
  if (!at) {
    rows.reject(row.row, rejected::kNoTime, time.written());
    return false;
  }
  if (*at < kSpotifyBegan || *at > options.now + std::chrono::days(1)) {
    rows.reject(row.row, rejected::kTooOldOrAhead, time.written());
    return false;
  }
  auto played = duration.whole();
  if (!played || *played < 0 || *played > kLongestPlay) {
    rows.reject(row.row, rejected::kDuration, duration.written());
    return false;
  }
  row.at = *at;
  row.ms_played = static_cast<std::int32_t>(*played);
  return true;
}

void take_named(const HistoryRow& row, const JsonValue& item, HistoryRows& rows) {
  bool named = !row.title.empty() && !row.artist.empty() && row.artist != kUnknownArtist;
  if (named || !row.spotify_id.empty())
    rows.take(row);
  else
    rows.reject(row.row, rejected::kNoName, item.written());
}

}  // namespace mtm::transfer
