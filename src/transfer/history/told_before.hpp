// Which plays of an import were told before: by a source that was there, or by an earlier row of these files. It is
// found by the rules by which questions know one play of several sources (history/same_plays.hpp).
#pragma once
#include <cstdint>
#include <deque>

#include "db/blocking_connection.hpp"
#include "transfer/history/bringing.hpp"

namespace mtm::transfer {

/// Puts the plays of each history in order and marks in Bringing::there which were told before. In the transaction of
/// the import, after the claims of its sources. How many plays of the import several sources tell.
std::int64_t mark_told_before(db::BlockingConnection& database, Id user, std::deque<Bringing>& bringings);

}  // namespace mtm::transfer
