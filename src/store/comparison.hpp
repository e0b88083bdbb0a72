// Queries that read back, for a COPY, what the rows of an import have become. Those named "as_kept" give a line for
// each staged row, in the order of their numbers: row, whether merge.hpp rejected it, whether the person did not have
// it before, and the columns as they are kept, in the order of each_column (staged_rows.hpp). Those named "told" give
// only these columns, of all rows that have this import's source, in any order.
#pragma once
#include <string>

#include "store/staging.hpp"

namespace mtm::store {

std::string artists_as_kept(const Merging& merging);
std::string artists_told(const Merging& merging);

/// Which part of the tracks the two generations know, and the member of a jsonb column that the tutorial asks for.
struct TracksAsKept {
  bool artist_name = false;
  std::string json_column;
  std::string json_key;
};
/// Two more columns stand at the end: whether the JSON is an object, and the member's number.
std::string tracks_as_kept(const Merging& merging, const TracksAsKept& wanted);
std::string tracks_told(const Merging& merging, const TracksAsKept& wanted);

std::string entries_as_kept(const Merging& merging);
std::string entries_told(const Merging& merging);
std::string snapshots_as_kept(const Merging& merging);
std::string snapshots_told(const Merging& merging);
/// Row, and what was mended, of the snapshots that are kept under another rank than the file gave them.
std::string snapshots_mended(const Merging& merging);

}  // namespace mtm::store
