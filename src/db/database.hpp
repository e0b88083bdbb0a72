// What store/ asks: a pool's pipelined connections or one transaction, it need not know which.
#pragma once
#include <optional>
#include <vector>

#include "core/task.hpp"
#include "db/errors.hpp"
#include "db/query.hpp"
#include "db/result.hpp"
#include "db/values.hpp"

namespace mtm::db {

class Database {
 public:
  virtual ~Database() = default;

  /// The statement must outlive the program; throws Error, Unavailable.
  virtual Task<Result> ask(const Statement& statement, Params params) = 0;

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

 private:
  template <class Row>
  Task<std::vector<Row>> rows(const Statement& statement, Params params) {
    auto result = co_await ask(statement, std::move(params));
    check<Row>(statement, result);
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(result.rows()));
    for (int i = 0; i < result.rows(); ++i) rows.push_back(read_row<Row>(result, i, first_column(statement)));
    co_return rows;
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
