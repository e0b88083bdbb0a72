// Reads both sides again and compares them; whatever differs ends the import. A table whose rows were all new is
// compared by its checksums, any other row by row, and so is one whose checksums differ, to name the row.
#pragma once
#include <future>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include "db/blocking_connection.hpp"
#include "store/staging.hpp"
#include "transfer/old_app/report.hpp"
#include "transfer/old_app/sqlite.hpp"
#include "transfer/progress.hpp"

namespace mtm::transfer {

/// PostgreSQL does not hold what the file says it should: the sentence names the table and the row.
struct Different : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What the rows of one table say together.
struct TableSums {
  std::int64_t rows = 0;
  std::int64_t rejected = 0;   // on reading
  std::uint64_t checksum = 0;  // over every column of every other row
};

struct FileSums {
  std::map<std::string, TableSums> tables;
  JsonComparison::Side json;
  std::string sample_name, sample_spotify_id;  // of the first track that has the number which the JSON is asked for
};

/// Reads the file once more on a thread of its own, while PostgreSQL merges. Nobody else may use `file` before get()
/// has answered; who doesn't ask stops it.
class SecondReading {
 public:
  SecondReading(Sqlite& file, Generation generation);
  /// Waits for the end; throws what the reading threw.
  FileSums get() { return sums_.get(); }

 private:
  std::promise<FileSums> promise_;
  std::future<FileSums> sums_ = promise_.get_future();
  std::jthread thread_;
};

/// Fills in what the report says of the verification. The counts of the merge must be confirmed by what is found.
void verify(Sqlite& file, const FileSums& sums, db::BlockingConnection& database, const store::Merging& merging,
            ImportReport& report, const ShowProgress& show);

}  // namespace mtm::transfer
