// What can go wrong between us and PostgreSQL, in three kinds: it said no, it is not there, or we have too much for it.
#pragma once
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mtm::db {

/// PostgreSQL refused a statement. The message is for the log, never for a client.
struct Error : std::runtime_error {
  Error(std::string state, std::string constraint_name, const std::string& message)
      : std::runtime_error(message), sqlstate(std::move(state)), constraint(std::move(constraint_name)) {}
  std::string sqlstate;    // five characters, "23505"
  std::string constraint;  // the name of the constraint that was violated, if any

  /// Worth another try by itself: deadlock, serialization failure.
  bool transient() const { return sqlstate == "40001" || sqlstate == "40P01"; }

  /// There is such a row already, says the unique constraint of that name. A shard of a distributed table has it with
  /// the shard's number behind it ("api_key_label_once_102008"), and says it in the message only.
  bool not_unique(std::string_view name) const;
};

/// No answer can be had now: no connection, a lost one, a read-only or full server, a queue that is full. Whether a
/// change that was under way was committed is not known.
struct Unavailable : std::runtime_error {
  explicit Unavailable(const std::string& why, std::chrono::seconds retry = std::chrono::seconds(1))
      : std::runtime_error(why), retry_after(retry) {}
  std::chrono::seconds retry_after;
};

/// Somebody else holds a lock on what the statement needs, for longer than we wait. Nothing was changed.
struct HeldUp : Unavailable {
  using Unavailable::Unavailable;
};

/// The database takes no changes: it is a standby, or was told to take none. Nothing was changed, and reading works.
struct ReadOnly : Unavailable {
  explicit ReadOnly(const std::string& why = "the database takes no changes for now") : Unavailable(why) {}
};

/// The connection ended while a statement was under way on it, or can't go on with what was prepared on it.
struct ConnectionLost : Unavailable {
  using Unavailable::Unavailable;
};

}  // namespace mtm::db
