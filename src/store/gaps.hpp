// Stretches of time in which plays may be missing, and the imports that fill them.
//
// Kept is what was found and what each import covers; whether a gap is filled, and by how many plays, follows from both
// whenever it is asked for. So it does not matter which of the two came first, and undoing an import opens its gaps.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/blocking_connection.hpp"
#include "db/pool.hpp"

namespace mtm::store {

struct Gap {
  Id id;
  WallTime from;                  // the end of the last play before it, or when Spotify was last read
  std::optional<WallTime> until;  // the end of the first play after it; nothing while it lasts
  std::string why;                // full_page: more was played than Spotify tells; no_reading: it could not be read
  WallTime found_at;
  std::optional<WallTime> filled_at;
  std::optional<Id> filled_by;              // a source; of several the one that tells most
  std::optional<std::int64_t> plays_found;  // that the source tells inside
};
BOOST_DESCRIBE_STRUCT(Gap, (), (id, from, until, why, found_at, filled_at, filled_by, plays_found))

/// That a row of covered_spans, named covered, fills a row of gaps. Two sources tell of one play with up to 90 s
/// between them, and files cut times to seconds: so near to a gap's ends it is the play that bounds the gap, which was
/// there before.
#define MTM_COVERS_GAP                                             \
  "covered.covered_from <= gaps.starts_at + interval '90 seconds'" \
  " and covered.covered_until >= gaps.ends_at - interval '90 seconds'"

/// Latest first, at most 200.
Task<std::vector<Gap>> gaps(db::Database& database, Id user);

/// Keeps one that has ended, for a transaction that has taken the next version: gaps are part of a history. A gap that
/// lasts ends with it instead. True if anything changed.
Task<bool> keep_gap(db::Database& transaction, Id user, WallTime from, WallTime until, std::string why);
/// What was read last shows that nothing is missing. For the same transactions.
Task<> forget_lasting_gap(db::Database& transaction, Id user);

/// People with a grant, alive or not, who were last read before this and have no gap that lasts, at most 50.
Task<std::vector<Id>> people_not_read_since(db::Database& database, WallTime before);
/// A gap from the person's last reading on, which lasts. False when there is one, or they were read meanwhile.
Task<bool> begin_gap(db::Pool& database, Id user, WallTime read_before);

/// A gap as an import's report tells it: "filled, 37 plays found".
struct FilledGap {
  WallTime from, until;
  std::int64_t plays_found;
};

/// An import's source has told everything from its first play to its last, both as its file has them. What lies inside
/// is filled from now on, what reaches beyond stays open: an export ends when it was asked for. For the transaction
/// that imports, once its plays are there; the gaps that it fills, oldest first.
std::vector<FilledGap> close_gaps(db::BlockingConnection& transaction, Id user, Id source, WallTime first,
                                  WallTime last);
/// The source is being undone: what it alone filled is open again.
void reopen_gaps(db::BlockingConnection& transaction, Id user, Id source);

}  // namespace mtm::store
