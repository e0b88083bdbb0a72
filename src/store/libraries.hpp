// The version of a person's history. A transaction that changes the history takes the next version; copies in memory
// are compared with it (src/history/histories.hpp).
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct LibraryState {
  Id user_id;
  std::int64_t version = 0;  // grows with every change
  std::int64_t epoch = 0;    // grows when rows are taken away
  std::string time_zone = "UTC";
};
BOOST_DESCRIBE_STRUCT(LibraryState, (), (user_id, version, epoch, time_zone))

/// One for each user, in their order, as they are now. Who has no row of their own yet is at version 0; who is gone has
/// an epoch of no other, so that nothing is answered from what was kept of them.
Task<std::vector<LibraryState>> library_states(db::Database& database, const std::vector<Id>& users);

/// On it a NOTIFY names the user whose library has a new version.
inline constexpr const char* kHistoriesChannel = "histories_changed";

/// Holds the person's library until the transaction ends, so that one person's changes commit in the order of their
/// versions. To be called before anything of theirs is changed; what is written is stamped with it.
Task<std::int64_t> next_version(db::Database& transaction, Id user);

/// For rows that are taken away: as next_version(), and everything is read anew.
Task<> next_epoch(db::Database& transaction, Id user);

}  // namespace mtm::store
