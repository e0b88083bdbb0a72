// Queries that read back, for a COPY, what the rows of an import have become. Those named "as_kept" give a line for
// each staged row, in the order of their numbers: row, whether merge.hpp rejected it, whether this import added it, and
// the columns as they are kept. Those named "added" give only these columns, of the rows that this import added, in any
// order.
#pragma once
#include <string>

#include "core/id.hpp"

namespace mtm::store {

std::string artists_as_kept(Id user);
std::string artists_added(Id user);

/// Which part of the tracks the two generations know, and the member of a jsonb column that the tutorial asks for.
struct TracksAsKept {
  bool artist_name = false;
  std::string json_column;
  std::string json_key;
};
/// Two more columns stand at the end: whether the JSON is an object, and the member's number.
std::string tracks_as_kept(Id user, const TracksAsKept& wanted);
std::string tracks_added(Id user, const TracksAsKept& wanted);

std::string entries_as_kept(Id user);
std::string entries_added(Id user);
std::string snapshots_as_kept(Id user);
std::string snapshots_added(Id user);
/// Row, and what was mended, of the tracks whose artist is known by another name, and of the snapshots that are kept
/// under another rank than the file gave them.
std::string tracks_mended();
std::string snapshots_mended(Id user);

}  // namespace mtm::store
