// The rows of the old app's tables (store/staged_rows.hpp) as this room uses them: an import reads the old file into
// these, and its verification reads the file and PostgreSQL into them again and compares.
#pragma once
#include <cstdint>

#include "store/staged_rows.hpp"
#include "transfer/old_app/times.hpp"

namespace mtm::transfer {

using store::ArtistRow;
using store::EntryRow;
using store::KeptJson;
using store::SnapshotRow;
using store::TrackRow;

/// A number over every column of a row; the sum over a table's rows does not depend on their order.
template <class Row>
std::uint64_t digest(const Row& row);

extern template std::uint64_t digest(const ArtistRow&);
extern template std::uint64_t digest(const TrackRow&);
extern template std::uint64_t digest(const EntryRow&);
extern template std::uint64_t digest(const SnapshotRow&);

}  // namespace mtm::transfer
