// A statement with a name, written above the one function of store/ that asks it.
//
//   const db::Query<ArtistDays> kFaithfulArtists{"faithful_artists", {"1", "50"}, R"sql( select … )sql"};
//
// The name is also the prepared statement's, the log's and the metric's. The examples are SQL expressions, one for each
// parameter; `music-time-machine explain` runs EXPLAIN with them.
#pragma once
#include <atomic>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace mtm::db {

class Statement {
 public:
  Statement(const char* name, std::initializer_list<const char*> examples, const char* sql, bool reads);
  Statement(const Statement&) = delete;

  const char* name() const { return name_; }
  const char* sql() const { return sql_; }
  /// A question may be asked again on another connection, and may share a Sync with its neighbours.
  bool reads() const { return reads_; }
  /// Counts from 0 in the order of construction: a connection remembers by it what it has prepared.
  int number() const { return number_; }
  const std::vector<const char*>& examples() const { return examples_; }

  /// Every statement of the program, for explain.
  static const std::vector<const Statement*>& all();

  /// Whether the columns were compared with the row's members; a second look by another thread does no harm.
  mutable std::atomic<bool> columns_checked = false;

 private:
  const char* name_;
  const char* sql_;
  bool reads_;
  int number_;
  std::vector<const char*> examples_;
};

/// Reads; changes nothing.
template <class Row>
struct Query : Statement {
  Query(const char* name, std::initializer_list<const char*> examples, const char* sql)
      : Statement(name, examples, sql, true) {}
};

/// Changes; may answer rows (`returning`). Its answer comes after its commit.
template <class Row>
struct Command : Statement {
  Command(const char* name, std::initializer_list<const char*> examples, const char* sql)
      : Statement(name, examples, sql, false) {}
};

}  // namespace mtm::db
