// Inserts many rows without a look-up of each foreign key, where the keys are known to be there.
#pragma once
#include "db/blocking_connection.hpp"

namespace mtm::store {

/// Foreign keys are checked row by row, each by a query of its own: for half a million entries of a playlist that is
/// two thirds of the whole import. The statements between construction and end of this object take their keys from rows
/// that they join or have just read, which nobody deletes, so that the check has nothing to find. It is left out where
/// PostgreSQL lets us (superuser, or "grant set on parameter session_replication_role") and where nobody gave the table
/// triggers, which would be left out too.
class KeysKnown {
 public:
  KeysKnown(db::BlockingConnection& database, const char* table);
  void end();

 private:
  db::BlockingConnection& database_;
  bool active_ = false;
};

}  // namespace mtm::store
