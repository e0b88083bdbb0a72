// The tables of an old database, row by row, each with what became of it.
#pragma once
#include <optional>

#include "spotify/payloads.hpp"
#include "store/library.hpp"
#include "transfer/old_app/cells.hpp"
#include "transfer/old_app/generation.hpp"
#include "transfer/old_app/rows.hpp"

namespace mtm::transfer {

/// A question that the tutorial asks of its JSON: how many tracks have it, how many have a number in it above a
/// threshold.
struct JsonQuestion {
  const char* column;
  const char* key;
  double threshold;
  const char* about;  // "audio features"
};
/// The older generation keeps audio features, the revised one Spotify's answer as it came.
const JsonQuestion& json_question(Generation generation);

/// SQLite's own answer (json_extract) for one track.
struct JsonAnswer {
  bool has = false;
  std::optional<double> number;
};

/// Reads one table in the order of its numbers (row_numbers.hpp). `Row` is one of rows.hpp. Of the older generation the
/// ids must be indexed (old_ids.hpp).
template <class Row>
class SourceTable {
 public:
  enum class Purpose { bring, compare };
  SourceTable(Sqlite& file, Generation generation, Purpose purpose);

  /// False when there are no more rows. Then `row`, or `rejected` when it can't come over, are about the next one.
  bool next();

  Row row;
  std::optional<Rejected> rejected;
  Remarks remarks;
  /// Of a track, when the purpose is to compare.
  JsonAnswer json_answer() const;

 private:
  void read_columns();
  void pass_over();

  Sqlite& file_;
  Generation generation_;
  Purpose purpose_;
  SqliteQuery query_;
  std::int64_t read_ = 0;
  JsonReader json_;
  spotify::Reader reader_;
};

extern template class SourceTable<ArtistRow>;
extern template class SourceTable<TrackRow>;
extern template class SourceTable<EntryRow>;
extern template class SourceTable<SnapshotRow>;

using store::made_up_artist_id;

}  // namespace mtm::transfer
