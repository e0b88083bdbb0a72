// When somebody sat down to listen: plays that follow each other without a long silence.
#pragma once
#include <optional>
#include <vector>

#include "questions/counting.hpp"

namespace mtm::questions {

/// A longer silence between the end of a play and the beginning of the next one ends a session.
inline constexpr history::Moment kSessionEnds = 30 * history::Moment(60'000'000);

struct ListeningSession {
  history::Moment began = history::kNever, ended = history::kNever;
  std::uint32_t plays = 0;
  history::Moment listened = 0;  // microseconds in which at least one of them was playing
};

struct ListeningSessionsQuestion {
  Counting counting;  // of its days, those on which a session began
  std::size_t offset = 0, limit = 20;
};

struct ListeningSessions {
  std::size_t count = 0;
  std::int64_t plays = 0;        // in all of them
  history::Moment listened = 0;  // the same
  std::optional<ListeningSession> longest;
  std::vector<ListeningSession> sessions;  // the page, latest first
};

/// A session has two plays or more; longest is the one in which most was listened, of equals the latest.
ListeningSessions listening_sessions(const history::History& history, const ListeningSessionsQuestion& question);

}  // namespace mtm::questions
