// When each person's recently played is read next, and who reads it: one row per person, made by the first capture.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// How a person's recently played stood after the last reading.
struct PollState {
  std::optional<WallTime> read_at;       // when Spotify was asked; nothing: never yet
  std::optional<WallTime> last_play_at;  // the end of the newest play
  std::optional<std::string> page_digest;
  int failures = 0;  // since then, in a row
};
BOOST_DESCRIBE_STRUCT(PollState, (), (read_at, last_play_at, page_digest, failures))

struct ClaimedPoll : PollState {
  Id user_id;
};
BOOST_DESCRIBE_STRUCT(ClaimedPoll, (PollState), (user_id))

inline constexpr std::size_t kMostToPoll = 50;

/// People whose time has come and whose grant lives and covers `scope`, the longest due first, at most kMostToPoll.
Task<std::vector<Id>> people_to_poll(db::Database& database, std::string scope);
/// Takes one of them for thirty seconds; nothing when another process was faster or it is no longer due.
Task<std::optional<ClaimedPoll>> claim_poll(db::Database& database, Id user, std::string claimant);
/// Thirty seconds more for those that this process has.
Task<> renew_poll_claims(db::Database& database, std::string claimant, std::vector<Id> users);

/// A reading that Spotify answered.
struct Reading {
  WallTime read_at;
  std::optional<WallTime> newest;  // the end of the newest play on the page
  std::string page_digest;
  WallTime next_poll_at;
};

/// Notes it and gives the claim back. False when the claim was lost, or the row is gone with the history: then nothing
/// of what was read may be kept.
Task<bool> end_poll(db::Database& database, Id user, std::string claimant, Reading reading);
/// Gives the claim back after a reading that failed; nobody looks before `next_poll_at`.
Task<> postpone_poll(db::Database& database, Id user, std::string claimant, WallTime next_poll_at, int failures);

/// For a capture, which reads the same page: how it stood, and what it has read, in the transaction that keeps the
/// plays. A poll that is under way goes on.
Task<PollState> poll_state(db::Database& transaction, Id user);
Task<> note_reading(db::Database& transaction, Id user, Reading reading);

/// Nobody looks until a login: the grant has ended, or does not cover it.
Task<> stop_polling(db::Database& database, Id user);
/// A login: who is not due yet is due now.
Task<> poll_soon(db::Database& database, Id user);

}  // namespace mtm::store
