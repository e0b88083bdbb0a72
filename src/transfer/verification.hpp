// Reads both sides again after the merge and compares them row by row; whatever differs ends the import.
#pragma once
#include <stdexcept>

#include "core/id.hpp"
#include "db/plain_connection.hpp"
#include "transfer/progress.hpp"
#include "transfer/report.hpp"
#include "transfer/sqlite.hpp"

namespace mtm::transfer {

/// PostgreSQL does not hold what the file says it should: the sentence names the table and the row.
struct Different : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Fills in what the report says of the verification. The counts of the merge must be confirmed by what is found.
void verify(Sqlite& file, db::PlainConnection& database, Id user, ImportReport& report, const ShowProgress& show);

}  // namespace mtm::transfer
