// Everything of one user as one ZIP file, made piece by piece while it is sent: the memory of a few hundred rows, one
// moment of the database.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/counter.hpp"
#include "db/transaction.hpp"
#include "store/everything.hpp"
#include "transfer/archive/zip.hpp"

namespace mtm::transfer {

/// What archives have counted, read by what shows metrics.
struct ExportMeters {
  Counter under_way;
  Counter finished;
  Counter failed;  // the database was lost or had no room, or an hour was not enough
  Counter left;    // the reader went away in the middle
  Counter rows;
};

enum class ArchiveFormat { jsonl, csv };

class Archive {
 public:
  /// Belongs to the thread of the pool, from its first piece to its destruction.
  Archive(db::Pool& database, ExportMeters& meters, Id user, bool to_the_person, ArchiveFormat format, WallTime now);
  ~Archive();

  /// Some more of it; empty at its end. Throws db::Unavailable when the transaction is lost or has been open for too
  /// long.
  Task<std::string> next();

 private:
  Task<> advance();
  void open_file();
  void append_rows(const db::Result& rows);
  void write_guide();
  void write_counts();
  const store::Noun& noun() const { return nouns_[noun_]; }

  db::Pool& database_;
  ExportMeters& meters_;
  Id user_;
  ArchiveFormat format_;
  WallTime now_;
  Deadline deadline_;
  std::vector<store::Noun> nouns_;
  std::vector<std::int64_t> counts_;
  std::optional<db::Transaction> transaction_;
  ZipWriter zip_;
  std::size_t noun_ = 0;
  int part_ = 0;  // of a noun that is too large for one file
  bool cursor_open_ = false;
  bool begun_ = false;
  bool failed_ = false;
  bool finished_ = false;
};

}  // namespace mtm::transfer
