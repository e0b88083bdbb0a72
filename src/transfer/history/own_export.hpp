// Our own export on its way back into a person's tables: all that transfer/archive wrote about their music, and equal
// to it when it is exported again (docs/decisions.md). The files are read into temporary tables, row by row in the
// memory of one; the rest is PostgreSQL's work (store/own_exports.hpp).
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "db/blocking_connection.hpp"
#include "store/own_exports.hpp"
#include "transfer/history/files.hpp"
#include "transfer/history/report.hpp"
#include "transfer/progress.hpp"
#include "transfer/rejects.hpp"

namespace mtm::transfer {

class OwnExportImport {
 public:
  /// `show` is told how far it is, and may throw when it is to end.
  OwnExportImport(const FoundExport& found, HistoryReport& report, RejectsFile& rejects, const ShowProgress& show);

  /// Whose music it is, by the archive. Throws Refused when it does not say.
  const std::string& owner() const { return owner_; }

  /// Gives the catalogue the ids that it lacks. In a transaction, which need not be that of the import.
  void give_catalogue_ids(db::BlockingConnection& database);
  /// All of it, in the transaction of the import.
  void bring(db::BlockingConnection& database, Id user, std::int64_t version);
  /// The source of the whole, and what stands with it.
  void keep_report(db::BlockingConnection& database, const HistoryReport& report);

  std::int64_t unconfirmed() const { return unconfirmed_; }
  std::optional<db::Microseconds> first_play() const { return span_.first; }
  std::optional<db::Microseconds> last_play() const { return span_.last; }

 private:
  struct FileAccount {
    std::size_t entry;  // among the files of `found_`
    RowCounts counts;
    std::map<std::string, Occurrences> reasons;
    std::string problem;
    std::set<std::string> unknown;
  };

  void read_account();
  void read_counts();
  void stage(db::BlockingConnection& database, OwnNoun noun, std::vector<FileAccount>* accounts);
  void bring_noun(db::BlockingConnection& database, OwnNoun noun);
  void note_unknown(OwnNoun noun, const FileAccount& account);
  void compare_counts(OwnNoun noun, std::int64_t rows);

  const FoundExport& found_;
  HistoryReport& report_;
  RejectsFile& rejects_;
  const ShowProgress& show_;
  std::string owner_, zone_;
  std::vector<OwnCount> counts_;
  store::OwnBringing bringing_;
  store::OwnSpan span_;
  std::int64_t unconfirmed_ = 0, added_ = 0, rows_read_ = 0;
  bool kept_ = false;  // something of it was new
};

}  // namespace mtm::transfer
