// One reading of a user's history from Spotify: its row is what a page watches, and from where it goes on after a
// restart.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/json.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// Says on this channel, with the user's id, that a capture came further.
inline constexpr const char* kCapturesChannel = "captures_changed";

struct Capture {
  Id id;
  std::string state;  // waiting, running, done, partial, failed
  WallTime started_at;
  std::optional<WallTime> finished_at;
  std::optional<WallTime> resumes_at;
  Json steps;
  Json problems;
  int problem_count;
  std::string sentence;
};
BOOST_DESCRIBE_STRUCT(Capture, (),
                      (id, state, started_at, finished_at, resumes_at, steps, problems, problem_count, sentence))

/// The latest one; nothing when there was none.
Task<std::optional<Capture>> latest_capture(db::Database& database, Id user);

/// Newest first, at most 20.
Task<std::vector<Capture>> recent_captures(db::Database& database, Id user);

/// Whether the user ever deleted the history: from then on none is read before the user asks for it.
Task<bool> history_was_deleted(db::Database& database, Id user);

/// Starts one with these steps, or joins the one that is under way.
Task<> request_capture(db::Database& database, Id user, Json steps);

/// The steps of a day's captures.
struct DailySteps {
  Json usual;
  Json with_liked_songs;  // for those whose Liked Songs were not read to the end the last time
};

/// Begins a capture for users, a few at a time, whose grant lives, who have none under way and had none yet on this day
/// of theirs, in their time zone; a deleted history waits until its owner has asked for one. The number begun;
/// whichever replica asks first begins it.
Task<std::int64_t> request_daily_captures(db::Database& database, DailySteps steps, WallTime now);

/// Forgets time zones that this PostgreSQL does not know, such as after an upgrade: it refuses whatever is asked in
/// one. Reads a list that takes a third of a second.
Task<> forget_unknown_zones(db::Database& database);

struct ClaimedCapture {
  Id user_id;
  Id id;
  Json steps;
  Json problems;
  int problem_count;
  WallTime started_at;
  std::optional<Json> liked_reading;  // where the reading of the Liked Songs stands
};
BOOST_DESCRIBE_STRUCT(ClaimedCapture, (), (user_id, id, steps, problems, problem_count, started_at, liked_reading))

/// Takes the next one that waits, or whose process is gone: one process at a time reads a user, whatever their number.
Task<std::optional<ClaimedCapture>> claim_capture(db::Database& database, std::string claimant);
/// The same capture again, for the process that has it: where it stood at the last commit.
Task<std::optional<ClaimedCapture>> reclaim_capture(db::Database& database, Id user, Id capture, std::string claimant);

/// Notes how far it has come and renews the claim; best in the transaction that keeps the page. False when the claim
/// was lost.
Task<bool> note_progress(db::Database& database, Id user, Id capture, std::string claimant, Json steps, Json problems,
                         int problem_count, std::string sentence, std::optional<Json> liked_reading);

/// Remembers which of the Liked Songs this capture has met; the number of those that it had not met before.
Task<std::int64_t> note_liked(db::Database& database, Id user, Id capture, std::string claimant,
                              std::vector<std::string> spotify_ids);

/// Marks the songs that this capture, having met all Liked Songs, has not met: they are no longer liked. Their number.
Task<std::int64_t> mark_unliked(db::Database& database, Id user, Id capture, std::int64_t version);

/// Gives it back until later: nobody takes it before `resumes_at`.
Task<> postpone_capture(db::Database& database, Id user, Id capture, std::string claimant, WallTime resumes_at,
                        std::string sentence);

/// `state` is done, partial or failed. What its reading of the Liked Songs remembered is forgotten.
Task<> finish_capture(db::Database& database, Id user, Id capture, std::string claimant, std::string state, Json steps,
                      std::string sentence);

}  // namespace mtm::store
