// One statement's answer, and rows read into described structs.
#pragma once
#include <libpq-fe.h>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/values.hpp"

namespace mtm::db {

/// The first line of what PostgreSQL says of a statement. What refuses the connection itself, as a pooler does that
/// can't log in, quotes its URL: that is told in our own words.
std::string refusal(const char* sqlstate, const char* message);

class Result {
 public:
  Result() = default;
  explicit Result(PGresult* result) : result_(result) {}

  explicit operator bool() const { return result_ != nullptr; }
  PGresult* get() const { return result_.get(); }

  int rows() const { return PQntuples(result_.get()); }
  int columns() const { return PQnfields(result_.get()); }
  bool null(int row, int column) const { return PQgetisnull(result_.get(), row, column); }
  std::string_view text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  /// Rows that an insert, update or delete touched.
  std::int64_t affected() const;

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

template <class T>
void read_column(const Result& result, int row, int column, T& value) {
  if (result.null(row, column)) unreadable("null", "a value");
  read(result.text(row, column), value);
}

template <class T>
void read_column(const Result& result, int row, int column, std::optional<T>& value) {
  if (result.null(row, column)) return;
  read(result.text(row, column), value.emplace());
}

template <class Row>
using Members = boost::describe::describe_members<Row, boost::describe::mod_public | boost::describe::mod_inherited>;

void columns_differ(const char* query, int column, const char* expected, const char* found);

/// Throws std::logic_error when the columns from `column` on are not the members, by name and in order.
template <class Row>
void check_columns(const Result& result, const char* query, int column = 0) {
  boost::mp11::mp_for_each<Members<Row>>([&](auto member) {
    const char* found = PQfname(result.get(), column);
    if (!found || std::string_view(found) != member.name) columns_differ(query, column, member.name, found);
    ++column;
  });
  if (column != result.columns()) columns_differ(query, column, nullptr, PQfname(result.get(), column));
}

/// From `column` on.
template <class Row>
Row read_row(const Result& result, int row, int column = 0) {
  Row value{};
  boost::mp11::mp_for_each<Members<Row>>(
      [&](auto member) { read_column(result, row, column++, value.*member.pointer); });
  return value;
}

}  // namespace mtm::db
