#include "transfer/old_app/verification.hpp"

#include <fmt/format.h>

#include "db/copy.hpp"
#include "store/comparison.hpp"
#include "transfer/old_app/source.hpp"

namespace mtm::transfer {

namespace {

/// What PostgreSQL has for one staged row. A row that did not arrive has no columns.
template <class Row>
struct KeptRow {
  Row row;
  bool rejected = false;
  bool added = false;
  bool there = false;
  JsonAnswer json;  // of a track
};

/// Reads a column into its place; all of them are null when the row did not arrive.
class ColumnReader {
 public:
  ColumnReader(db::CopyOut& rows, JsonReader& json) : rows_(rows), json_(json) {}

  void operator()(std::optional<KeptJson>& value) {
    std::optional<db::Jsonb> read;
    rows_.read(read);
    value.reset();
    if (read) value = KeptJson{std::string(read->text), json_.digest(read->text).number};
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    rows_.read(value);
  }
  template <class T>
  void operator()(T& value) {
    std::optional<T> read;
    rows_.read(read);
    complete_ = complete_ && read;
    value = read ? std::move(*read) : T{};
  }
  bool complete() const { return complete_; }

 private:
  db::CopyOut& rows_;
  JsonReader& json_;
  bool complete_ = true;
};

template <class Row>
void read_columns(db::CopyOut& rows, JsonReader& json, KeptRow<Row>& kept) {
  ColumnReader read(rows, json);
  Row::each_column(kept.row, [&](const char*, auto& value) { read(value); });
  kept.there = read.complete();
  if constexpr (std::is_same_v<Row, TrackRow>) {
    rows.read(kept.json.has);
    rows.read(kept.json.number);
  }
}

template <class Row>
bool next(db::CopyOut& rows, JsonReader& json, KeptRow<Row>& kept) {
  if (!rows.next()) return false;
  rows.read(kept.row.row);
  rows.read(kept.rejected);
  std::optional<bool> added;
  rows.read(added);
  kept.added = added.value_or(false);
  read_columns(rows, json, kept);
  return true;
}

/// Of a row that was there before, only what the file says counts: that more is known of it is no difference. What is
/// kept as the file told it has no such rows.
template <class Row>
void forget_what_is_not_said(Row&, const Row&) {}
void forget_what_is_not_said(EntryRow& kept, const EntryRow& said) {
  if (!said.created_at) kept.created_at.reset();
}

/// Artists and tracks are kept as the file tells them, also those that the person had before.
template <class Row>
constexpr bool kKeptAsTold = std::is_same_v<Row, ArtistRow> || std::is_same_v<Row, TrackRow>;

const std::optional<KeptJson>& json_of(const TrackRow& row, Generation generation) {
  return generation == Generation::older ? row.audio_features : row.raw_json;
}

void count(JsonComparison::Side& side, const JsonQuestion& question, const JsonAnswer& answer) {
  side.has += answer.has;
  side.above += answer.number && *answer.number > question.threshold;
}

/// Asks both sides' answers for one track that both have alike.
void count_json(JsonComparison& json, const JsonQuestion& question, const std::string& name, const JsonAnswer& in_file,
                const JsonAnswer& kept) {
  count(json.sqlite, question, in_file);
  count(json.postgres, question, kept);
  if (json.sample_name.empty() && in_file.number) {
    json.sample_name = name;
    json.sqlite.sample = in_file.number;
    json.postgres.sample = kept.number;
  }
}

struct Stopped {};

template <class Row>
void read_sums(Sqlite& file, Generation generation, const std::stop_token& stop, FileSums& sums) {
  SourceTable<Row> source(file, generation, SourceTable<Row>::Purpose::compare);
  auto& table = sums.tables[Row::kTable];
  while (source.next()) {
    if (++table.rows % kShowEvery == 0 && stop.stop_requested()) throw Stopped();
    if (source.rejected) {
      ++table.rejected;
      continue;
    }
    table.checksum += digest(source.row);
    if constexpr (std::is_same_v<Row, TrackRow>) {
      if (!json_of(source.row, generation)) continue;
      auto answer = source.json_answer();
      count(sums.json, json_question(generation), answer);
      if (answer.number && !sums.json.sample) {
        sums.json.sample = answer.number;
        sums.sample_name = source.row.name;
        sums.sample_spotify_id = source.row.spotify_id;
      }
    }
  }
}

FileSums read_sums(Sqlite& file, Generation generation, const std::stop_token& stop) {
  FileSums sums;
  bool older = generation == Generation::older;
  if (older) read_sums<ArtistRow>(file, generation, stop, sums);
  read_sums<TrackRow>(file, generation, stop, sums);
  if (older)
    read_sums<EntryRow>(file, generation, stop, sums);
  else
    read_sums<SnapshotRow>(file, generation, stop, sums);
  return sums;
}

/// Compares a table of which every row has a row of its own. False when there is a difference, of which nothing is
/// known yet.
template <class Row>
bool same_sums(const FileSums& sums, db::BlockingConnection& database, const std::string& told, ImportReport& report,
               TableReport& table, const ShowProgress& show) {
  const auto& in_file = sums.tables.at(table.name);
  Progress progress{fmt::format("verifying {}", table.name), 0, table.read};
  show(progress);
  const auto& question = json_question(report.generation);
  JsonReader json;
  KeptRow<Row> kept;
  JsonComparison::Side answers;
  TableSums found;
  for (db::CopyOut rows(database, told); rows.next();) {
    if (++found.rows % kShowEvery == 0) show((progress.done = found.rows, progress));
    read_columns(rows, json, kept);
    found.checksum += digest(kept.row);
    if constexpr (std::is_same_v<Row, TrackRow>) {
      count(answers, question, kept.json);
      if (sums.json.sample && kept.row.spotify_id == sums.sample_spotify_id) answers.sample = kept.json.number;
    }
  }
  if (found.rows != in_file.rows - in_file.rejected || found.checksum != in_file.checksum) return false;
  table.compared = found.rows;
  table.checksum_in_file = in_file.checksum;
  table.checksum_in_database = found.checksum;
  if constexpr (std::is_same_v<Row, TrackRow>) report.json = JsonComparison{sums.json, answers, sums.sample_name};
  progress.done = table.read;
  progress.finished = true;
  show(progress);
  return true;
}

template <class Row>
void verify_rows(Sqlite& file, db::BlockingConnection& database, const std::string& as_kept, ImportReport& report,
                 TableReport& table, const ShowProgress& show) {
  Progress progress{fmt::format("verifying {}", table.name), 0, table.read};
  show(progress);
  SourceTable<Row> source(file, report.generation, SourceTable<Row>::Purpose::compare);
  JsonReader json;
  KeptRow<Row> kept;
  db::CopyOut rows(database, as_kept);
  TableReport found;
  while (source.next()) {
    ++found.read;
    if (found.read % kShowEvery == 0) show((progress.done = found.read, progress));
    if (source.rejected) {
      ++found.rejected;
      continue;
    }
    if (!next(rows, json, kept) || kept.row.row != source.row.row)
      throw Different(fmt::format("row {} of {} is not where it was staged", source.row.row, table.name));
    if (kept.rejected) {
      ++found.rejected;
      continue;
    }
    if (!kept.there) throw Different(fmt::format("row {} of {} did not arrive", source.row.row, table.name));
    ++(kept.added ? found.added : found.already_there);
    bool as_told = kept.added || kKeptAsTold<Row>;
    if (!as_told) forget_what_is_not_said(kept.row, source.row);
    auto in_file = digest(source.row), in_database = digest(kept.row);
    if (in_file != in_database) {
      if (as_told) throw Different(fmt::format("row {} of {} arrived with another value", source.row.row, table.name));
      table.kept_otherwise.add(source.row.row);
      continue;
    }
    ++table.compared;
    table.checksum_in_file += in_file;
    table.checksum_in_database += in_database;
    if constexpr (std::is_same_v<Row, TrackRow>)
      if (json_of(source.row, report.generation))
        count_json(report.json, json_question(report.generation), source.row.name, source.json_answer(), kept.json);
  }
  if (rows.next()) throw Different(fmt::format("PostgreSQL has more rows of {} than the file", table.name));
  if (found.read != table.read || found.added != table.added || found.already_there != table.already_there ||
      found.rejected != table.rejected)
    throw Different(
        fmt::format("the second look at {} counted {} read, {} added, {} already there and {} rejected, the first one "
                    "{}, {}, {} and {}",
                    table.name, found.read, found.added, found.already_there, found.rejected, table.read, table.added,
                    table.already_there, table.rejected));
  progress.done = table.read;
  progress.finished = true;
  show(progress);
}

/// How PostgreSQL is asked for one table (store/comparison.hpp).
struct Questions {
  std::string told, as_kept;
};

template <class Row>
void verify_table(Sqlite& file, const FileSums& sums, db::BlockingConnection& database, const Questions& ask,
                  ImportReport& report, TableReport& table, const ShowProgress& show) {
  const auto& in_file = sums.tables.at(table.name);
  auto told = table.added + (kKeptAsTold<Row> ? table.already_there : 0);
  bool all_told =
      table.read == in_file.rows && table.rejected == in_file.rejected && told == in_file.rows - in_file.rejected;
  if (all_told && same_sums<Row>(sums, database, ask.told, report, table, show)) return;
  verify_rows<Row>(file, database, ask.as_kept, report, table, show);
  if (all_told) throw Different(fmt::format("PostgreSQL has other rows of {} than the file", table.name));
}

}  // namespace

SecondReading::SecondReading(Sqlite& file, Generation generation)
    : thread_([this, &file, generation](std::stop_token stop) {
        std::stop_callback interrupt(stop, [&] { file.interrupt(); });
        try {
          promise_.set_value(read_sums(file, generation, stop));
        } catch (...) {
          promise_.set_exception(std::current_exception());
        }
      }) {}

void verify(Sqlite& file, const FileSums& sums, db::BlockingConnection& database, const store::Merging& merging,
            ImportReport& report, const ShowProgress& show) {
  const auto& question = json_question(report.generation);
  store::TracksAsKept tracks{report.generation == Generation::revised, question.column, question.key};
  for (auto& table : report.tables) {
    auto compare = [&]<class Row>(Questions ask) { verify_table<Row>(file, sums, database, ask, report, table, show); };
    if (table.name == ArtistRow::kTable)
      compare.operator()<ArtistRow>({store::artists_told(merging), store::artists_as_kept(merging)});
    if (table.name == TrackRow::kTable)
      compare.operator()<TrackRow>({store::tracks_told(merging, tracks), store::tracks_as_kept(merging, tracks)});
    if (table.name == EntryRow::kTable)
      compare.operator()<EntryRow>({store::entries_told(merging), store::entries_as_kept(merging)});
    if (table.name == SnapshotRow::kTable)
      compare.operator()<SnapshotRow>({store::snapshots_told(merging), store::snapshots_as_kept(merging)});
  }
  const auto& [sqlite, postgres, sample] = report.json;
  if (sqlite.has != postgres.has || sqlite.above != postgres.above || sqlite.sample != postgres.sample)
    throw Different(fmt::format(
        "SQLite and PostgreSQL answer differently about the {}: {} and {} tracks have it, {} and {} have more than {} "
        "of {}",
        question.about, sqlite.has, postgres.has, sqlite.above, postgres.above, question.threshold, question.key));
}

}  // namespace mtm::transfer
