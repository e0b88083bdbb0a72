// A statement with a name, written above the one function of store/ that asks it.
//
//   const db::Query<ArtistDays> kFaithfulArtists{"faithful_artists", {"1", "50"}, R"sql( select … )sql"};
//
// A statement that is asked by a person or a credential has it as its first parameter, and its rows carry it: their
// first column is `asked_by`, which the connection compares and the row's struct leaves out. So an answer that went
// astray between PostgreSQL and us is handed to nobody (docs/decisions.md).
//
// The name is also the prepared statement's, the log's and the metric's. The examples are SQL expressions, one for each
// parameter; `music-time-machine explain` runs EXPLAIN with them.
#pragma once
#include <atomic>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <vector>

namespace mtm::db {

inline constexpr const char* kKeyColumn = "asked_by";

class Statement {
 public:
  Statement(const char* name, std::initializer_list<const char*> examples, const char* sql, bool reads, bool has_rows);
  Statement(const Statement&) = delete;

  const char* name() const { return name_; }
  const char* sql() const { return sql_; }
  /// A question may be asked again on another connection, and may share a Sync with its neighbours.
  bool reads() const { return reads_; }
  /// Its rows are read; without them it is run for its effect.
  bool has_rows() const { return has_rows_; }
  /// The first column of its rows is `asked_by`: the first parameter, or an item of it where that is a list of numbers.
  bool carries_key() const { return carries_key_; }
  /// Counts from 0 in the order of construction: a connection remembers by it what it has prepared.
  int number() const { return number_; }
  const std::vector<const char*>& examples() const { return examples_; }

  /// Every statement of the program, for explain.
  static const std::vector<const Statement*>& all();

  /// Whether the columns were compared with the row's members; a second look by another thread does no harm.
  mutable std::atomic<bool> columns_checked = false;

  /// The schema changed under it behind a pooler. A pooler knows statements by their texts, and would come back to the
  /// outdated one under whatever name of ours: from then on it has no name there.
  mutable std::atomic<bool> outdated_in_pooler = false;

 private:
  const char* name_;
  const char* sql_;
  bool reads_;
  bool has_rows_;
  bool carries_key_;
  int number_;
  std::vector<const char*> examples_;
};

/// For statements that answer no rows.
struct Nothing {};

/// Reads; changes nothing.
template <class Row>
struct Query : Statement {
  Query(const char* name, std::initializer_list<const char*> examples, const char* sql)
      : Statement(name, examples, sql, true, true) {}
};

/// Changes; may answer rows (`returning`). Its answer comes after its commit.
template <class Row>
struct Command : Statement {
  Command(const char* name, std::initializer_list<const char*> examples, const char* sql)
      : Statement(name, examples, sql, false, !std::is_same_v<Row, Nothing>) {}
};

}  // namespace mtm::db
