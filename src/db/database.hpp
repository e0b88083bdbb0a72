// What store/ asks: a pool's pipelined connections or one transaction, it need not know which.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/task.hpp"
#include "db/errors.hpp"
#include "db/query.hpp"
#include "db/result.hpp"
#include "db/values.hpp"

namespace mtm::db {

/// A row of a change that answers nothing else.
struct Told {
  std::string told;
};
BOOST_DESCRIBE_STRUCT(Told, (), (told))

class Database {
 public:
  virtual ~Database() = default;

  /// The statement must outlive the program; throws Error, Unavailable.
  virtual Task<Result> ask(const Statement& statement, Params params) = 0;
  /// The change and word of it: both count or neither. See run_and_tell().
  virtual Task<Result> ask_and_tell(const char* channel, const Statement& change, Params params) = 0;
  /// The rows of several users may lie on several servers: then a statement that names one user does better, or is the
  /// only one that is taken.
  virtual bool distributed() const = 0;

  /// Every row, in the order of the statement.
  template <class Row, class... Values>
  Task<std::vector<Row>> all(const Query<Row>& query, Values... values) {
    return rows<Row>(query, Params::of(values...));
  }
  template <class Row, class... Values>
  Task<std::vector<Row>> all(const Command<Row>& command, Values... values) {
    return rows<Row>(command, Params::of(values...));
  }

  /// The first row, or nothing.
  template <class Row, class... Values>
  Task<std::optional<Row>> one(const Query<Row>& query, Values... values) {
    return first<Row>(query, Params::of(values...));
  }
  template <class Row, class... Values>
  Task<std::optional<Row>> one(const Command<Row>& command, Values... values) {
    return first<Row>(command, Params::of(values...));
  }

  /// The number of rows that were changed.
  template <class Row, class... Values>
  Task<std::int64_t> run(const Command<Row>& command, Values... values) {
    return count(command, Params::of(values...));
  }

  /// The rows that were changed. All who LISTEN on the channel are told what each row has as `told`, in the change's
  /// own transaction: a word is never lost, nor said of what was not committed.
  template <class Row, class... Values>
  Task<std::vector<Row>> run_and_tell(const char* channel, const Command<Row>& change, Values... values) {
    return told_rows<Row>(channel, change, Params::of(values...));
  }

 private:
  template <class Row>
  Task<std::vector<Row>> rows(const Statement& statement, Params params) {
    auto result = co_await ask(statement, std::move(params));
    co_return all_of<Row>(statement, result);
  }

  template <class Row>
  Task<std::vector<Row>> told_rows(const char* channel, const Statement& change, Params params) {
    auto result = co_await ask_and_tell(channel, change, std::move(params));
    co_return all_of<Row>(change, result);
  }

  template <class Row>
  static std::vector<Row> all_of(const Statement& statement, const Result& result) {
    check<Row>(statement, result);
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(result.rows()));
    for (int i = 0; i < result.rows(); ++i) rows.push_back(read_row<Row>(result, i, first_column(statement)));
    return rows;
  }

  template <class Row>
  Task<std::optional<Row>> first(const Statement& statement, Params params) {
    auto result = co_await ask(statement, std::move(params));
    check<Row>(statement, result);
    std::optional<Row> row;
    if (result.rows() > 0) row = read_row<Row>(result, 0, first_column(statement));
    co_return row;
  }

  Task<std::int64_t> count(const Statement& statement, Params params) {
    auto result = co_await ask(statement, std::move(params));
    co_return result.affected();
  }

  /// After the key that the rows carry, which is for the connection.
  static int first_column(const Statement& statement) { return statement.carries_key() ? 1 : 0; }

  template <class Row>
  static void check(const Statement& statement, const Result& result) {
    if (statement.columns_checked.load(std::memory_order_relaxed)) return;
    if (statement.carries_key() && std::string_view(PQfname(result.get(), 0)) != kKeyColumn)
      columns_differ(statement.name(), 0, kKeyColumn, PQfname(result.get(), 0));
    check_columns<Row>(result, statement.name(), first_column(statement));
    statement.columns_checked.store(true, std::memory_order_relaxed);
  }
};

}  // namespace mtm::db
