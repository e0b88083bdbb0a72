// Histories with plays of all lengths, and a second working out of what counts.
#pragma once
#include <map>
#include <string>

#include "questions/counting.hpp"
#include "unit/questions/made.hpp"

namespace mtm::test {

inline void play(Rows& rows, std::int64_t track, std::string_view ended, std::int32_t ms_played) {
  rows.plays.push_back({track, moment(ended), ms_played});
}

/// Plays of all lengths, some of them unknown, and tracks on albums.
inline Rows random_plays(std::mt19937& random) {
  auto rows = random_rows(random, 60);
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  static const std::vector<std::string> names{"A", "B", "C", "D", "E"};
  for (auto& row : rows.tracks)
    if (below(4) > 0) row.album = names[static_cast<std::size_t>(below(5))];
  for (auto& play : rows.plays) {
    play.ms_played = below(4) == 0 ? -1 : below(3) == 0 ? below(60'000) : below(4'000'000);
    if (below(200) == 0) play.ms_played = std::numeric_limits<std::int32_t>::max() - below(1'000);
  }
  return rows;
}

/// Some tracks are one recording.
inline void give_isrcs(Rows& rows, std::mt19937& random) {
  static const std::vector<std::string> isrcs{"USRC17607839", "DEA123456789", "", "", "", ""};
  for (auto& row : rows.tracks) row.isrc = isrcs[std::uniform_int_distribution<std::size_t>(0, 5)(random)];
}

/// Days, a threshold and an order at random.
inline questions::Counting random_counting(std::mt19937& random) {
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  questions::Counting counting;
  if (below(3) > 0) {
    counting.days.first = first_day(2022) + below(1'800);
    counting.days.last = counting.days.first + below(700);
  } else if (below(2) == 0) {
    counting.days.last = first_day(2022) + below(1'800);
  }
  counting.filter.counted_from = below(2) * 30'000;
  counting.by = below(2) == 0 ? questions::By::plays : questions::By::minutes;
  return counting;
}

/// A play that counts, from its row.
struct CountedRow {
  const history::PlayRow* row;
  history::Moment began;
  history::Day day;
};

inline std::vector<CountedRow> counted_rows(const Rows& rows, const history::History& history,
                                            const questions::Counting& counting) {
  std::vector<CountedRow> counted;
  for (const auto& play : rows.plays) {
    if (play.ms_played >= 0 && play.ms_played < counting.filter.counted_from) continue;
    auto began = play.at - std::max(play.ms_played, 0) * history::Moment(1'000);
    auto day = history.zone->day(began);
    while (began >= history.zone->begin_of(day + 1)) ++day;  // a clock set back at midnight shows a day once more
    if (counting.days.have(day)) counted.push_back({&play, began, day});
  }
  return counted;
}

struct Sums {
  std::int64_t plays = 0, ms_played = 0, without_length = 0;

  void add(const history::PlayRow& play) {
    ++plays;
    ms_played += std::max(play.ms_played, 0);
    without_length += play.ms_played < 0;
  }
  void add(const history::Played& played) {
    plays += played.plays;
    ms_played += played.ms_played;
    without_length += played.without_length;
  }
  bool operator==(const Sums&) const = default;
};

inline Sums sums_of(const history::Played& played) {
  Sums sums;
  sums.add(played);
  return sums;
}

}  // namespace mtm::test
